package dev.strait.regex;

import dev.strait.automaton.AutomatonLimitException;
import dev.strait.automaton.TextAlphabet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subset construction for patterns whose only conditions are {@code ^} and {@code $}: the
 * common case.
 *
 * <p>A state is the set of NFA states that read something, and whether the text may end here.
 */
final class Subsets {
  /** The accepting state of a search that has found its match. */
  private static final Subset FOUND = new Subset(new int[0], true, true);

  private final Nfa nfa;
  private final TextAlphabet alphabet;
  private final boolean search;
  private final int limit;
  private final Map<Subset, Integer> numbers = new HashMap<>();
  private final List<Subset> order = new ArrayList<>();

  /** Per NFA state and mode (2 * state + mode): the round of {@link #close} that visited it. */
  private final int[] visited;

  private int round;
  private int[] stack = new int[64];
  private int stackSize;
  private int[] readers = new int[64];
  private int readersSize;
  private boolean acceptsNow;
  private boolean acceptsAtEnd;

  private record Subset(int[] readers, boolean accepting, boolean found) {
    @Override
    public boolean equals(Object object) {
      return object instanceof Subset other
          && accepting == other.accepting
          && found == other.found
          && Arrays.equals(readers, other.readers);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(readers) + (accepting ? 1 : 0) + (found ? 2 : 0);
    }
  }

  Subsets(Nfa nfa, TextAlphabet alphabet, boolean search, int limit) {
    this.nfa = nfa;
    this.alphabet = alphabet;
    this.search = search;
    this.limit = limit;
    this.visited = new int[2 * nfa.states()];
  }

  /** Returns the automaton over class numbers. */
  TextAlphabet.Dfa run() {
    TextAlphabet.Dfa out = alphabet.dfa();
    begin();
    visit(nfa.start(), true);
    number(closed(), out);
    for (int i = 0; i < order.size(); i++) {
      Subset from = order.get(i);
      for (int c = 0; c < alphabet.classes(); c++) {
        int to = number(step(from, c), out);
        if (to >= 0) {
          out.edge(i, c, to);
        }
      }
    }
    return out;
  }

  private int number(Subset subset, TextAlphabet.Dfa out) {
    if (subset.readers.length == 0 && !subset.accepting) {
      return -1;
    }
    Integer old = numbers.putIfAbsent(subset, order.size());
    if (old != null) {
      return old;
    }
    if (order.size() >= limit) {
      throw new AutomatonLimitException("the pattern's automaton", limit);
    }
    order.add(subset);
    return out.state(subset.accepting);
  }

  private Subset step(Subset from, int symbol) {
    if (from.found) {
      return FOUND;
    }
    begin();
    for (int reader : from.readers) {
      if (alphabet.contains(nfa.readSet(reader), symbol)) {
        visit(nfa.readTarget(reader), false);
      }
    }
    if (search) {
      visit(nfa.start(), false);
    }
    return closed();
  }

  private void begin() {
    round++;
    readersSize = 0;
    acceptsNow = false;
    acceptsAtEnd = false;
  }

  private Subset closed() {
    if (search && acceptsNow) {
      return FOUND;
    }
    int[] sorted = Arrays.copyOf(readers, readersSize);
    Arrays.sort(sorted);
    return new Subset(sorted, acceptsNow || acceptsAtEnd, false);
  }

  /** Follows silent edges from {@code state}; mode 1: only if the text ends here. */
  private void visit(int state, boolean atBegin) {
    push(state, 0);
    while (stackSize > 0) {
      int item = stack[--stackSize];
      int mode = item & 1;
      int now = item >> 1;
      if (now == nfa.accept()) {
        acceptsNow |= mode == 0;
        acceptsAtEnd = true;
      }
      if (mode == 0 && nfa.readSet(now) >= 0) {
        if (readersSize == readers.length) {
          readers = Arrays.copyOf(readers, readersSize * 2);
        }
        readers[readersSize++] = now;
      }
      for (Nfa.Silent edge : nfa.silent(now)) {
        if (edge.condition() != Nfa.Condition.AT_BEGIN || atBegin) {
          push(edge.target(), edge.condition() == Nfa.Condition.AT_END ? 1 : mode);
        }
      }
    }
  }

  private void push(int state, int mode) {
    int item = 2 * state + mode;
    if (visited[item] != round) {
      visited[item] = round;
      if (stackSize == stack.length) {
        stack = Arrays.copyOf(stack, stackSize * 2);
      }
      stack[stackSize++] = item;
    }
  }
}
