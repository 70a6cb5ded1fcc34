package dev.strait.values;

import dev.strait.automaton.ByteDfa;
import dev.strait.automaton.IntHash;
import dev.strait.rule.Dfa;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns an automaton of texts in UTF-8 into the automaton of their quoted and escaped JSON forms.
 *
 * <p>State 0 stands before the opening quote; each state of the text automaton has one of its own;
 * states within escapes are shared when they lead to the same. Within a hexadecimal escape the
 * states form a tree over the four digits, cut down where a whole block of code points leads to one
 * state: all strings, with any escape, take 27 states.
 */
final class JsonEscaper {
  private static final int QUOTE = '"';
  private static final int BACKSLASH = '\\';
  private static final String SHORT_NAMES = "\"\\bfnrt/";
  private static final String SHORT_VALUES = "\"\\\b\f\n\r\t/";

  private final ByteDfa text;
  private final Escapes escapes;

  /** Per state: its edges as triples first, last (inclusive), target; ascending. */
  private final List<int[]> edges = new ArrayList<>();

  private final Map<Edges, Integer> shared = new HashMap<>();

  /** Target and number of digits to the state that reads so many of any value. */
  private final Map<Long, Integer> anyHexes = new HashMap<>();

  private final int closed;

  /** A growing list of edges: triples first, last (inclusive), target. */
  private static final class Edges {
    private int[] items = new int[24];
    private int size;

    /** Adds an edge behind the last, widening that one if they meet; target -1: none. */
    void add(int first, int last, int target) {
      if (target < 0) {
        return;
      }
      if (size > 0 && items[size - 1] == target && items[size - 2] + 1 == first) {
        items[size - 2] = last;
      } else {
        insert(size, first, last, target);
      }
    }

    /** Adds an edge of one byte where the order wants it. */
    void insert(int value, int target) {
      int at = 0;
      while (at < size && items[at] < value) {
        at += 3;
      }
      insert(at, value, value, target);
    }

    private void insert(int at, int first, int last, int target) {
      if (size == items.length) {
        items = Arrays.copyOf(items, 2 * size);
      }
      System.arraycopy(items, at, items, at + 3, size - at);
      items[at] = first;
      items[at + 1] = last;
      items[at + 2] = target;
      size += 3;
    }

    int[] toArray() {
      return Arrays.copyOf(items, size);
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Edges other
          && Arrays.equals(items, 0, size, other.items, 0, other.size);
    }

    @Override
    public int hashCode() {
      return IntHash.of(items, size);
    }
  }

  private JsonEscaper(ByteDfa text, Escapes escapes) {
    this.text = text;
    this.escapes = escapes;
    this.closed = 1 + text.states();
  }

  /** The quoted form, and which of its states stand before a character of the text. */
  record Quoted(Dfa dfa, BitSet boundaries) {}

  /** Returns the quoted form of a set that is not empty. */
  static Dfa quoted(ByteDfa text, Escapes escapes) {
    return new JsonEscaper(text, escapes).run();
  }

  /** Returns the quoted form of a set that is not empty, and where its characters begin. */
  static Quoted counted(ByteDfa text, Escapes escapes) {
    JsonEscaper escaper = new JsonEscaper(text, escapes);
    Dfa dfa = escaper.run();
    return new Quoted(dfa, escaper.boundaries(dfa));
  }

  private Dfa run() {
    edges.add(new int[] {QUOTE, QUOTE, 1});
    for (int s = 0; s <= text.states(); s++) {
      edges.add(new int[0]);
    }
    for (int s = 0; s < text.states(); s++) {
      edges.set(1 + s, boundary(s) ? raw(s) : continuation(s));
    }
    return packed();
  }

  /** A state stands before a character, unless its edges read continuation bytes. */
  private boolean boundary(int state) {
    int edge = text.edgesBegin(state);
    return edge == text.edgesEnd(state) || !isContinuation(text.low(edge));
  }

  private static boolean isContinuation(int value) {
    return value >= 0x80 && value < 0xc0;
  }

  private int[] continuation(int state) {
    Edges out = new Edges();
    for (int e = text.edgesBegin(state); e < text.edgesEnd(state); e++) {
      out.add(text.low(e), text.high(e), 1 + text.target(e));
    }
    return out.toArray();
  }

  /** The edges of a state before a character: raw bytes, the closing quote, the backslash. */
  private int[] raw(int state) {
    Edges out = new Edges();
    int escape = escape(state);
    boolean quoteDone = !text.isAccepting(state);
    boolean escapeDone = escape < 0;
    for (int e = text.edgesBegin(state); e < text.edgesEnd(state); e++) {
      int target = 1 + text.target(e);
      for (int low = Math.max(0x20, text.low(e)); low <= text.high(e); ) {
        if (!quoteDone && low >= QUOTE) {
          out.add(QUOTE, QUOTE, closed);
          quoteDone = true;
        }
        if (!escapeDone && low >= BACKSLASH) {
          out.add(BACKSLASH, BACKSLASH, escape);
          escapeDone = true;
        }
        int stop = low <= QUOTE ? QUOTE : low <= BACKSLASH ? BACKSLASH : 256;
        int high = Math.min(text.high(e), stop - 1);
        if (low <= high) {
          out.add(low, high, target);
        }
        low = high + 1 == stop ? stop + 1 : high + 1;
      }
    }
    if (!quoteDone) {
      out.insert(QUOTE, closed);
    }
    if (!escapeDone) {
      out.insert(BACKSLASH, escape);
    }
    return out.toArray();
  }

