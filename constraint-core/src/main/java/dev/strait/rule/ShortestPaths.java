package dev.strait.rule;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Least costs of derivations, over all rules at once: a call costs what its callee costs.
 *
 * <p>Source: D. E. Knuth, "A generalization of Dijkstra's algorithm", Information Processing
 * Letters 6 (1977). Complexity: O(m log m) for m edges.
 */
final class ShortestPaths {

  /** The cost of a node from which no end can be reached. */
  static final long FAR = Long.MAX_VALUE;

  /** Costs are cut off here, so that sums and products do not overflow. */
  private static final long MOST = Long.MAX_VALUE / 4;

  private static final int NONE = -1;

  /** Edges by target: first of each node, next of each edge. */
  private final int[] byTarget;

  /** Calls by callee: first of each node, next of each edge. */
  private final int[] byCallee;

  private int[] source = new int[64];
  private int[] target = new int[64];
  private int[] callee = new int[64];

  /** Cost of an edge; for a call, how many times the callee is read at least. */
  private long[] weight = new long[64];

  private int[] nextByTarget = new int[64];
  private int[] nextByCallee = new int[64];
  private int edges;
  private final long[] cost;
  private final PriorityQueue<Item> queue = new PriorityQueue<>();

  private record Item(long cost, int node) implements Comparable<Item> {
    @Override
    public int compareTo(Item other) {
      return Long.compare(cost, other.cost);
    }
  }

  ShortestPaths(int nodes) {
    byTarget = new int[nodes];
    byCallee = new int[nodes];
    cost = new long[nodes];
    Arrays.fill(byTarget, NONE);
    Arrays.fill(byCallee, NONE);
    Arrays.fill(cost, FAR);
  }

  /** A node at which a derivation may end. */
  void end(int node) {
    queue.add(new Item(0, node));
  }

  /** An edge of a cost of its own. */
  void edge(int from, long ownCost, int to) {
    add(from, NONE, ownCost, to);
  }

  /** An edge that costs what the node {@code calleeFirst} costs, a number of times. */
  void call(int from, int calleeFirst, long times, int to) {
    add(from, calleeFirst, times, to);
    nextByCallee[edges - 1] = byCallee[calleeFirst];
    byCallee[calleeFirst] = edges - 1;
  }

  private void add(int from, int called, long edgeWeight, int to) {
    if (edges == source.length) {
      grow();
    }
    source[edges] = from;
    target[edges] = to;
    callee[edges] = called;
    weight[edges] = edgeWeight;
    nextByTarget[edges] = byTarget[to];
    byTarget[to] = edges++;
  }

  private void grow() {
    source = Arrays.copyOf(source, edges * 2);
    target = Arrays.copyOf(target, edges * 2);
    callee = Arrays.copyOf(callee, edges * 2);
    weight = Arrays.copyOf(weight, edges * 2);
    nextByTarget = Arrays.copyOf(nextByTarget, edges * 2);
    nextByCallee = Arrays.copyOf(nextByCallee, edges * 2);
  }

  /** Returns the least cost of each node, FAR where there is none. */
  long[] solve() {
    while (!queue.isEmpty()) {
      Item item = queue.remove();
      if (cost[item.node] == FAR) {
        cost[item.node] = item.cost;
        for (int e = byTarget[item.node]; e != NONE; e = nextByTarget[e]) {
          offer(e);
        }
        for (int e = byCallee[item.node]; e != NONE; e = nextByCallee[e]) {
          offer(e);
        }
      }
    }
    return cost;
  }

  /** Proposes the way over an edge, if all that it leads to is known. */
  private void offer(int e) {
    boolean called = callee[e] != NONE;
    if (cost[source[e]] == FAR && cost[target[e]] != FAR && (!called || cost[callee[e]] != FAR)) {
      long own = called ? times(cost[callee[e]], weight[e]) : weight[e];
      queue.add(new Item(Math.min(MOST, own + cost[target[e]]), source[e]));
    }
  }

  /** Returns the product, cut off at a cost that no sum overflows. */
  static long times(long each, long count) {
    boolean fits = Math.multiplyHigh(each, count) == 0 && each * count >= 0;
    return fits ? Math.min(MOST, each * count) : MOST;
  }
}
