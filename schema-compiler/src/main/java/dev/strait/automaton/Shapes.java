package dev.strait.automaton;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finiteness and enumeration. */
final class Shapes {
  private Shapes() {}

  /** More words than anyone counts. */
  private static final long MANY = 1L << 40;

  /** Returns whether the automaton has no cycle: Kahn's algorithm, linear. */
  static boolean isAcyclic(ByteDfa dfa) {
    return ordered(dfa).size() == dfa.states();
  }

  /** Returns the states, each after all that lead to it, up to the first cycle. */
  private static IntList ordered(ByteDfa dfa) {
    int[] incoming = new int[dfa.states()];
    for (int s = 0; s < dfa.states(); s++) {
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s); e++) {
        incoming[dfa.target(e)]++;
      }
    }
    IntList order = new IntList();
    if (!dfa.isEmpty() && incoming[0] == 0) {
      order.add(0);
    }
    for (int head = 0; head < order.size(); head++) {
      int s = order.get(head);
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s); e++) {
        if (--incoming[dfa.target(e)] == 0) {
          order.add(dfa.target(e));
        }
      }
    }
    return order;
  }

  /** Returns the words in byte order, or empty if there are more than {@code limit}. */
  static Optional<List<byte[]>> words(ByteDfa dfa, int limit) {
    List<byte[]> words = new ArrayList<>();
    if (dfa.isEmpty()) {
      return Optional.of(words);
    }
    IntList order = ordered(dfa);
    if (order.size() < dfa.states() || count(dfa, order) > limit) {
      return Optional.empty();
    }
    collect(dfa, words);
    return Optional.of(words);
  }

  /** Returns the number of words of an automaton without a cycle, at most {@link #MANY}. */
  private static long count(ByteDfa dfa, IntList order) {
    long[] counts = new long[dfa.states()];
    for (int i = order.size() - 1; i >= 0; i--) {
      int s = order.get(i);
      long count = dfa.isAccepting(s) ? 1 : 0;
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s); e++) {
        count += (dfa.high(e) - dfa.low(e) + 1) * counts[dfa.target(e)];
      }
      counts[s] = Math.min(count, MANY);
    }
    return counts[0];
  }

  /** Depth first with a stack of its own: a word may be long. */
  private static void collect(ByteDfa dfa, List<byte[]> words) {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    IntList stack = new IntList();
    List<byte[]> prefixes = new ArrayList<>();
    stack.add(0);
    prefixes.add(new byte[0]);
    int size = 1;
    while (size > 0) {
      size--;
      int state = stack.get(size);
      byte[] prefix = prefixes.get(size);
      if (dfa.isAccepting(state)) {
        words.add(prefix);
      }
      for (int e = dfa.edgesEnd(state) - 1; e >= dfa.edgesBegin(state); e--) {
        for (int value = dfa.high(e); value >= dfa.low(e); value--) {
          path.reset();
          path.writeBytes(prefix);
          path.write(value);
          if (size == stack.size()) {
            stack.add(dfa.target(e));
            prefixes.add(path.toByteArray());
          } else {
            stack.set(size, dfa.target(e));
            prefixes.set(size, path.toByteArray());
          }
          size++;
        }
      }
    }
  }
}
