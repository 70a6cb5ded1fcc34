package dev.strait.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Strongly connected components of a graph, by Tarjan's algorithm without recursion. Complexity:
 * linear.
 */
final class Components {

  private static final int UNSEEN = -1;

  private final List<int[]> successors;
  private final int[] index;
  private final int[] low;
  private final int[] nextSuccessor;
  private final boolean[] open;
  private final Deque<Integer> path = new ArrayDeque<>();
  private final Deque<Integer> pending = new ArrayDeque<>();
  private final List<int[]> found = new ArrayList<>();
  private int count;

  private Components(List<int[]> successors) {
    this.successors = successors;
    int nodes = successors.size();
    index = new int[nodes];
    low = new int[nodes];
    nextSuccessor = new int[nodes];
    open = new boolean[nodes];
    Arrays.fill(index, UNSEEN);
  }

  /** Returns the components, each after those that it leads to; nodes ascending in each. */
  static List<int[]> of(List<int[]> successors) {
    Components components = new Components(successors);
    for (int node = 0; node < successors.size(); node++) {
      if (components.index[node] == UNSEEN) {
        components.visit(node);
      }
    }
    return components.found;
  }

  private void visit(int root) {
    enter(root);
    while (!path.isEmpty()) {
      int node = path.element();
      if (nextSuccessor[node] < successors.get(node).length) {
        int to = successors.get(node)[nextSuccessor[node]++];
        if (index[to] == UNSEEN) {
          enter(to);
        } else if (open[to]) {
          low[node] = Math.min(low[node], index[to]);
        }
      } else {
        leave(path.pop());
      }
    }
  }

  private void enter(int node) {
    index[node] = count;
    low[node] = count++;
    open[node] = true;
    path.push(node);
    pending.push(node);
  }

  private void leave(int node) {
    if (!path.isEmpty()) {
      int caller = path.element();
      low[caller] = Math.min(low[caller], low[node]);
    }
    if (low[node] == index[node]) {
      found.add(close(node));
    }
  }

  private int[] close(int root) {
    List<Integer> component = new ArrayList<>();
    int node;
    do {
      node = pending.pop();
      open[node] = false;
      component.add(node);
    } while (node != root);
    return component.stream().mapToInt(n -> n).sorted().toArray();
  }
}
