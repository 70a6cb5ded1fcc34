package dev.strait.automaton;

import java.util.HashMap;
import java.util.Map;

/** Pairs of states of two automata, visited from the pair of starts. */
final class Product {
  /** Which Boolean operation. */
  enum Kind {
    AND,
    OR,
    MINUS
  }

  private final ByteDfa a;
  private final ByteDfa b;
  private final Kind kind;
  private final int limit;
  private final Map<Long, Integer> numbers = new HashMap<>();
  private final IntList lefts = new IntList();
  private final IntList rights = new IntList();
  private final IntList first = new IntList();
  private final IntList ranges = new IntList();
  private final IntList targets = new IntList();

  private Product(ByteDfa a, ByteDfa b, Kind kind, int limit) {
    this.a = a;
    this.b = b;
    this.kind = kind;
    this.limit = limit;
  }

  /** Returns the combination of two non-empty sets; the limit is in states. */
  static ByteDfa of(ByteDfa a, ByteDfa b, Kind kind, int limit) {
    return new Product(a, b, kind, limit).run();
  }

  private ByteDfa run() {
    number(0, 0);
    for (int i = 0; i < lefts.size(); i++) {
      first.add(ranges.size());
      expand(lefts.get(i), rights.get(i));
    }
    first.add(ranges.size());
    Raw raw = new Raw(lefts.size());
    raw.firstEdge = first.toArray();
    raw.range = ranges.toArray();
    raw.target = targets.toArray();
    for (int s = 0; s < raw.accepting.length; s++) {
      raw.accepting[s] = accepts(lefts.get(s), rights.get(s));
    }
    return ByteDfa.of(Minimizer.canonical(raw));
  }

  private boolean accepts(int left, int right) {
    boolean inA = left != ByteDfa.DEAD && a.isAccepting(left);
    boolean inB = right != ByteDfa.DEAD && b.isAccepting(right);
    return switch (kind) {
      case AND -> inA && inB;
      case OR -> inA || inB;
      case MINUS -> inA && !inB;
    };
  }

  /** Merges the sorted edges of both states, cut where either has a boundary. */
  private void expand(int left, int right) {
    int i = left == ByteDfa.DEAD ? 0 : a.edgesBegin(left);
    int iEnd = left == ByteDfa.DEAD ? 0 : a.edgesEnd(left);
    int j = right == ByteDfa.DEAD ? 0 : b.edgesBegin(right);
    int jEnd = right == ByteDfa.DEAD ? 0 : b.edgesEnd(right);
    int at = 0;
    while (at < 256 && (i < iEnd || j < jEnd)) {
      int aLow = i < iEnd ? Math.max(at, a.low(i)) : 256;
      int bLow = j < jEnd ? Math.max(at, b.low(j)) : 256;
      int begin = Math.min(aLow, bLow);
      int end = 255;
      end = i < iEnd ? Math.min(end, aLow > begin ? aLow - 1 : a.high(i)) : end;
      end = j < jEnd ? Math.min(end, bLow > begin ? bLow - 1 : b.high(j)) : end;
      edge(
          begin,
          end,
          aLow == begin ? a.target(i) : ByteDfa.DEAD,
          bLow == begin ? b.target(j) : ByteDfa.DEAD);
      at = end + 1;
      i = i < iEnd && a.high(i) < at ? i + 1 : i;
      j = j < jEnd && b.high(j) < at ? j + 1 : j;
    }
  }

  private void edge(int low, int high, int left, int right) {
    boolean lives =
        switch (kind) {
          case AND -> left != ByteDfa.DEAD && right != ByteDfa.DEAD;
          case OR -> left != ByteDfa.DEAD || right != ByteDfa.DEAD;
          case MINUS -> left != ByteDfa.DEAD;
        };
    if (lives) {
      ranges.add(low << 16 | high);
      targets.add(number(left, right));
    }
  }

  private int number(int left, int right) {
    Integer fresh = lefts.size();
    Integer old = numbers.putIfAbsent((long) left << 32 | (right & 0xffffffffL), fresh);
    if (old != null) {
      return old;
    }
    if (fresh >= limit) {
      throw new AutomatonLimitException("a product of automata", limit);
    }
    lefts.add(left);
    rights.add(right);
    return fresh;
  }
}