  /** Returns the state behind the backslash, or -1 if nothing can be escaped here. */
  private int escape(int state) {
    CodePointMap targets = escapes == Escapes.ANY ? codePoints(state) : specials(state);
    if (targets.isEmpty()) {
      return -1;
    }
    Edges out = new Edges();
    for (int i = 0; i < SHORT_NAMES.length(); i++) {
      int target = targets.get(SHORT_VALUES.charAt(i));
      if (target >= 0 && (escapes == Escapes.ANY || i < SHORT_NAMES.length() - 1)) {
        out.insert(SHORT_NAMES.charAt(i), 1 + target);
      }
    }
    CodePointMap units = escapes == Escapes.ANY ? units(targets) : lifted(targets);
    if (!units.isEmpty()) {
      out.insert('u', hex(units, 0, 4));
    }
    return share(out);
  }

  /** The characters that must be escaped. */
  private CodePointMap specials(int state) {
    CodePointMap map = new CodePointMap();
    for (int e = text.edgesBegin(state); e < text.edgesEnd(state); e++) {
      for (int value = text.low(e); value <= text.high(e) && value <= BACKSLASH; value++) {
        if (value < 0x20 || value == QUOTE || value == BACKSLASH) {
          map.add(value, value, text.target(e));
        }
      }
    }
    return map;
  }

  /** Of the characters that must be escaped those without a short form, to states here. */
  private static CodePointMap lifted(CodePointMap targets) {
    CodePointMap map = new CodePointMap();
    for (int value = 0; value < 0x20; value++) {
      int target = targets.get(value);
      if (target >= 0 && SHORT_VALUES.indexOf(value) < 0) {
        map.add(value, value, 1 + target);
      }
    }
    return map;
  }

  /** The code points that {@code state} reads, with the states they lead to. */
  private CodePointMap codePoints(int state) {
    CodePointMap map = new CodePointMap();
    for (int e = text.edgesBegin(state); e < text.edgesEnd(state); e++) {
      int low = text.low(e);
      if (low < 0x80) {
        map.add(low, Math.min(0x7f, text.high(e)), text.target(e));
      }
      for (int lead = Math.max(low, 0xc2); lead <= text.high(e); lead++) {
        int length = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        collect(text.target(e), (lead & (0x3f >> length)) << 6 * length, length, map);
      }
    }
    return map;
  }

  private void collect(int state, int base, int length, CodePointMap map) {
    int first = text.edgesBegin(state);
    for (int e = first; e < text.edgesEnd(state); e++) {
      int low = text.low(e) & 0x3f;
      int high = text.high(e) & 0x3f;
      int bits = 6 * (length - 1);
      int uniform = uniform(text.target(e), length - 1);
      if (uniform >= 0) {
        map.add(base + (low << bits), base + (high + 1 << bits) - 1, uniform);
      } else {
        for (int v = low; v <= high; v++) {
          collect(text.target(e), base + (v << bits), length - 1, map);
        }
      }
    }
  }

  /** The state that all sequences of {@code length} continuation bytes lead to, or -1. */
  private int uniform(int state, int length) {
    int now = state;
    for (int i = 0; i < length; i++) {
      int e = text.edgesBegin(now);
      if (text.edgesEnd(now) != e + 1 || text.low(e) != 0x80 || text.high(e) != 0xbf) {
        return -1;
      }
      now = text.target(e);
    }
    return now;
  }

  /**
   * From code points to units of UTF-16: of a pair, the high one leads to the rest of the escape.
   */
  private CodePointMap units(CodePointMap targets) {
    CodePointMap units = new CodePointMap();
    int i = 0;
    for (; i < targets.size() && targets.first(i) < 0x10000; i++) {
      units.add(targets.first(i), Math.min(0xffff, targets.last(i)), 1 + targets.target(i));
    }
    CodePointMap out = new CodePointMap();
    CodePointMap highs = highs(targets);
    for (int j = 0; j < units.size() && units.first(j) < 0xd800; j++) {
      out.add(units.first(j), Math.min(0xd7ff, units.last(j)), units.target(j));
    }
    for (int j = 0; j < highs.size(); j++) {
      out.add(highs.first(j), highs.last(j), highs.target(j));
    }
    for (int j = 0; j < units.size(); j++) {
      if (units.last(j) >= 0xe000) {
        out.add(Math.max(0xe000, units.first(j)), units.last(j), units.target(j));
      }
    }
    return out;
  }

