package dev.strait.automaton;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finiteness and enumeration. */
final class Shapes {
  private Shapes() {}

  /** Returns whether the automaton has no cycle: Kahn's algorithm, linear. */
  static boolean isAcyclic(ByteDfa dfa) {
    int[] incoming = new int[dfa.states()];
    for (int s = 0; s < dfa.states(); s++) {
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s); e++) {
        incoming[dfa.target(e)]++;
      }
    }
    int[] queue = new int[dfa.states()];
    int tail = 0;
    if (!dfa.isEmpty() && incoming[0] == 0) {
      queue[tail++] = 0;
    }
    for (int head = 0; head < tail; head++) {
      int s = queue[head];
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s); e++) {
        if (--incoming[dfa.target(e)] == 0) {
          queue[tail++] = dfa.target(e);
        }
      }
    }
    return tail == dfa.states();
  }

  /** Returns the words in byte order, or empty if there are more than {@code limit}. */
  static Optional<List<byte[]>> words(ByteDfa dfa, int limit) {
    List<byte[]> words = new ArrayList<>();
    if (dfa.isEmpty()) {
      return Optional.of(words);
    }
    if (!isAcyclic(dfa)) {
      return Optional.empty();
    }
    return collect(dfa, limit, words) ? Optional.of(words) : Optional.empty();
  }

  /** Depth first with a stack of its own: a word may be long. */
  private static boolean collect(ByteDfa dfa, int limit, List<byte[]> words) {
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
        if (words.size() > limit) {
          return false;
        }
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
    return true;
  }
}
