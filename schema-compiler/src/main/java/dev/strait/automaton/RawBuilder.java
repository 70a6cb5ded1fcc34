package dev.strait.automaton;

import java.util.BitSet;

/** Collects the edges of an automaton in any order. */
final class RawBuilder {
  private final IntList source = new IntList();
  private final IntList range = new IntList();
  private final IntList target = new IntList();
  private final BitSet accepting = new BitSet();
  private int states;

  int state(boolean accepts) {
    accepting.set(states, accepts);
    return states++;
  }

  int states() {
    return states;
  }

  void accept(int state) {
    accepting.set(state);
  }

  void edge(int from, int first, int last, int to) {
    source.add(from);
    range.add(first << 16 | last);
    target.add(to);
  }

  /** Groups the edges by their source: a counting sort. */
  Raw build() {
    Raw raw = new Raw(states);
    int[] next = new int[states + 1];
    for (int i = 0; i < source.size(); i++) {
      next[source.get(i) + 1]++;
    }
    for (int s = 0; s < states; s++) {
      raw.accepting[s] = accepting.get(s);
      next[s + 1] += next[s];
    }
    raw.firstEdge = next.clone();
    raw.range = new int[source.size()];
    raw.target = new int[source.size()];
    for (int i = 0; i < source.size(); i++) {
      int at = next[source.get(i)]++;
      raw.range[at] = range.get(i);
      raw.target[at] = target.get(i);
    }
    return raw;
  }
}
