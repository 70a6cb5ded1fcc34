package dev.strait.rule;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Minimizes a partial deterministic automaton in which every state is alive, by refining a
 * partition of the states and one of the transitions against each other in turn.
 *
 * <p>Source: A. Valmari, "Fast brief practical DFA minimization", Information Processing Letters
 * 112 (2012). Complexity: O(m log n) for n states and m transitions.
 */
final class Minimizer {

  private final int states;
  private final BitSet accepting;

  /** Transitions: tail, label and head at one index. */
  private int[] tail = new int[64];

  private int[] label = new int[64];
  private int[] head = new int[64];
  private int count;

  Minimizer(int states, BitSet accepting) {
    this.states = states;
    this.accepting = accepting;
  }

  /** Adds a transition; no two may have the same tail and label. */
  void addTransition(int from, int with, int to) {
    if (count == tail.length) {
      tail = Arrays.copyOf(tail, count * 2);
      label = Arrays.copyOf(label, count * 2);
      head = Arrays.copyOf(head, count * 2);
    }
    tail[count] = from;
    label[count] = with;
    head[count++] = to;
  }

  /** Returns a block number per state, the same for two states iff their languages are equal. */
  int[] blocks() {
    Partition blocks = new Partition(states);
    accepting.stream().forEach(blocks::mark);
    blocks.split();
    Partition cords = new Partition(count);
    separateLabels(cords);
    int[] heads = new int[states + 1];
    int[] incoming = incoming(heads);
    int block = 1;
    for (int cord = 0; cord < cords.sets; cord++) {
      for (int i = cords.begin[cord]; i < cords.end[cord]; i++) {
        blocks.mark(tail[cords.elements[i]]);
      }
      blocks.split();
      for (; block < blocks.sets; block++) {
        for (int i = blocks.begin[block]; i < blocks.end[block]; i++) {
          int state = blocks.elements[i];
          for (int j = heads[state]; j < heads[state + 1]; j++) {
            cords.mark(incoming[j]);
          }
        }
        cords.split();
      }
    }
    return blocks.setOf;
  }

  /** Refines the transitions by label, from label 1 on: what is left over is label 0. */
  private void separateLabels(Partition cords) {
    int labels = Arrays.stream(label, 0, count).max().orElse(0) + 1;
    int[] heads = new int[labels + 1];
    int[] byLabel = sortBy(label, heads);
    for (int l = 1; l < labels; l++) {
      for (int i = heads[l]; i < heads[l + 1]; i++) {
        cords.mark(byLabel[i]);
      }
      cords.split();
    }
  }

  private int[] incoming(int[] heads) {
    return sortBy(head, heads);
  }

  /** Returns the transitions sorted by key; those of key k begin at {@code heads[k]}. */
  private int[] sortBy(int[] key, int[] heads) {
    for (int t = 0; t < count; t++) {
      heads[key[t]]++;
    }
    for (int k = 1; k < heads.length; k++) {
      heads[k] += heads[k - 1];
    }
    int[] sorted = new int[count];
    for (int t = count - 1; t >= 0; t--) {
      sorted[--heads[key[t]]] = t;
    }
    return sorted;
  }

  /** A refinable partition of 0 (inclusive) to n (exclusive). */
  private static final class Partition {
    /** The elements, those of one set side by side. */
    private final int[] elements;

    /** Where an element stands in {@link #elements}. */
    private final int[] location;

    private final int[] setOf;

    /** Where a set begins (inclusive) and ends (exclusive); its marked elements come first. */
    private final int[] begin;

    private final int[] end;
    private final int[] marked;
    private final int[] touched;
    private int touchedCount;
    private int sets;

    Partition(int n) {
      elements = new int[n];
      Arrays.setAll(elements, i -> i);
      location = elements.clone();
      setOf = new int[n];
      begin = new int[n + 1];
      end = new int[n + 1];
      marked = new int[n + 1];
      touched = new int[n + 1];
      end[0] = n;
      sets = n == 0 ? 0 : 1;
    }

    void mark(int element) {
      int set = setOf[element];
      int from = location[element];
      int to = begin[set] + marked[set];
      elements[from] = elements[to];
      location[elements[from]] = from;
      elements[to] = element;
      location[element] = to;
      if (marked[set]++ == 0) {
        touched[touchedCount++] = set;
      }
    }

    /** Splits each set with marked elements; the smaller part becomes a new set. */
    void split() {
      while (touchedCount > 0) {
        int set = touched[--touchedCount];
        int middle = begin[set] + marked[set];
        if (middle < end[set]) {
          splitAt(set, middle);
        }
        marked[set] = 0;
      }
    }

    private void splitAt(int set, int middle) {
      if (middle - begin[set] <= end[set] - middle) {
        begin[sets] = begin[set];
        end[sets] = middle;
        begin[set] = middle;
      } else {
        begin[sets] = middle;
        end[sets] = end[set];
        end[set] = middle;
      }
      for (int i = begin[sets]; i < end[sets]; i++) {
        setOf[elements[i]] = sets;
      }
      sets++;
    }
  }
}
