package dev.strait.rule;

import java.util.BitSet;

/** Finds the states of an automaton from which infinitely many texts can be read. */
final class Endless {
  private Endless() {}

  /**
   * Takes away the states all of whose edges lead to states taken away, until none is left: the
   * others reach a cycle. Complexity: O(m) for m edges.
   */
  static BitSet states(Dfa dfa) {
    int n = dfa.states();
    int[] out = new int[n];
    int[] into = new int[n + 1];
    for (int s = 0; s < n; s++) {
      int from = s;
      dfa.forEachEdge(
          s,
          (first, last, to) -> {
            out[from]++;
            into[to + 1]++;
          });
    }
    for (int s = 0; s < n; s++) {
      into[s + 1] += into[s];
    }
    return withoutEnds(out, into, sources(dfa, into));
  }

  /** Returns the sources of all edges, those into state s from into[s] on. */
  private static int[] sources(Dfa dfa, int[] into) {
    int[] sources = new int[into[dfa.states()]];
    int[] next = into.clone();
    for (int s = 0; s < dfa.states(); s++) {
      int from = s;
      dfa.forEachEdge(s, (first, last, to) -> sources[next[to]++] = from);
    }
    return sources;
  }

  private static BitSet withoutEnds(int[] out, int[] into, int[] sources) {
    int n = out.length;
    BitSet left = new BitSet();
    left.set(0, n);
    int[] open = new int[n];
    int size = 0;
    for (int s = 0; s < n; s++) {
      if (out[s] == 0) {
        open[size++] = s;
      }
    }
    while (size > 0) {
      int end = open[--size];
      left.clear(end);
      for (int i = into[end]; i < into[end + 1]; i++) {
        if (--out[sources[i]] == 0) {
          open[size++] = sources[i];
        }
      }
    }
    return left;
  }
}
