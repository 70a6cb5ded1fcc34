package dev.strait.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subset construction over bytes, calls and control tokens alike: a call is a symbol, so one
 * state has at most one edge for each byte, callee and token.
 */
final class Determinizer {

  /** Most states of one rule. */
  private static final int STATE_LIMIT = 1_000_000;

  /** Most edges looked at. */
  private static final long WORK_LIMIT = 200_000_000;

  private static final int[] EMPTY = {};

  private final Network network;
  private final String name;
  private final TableBuilder table = new TableBuilder();
  private final Map<Subset, Integer> numbers = new HashMap<>();
  private final List<int[]> subsets = new ArrayList<>();

  private final Closure closure;
  private final long workBefore;
  private int end;

  /** An interned set: ascending states, compared by content. */
  private record Subset(int[] states) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Subset that && Arrays.equals(states, that.states);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(states);
    }
  }

  Determinizer(Network network, Closure closure, String name) {
    this.network = network;
    this.closure = closure;
    this.name = name;
    this.workBefore = closure.work();
  }

  /**
   * Returns the language from one state to another.
   *
   * @throws EmptyLanguageException if there is none
   * @throws GrammarLimitException if it takes too many states or too long
   */
  Table run(int from, int to) {
    return run(from, to, false);
  }

  /** Returns the same with the empty text added or not. */
  Table run(int from, int to, boolean withEmpty) {
    end = to;
    closure.begin(end);
    closure.reach(from);
    number(closure.members());
    for (int i = 0; i < subsets.size(); i++) {
      int[] subset = subsets.get(i);
      table.addState((i == 0 && withEmpty) || Arrays.binarySearch(subset, end) >= 0);
      addEdges(subset);
      subsets.set(i, EMPTY);
    }
    return table.build(0, false);
  }

  private int number(int[] subset) {
    Integer known = numbers.putIfAbsent(new Subset(subset), subsets.size());
    if (known != null) {
      return known;
    }
    if (subsets.size() == STATE_LIMIT) {
      throw new GrammarLimitException(
          name, "rule " + name + " needs more than " + STATE_LIMIT + " states; split it up");
    }
    subsets.add(subset);
    return subsets.size() - 1;
  }

  private void addEdges(int[] subset) {
    List<int[]> edges = new ArrayList<>();
    BitSet begins = new BitSet();
    for (int state : subset) {
      for (int e = network.head(state); e != Network.NONE; e = network.next(e)) {
        int[] edge = edge(e);
        if (edge.length > 0) {
          edges.add(edge);
          begins.set(edge[0]);
          begins.set(edge[1] + 1);
        }
      }
    }
    edges.sort((a, b) -> Integer.compare(a[0], b[0]));
    sweep(edges, begins);
  }

  /** Returns first symbol, last symbol and target of an edge that reads something, else nothing. */
  private int[] edge(int e) {
    int to = network.target(e);
    return switch (network.kind(e)) {
      case Network.BYTES -> new int[] {network.low(e), network.high(e), to};
      case Network.CALL, Network.SOLID_CALL -> one(Symbol.call(network.low(e)), to);
      case Network.CONTROL -> one(Symbol.control(network.low(e)), to);
      default -> EMPTY;
    };
  }

  private static int[] one(int symbol, int to) {
    return new int[] {symbol, symbol, to};
  }

  /** Goes through the intervals of symbols ascending, keeping the edges that cover the interval. */
  private void sweep(List<int[]> edges, BitSet begins) {
    List<int[]> covering = new ArrayList<>();
    int next = 0;
    for (int first = begins.nextSetBit(0); first >= 0; first = begins.nextSetBit(first + 1)) {
      int symbol = first;
      covering.removeIf(edge -> edge[1] < symbol);
      for (; next < edges.size() && edges.get(next)[0] == symbol; next++) {
        covering.add(edges.get(next));
      }
      if (!covering.isEmpty()) {
        closure.begin(end);
        covering.forEach(edge -> closure.reach(edge[2]));
        charge();
        table.addEdge(symbol, begins.nextSetBit(symbol + 1) - 1, number(closure.members()));
      }
    }
  }

  private void charge() {
    if (closure.work() - workBefore > WORK_LIMIT) {
      throw new GrammarLimitException(
          name, "rule " + name + " takes too long to make deterministic; split it up");
    }
  }
}