  /** The high surrogates, each to the state that reads the low ones' escape. */
  private CodePointMap highs(CodePointMap targets) {
    CodePointMap highs = new CodePointMap();
    int i = 0;
    while (i < targets.size() && targets.last(i) < 0x10000) {
      i++;
    }
    for (int at = 0x10000; i < targets.size() && at <= 0x10ffff; ) {
      int first = Math.max(at, targets.first(i));
      int block = first & ~0x3ff;
      int whole = (targets.last(i) + 1 - block) >> 10;
      int count = first == block && whole > 0 ? whole : 1;
      CodePointMap lows = new CodePointMap();
      if (first == block && whole > 0) {
        lows.add(0xdc00, 0xdfff, 1 + targets.target(i));
      } else {
        for (int j = i; j < targets.size() && targets.first(j) < block + 0x400; j++) {
          int low = Math.max(block, targets.first(j)) - block;
          int high = Math.min(block + 0x3ff, targets.last(j)) - block;
          lows.add(0xdc00 + low, 0xdc00 + high, 1 + targets.target(j));
        }
      }
      int high = 0xd800 + (block - 0x10000 >> 10);
      highs.add(high, high + count - 1, escaped(lows));
      at = block + (count << 10);
      while (i < targets.size() && targets.last(i) < at) {
        i++;
      }
    }
    return highs;
  }

  /** The state that reads a backslash, the letter u and one of these units. */
  private int escaped(CodePointMap units) {
    return one(BACKSLASH, one('u', hex(units, 0, 4)));
  }

  /** The state that reads one byte. */
  private int one(int value, int target) {
    Edges out = new Edges();
    out.insert(value, target);
    return share(out);
  }

  /** The state that reads {@code digits} hexadecimal digits of a unit from {@code base} on. */
  private int hex(CodePointMap units, int base, int digits) {
    int bits = 4 * (digits - 1);
    int[] targets = new int[16];
    int r = units.at(base);
    for (int d = 0; d < 16; d++) {
      int first = base + (d << bits);
      int last = first + (1 << bits) - 1;
      while (r < units.size() && units.last(r) < first) {
        r++;
      }
      targets[d] = -1;
      if (r < units.size() && units.first(r) <= first && units.last(r) >= last) {
        targets[d] = anyHex(units.target(r), digits - 1);
      } else if (r < units.size() && units.first(r) <= last) {
        targets[d] = hex(units, first, digits - 1);
      }
    }
    return share(hexEdges(targets));
  }

  private int anyHex(int target, int digits) {
    if (digits == 0) {
      return target;
    }
    long key = (long) target << 3 | digits;
    Integer known = anyHexes.get(key);
    if (known == null) {
      int[] targets = new int[16];
      Arrays.fill(targets, anyHex(target, digits - 1));
      known = share(hexEdges(targets));
      anyHexes.put(key, known);
    }
    return known;
  }

  private Edges hexEdges(int[] targets) {
    Edges out = new Edges();
    for (int d = 0; d < 10; d++) {
      out.add('0' + d, '0' + d, targets[d]);
    }
    for (int d = 10; d < 16 && escapes == Escapes.ANY; d++) {
      out.add('A' + d - 10, 'A' + d - 10, targets[d]);
    }
    for (int d = 10; d < 16; d++) {
      out.add('a' + d - 10, 'a' + d - 10, targets[d]);
    }
    return out;
  }

  private int share(Edges out) {
    Integer known = shared.get(out);
    if (known == null) {
      known = edges.size();
      shared.put(out, known);
      edges.add(out.toArray());
    }
    return known;
  }

  private Dfa packed() {
    int count = edges.stream().mapToInt(e -> e.length / 3).sum();
    int[] offsets = new int[edges.size() + 1];
    byte[] first = new byte[count];
    byte[] last = new byte[count];
    int[] target = new int[count];
    int at = 0;
    for (int s = 0; s < edges.size(); s++) {
      for (int i = 0; i < edges.get(s).length; i += 3) {
        first[at] = (byte) edges.get(s)[i];
        last[at] = (byte) edges.get(s)[i + 1];
        target[at++] = edges.get(s)[i + 2];
      }
      offsets[s + 1] = at;
    }
    BitSet accepting = new BitSet();
    accepting.set(closed);
    return Dfa.of(offsets, first, last, target, accepting, true);
  }

  /** Follows both automata in step, for {@code dfa} has numbers of its own. */
  private BitSet boundaries(Dfa dfa) {
    BitSet result = new BitSet();
    int[] mine = new int[dfa.states()];
    BitSet seen = new BitSet();
    List<Integer> order = new ArrayList<>(List.of(Dfa.START));
    seen.set(Dfa.START);
    for (int i = 0; i < order.size(); i++) {
      int state = order.get(i);
      int own = mine[state];
      result.set(state, own >= 1 && own < closed && boundary(own - 1));
      dfa.forEachEdge(
          state,
          (low, high, to) -> {
            if (!seen.get(to)) {
              seen.set(to);
              mine[to] = target(own, low);
              order.add(to);
            }
          });
    }
    return result;
  }

  private int target(int state, int value) {
    int[] triples = edges.get(state);
    for (int i = 0; i < triples.length; i += 3) {
      if (value >= triples[i] && value <= triples[i + 1]) {
        return triples[i + 2];
      }
    }
    throw new AssertionError("an edge without an origin");
  }
}
