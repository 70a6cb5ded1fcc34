package dev.strait.regex;

import dev.strait.automaton.AutomatonLimitException;
import dev.strait.automaton.TextAlphabet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subset construction for patterns without look-around: the common case.
 *
 * <p>A state is the set of NFA states that read something, and whether the text may end here.
 * Behind a word boundary an NFA state waits for a word character, or for another one or the end;
 * which of the two depends on the character before, which is part of the state then.
 */
final class Subsets {
  /** The accepting state of a search that has found its match. */
  private static final Subset FOUND = new Subset(new int[0], true, true, false);

  /** Modes of an NFA state: anything may come. */
  private static final int ANY = 0;

  /** The text must end. */
  private static final int END = 1;

  /** A word character must come. */
  private static final int WORD = 2;

  /** Another character must come, or the text must end. */
  private static final int NO_WORD = 3;

  private final Nfa nfa;
  private final TextAlphabet alphabet;
  private final boolean search;
  private final int limit;
  private final Map<Subset, Integer> numbers = new HashMap<>();
  private final List<Subset> order = new ArrayList<>();

  /** Per NFA state and mode (4 * state + mode): the round of {@link #visit} that visited it. */
  private final int[] visited;

  private int round;
  private int[] stack = new int[64];
  private int stackSize;
  private int[] readers = new int[64];
  private int readersSize;
  private boolean acceptsNow;
  private boolean acceptsAtEnd;
  private boolean afterWord;

  /**
   * A state.
   *
   * @param readers NFA states that read something, or that accept if the mode is fulfilled, each as
   *     4 * state + mode, ascending
   * @param afterWord whether a word character has been read last; false if that does not matter
   */
  private record Subset(int[] readers, boolean accepting, boolean found, boolean afterWord) {
    @Override
    public boolean equals(Object object) {
      return object instanceof Subset other
          && accepting == other.accepting
          && found == other.found
          && afterWord == other.afterWord
          && Arrays.equals(readers, other.readers);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(readers)
          + (accepting ? 1 : 0)
          + (found ? 2 : 0)
          + (afterWord ? 4 : 0);
    }
  }

  Subsets(Nfa nfa, TextAlphabet alphabet, boolean search, int limit) {
    this.nfa = nfa;
    this.alphabet = alphabet;
    this.search = search;
    this.limit = limit;
    this.visited = new int[4 * nfa.states()];
  }

  /** Returns the automaton over class numbers. */
  TextAlphabet.Dfa run() {
    TextAlphabet.Dfa out = alphabet.dfa();
    begin(false);
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
    boolean revives = search && nfa.wordSet() != Nfa.NO_SET;
    if (subset.readers.length == 0 && !subset.accepting && !revives) {
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
    boolean word = nfa.wordSet() != Nfa.NO_SET && alphabet.contains(nfa.wordSet(), symbol);
    begin(word);
    for (int item : from.readers) {
      int reader = item >> 2;
      int mode = item & 3;
      if (mode == ANY || mode == (word ? WORD : NO_WORD)) {
        if (reader == nfa.accept() && search && mode != ANY) {
          return FOUND;
        }
        if (nfa.readSet(reader) >= 0 && alphabet.contains(nfa.readSet(reader), symbol)) {
          visit(nfa.readTarget(reader), false);
        }
      }
    }
    if (search) {
      visit(nfa.start(), false);
    }
    return closed();
  }

  private void begin(boolean word) {
    afterWord = word;
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
    return new Subset(sorted, acceptsNow || acceptsAtEnd, false, afterWord);
  }

  /** Follows silent edges from {@code state}. */
  private void visit(int state, boolean atBegin) {
    push(state, ANY);
    while (stackSize > 0) {
      int item = stack[--stackSize];
      int mode = item & 3;
      int now = item >> 2;
      boolean accepts = now == nfa.accept();
      if (accepts) {
        acceptsNow |= mode == ANY;
        acceptsAtEnd |= mode != WORD;
      }
      if (mode != END && (nfa.readSet(now) >= 0 || accepts && search && mode != ANY)) {
        if (readersSize == readers.length) {
          readers = Arrays.copyOf(readers, readersSize * 2);
        }
        readers[readersSize++] = item;
      }
      for (Nfa.Silent edge : nfa.silent(now)) {
        int then = mode(edge.condition(), mode, atBegin);
        if (then >= 0) {
          push(edge.target(), then);
        }
      }
    }
  }

  /** Returns the mode behind a condition, or -1 if it fails. */
  private int mode(Nfa.Condition condition, int mode, boolean atBegin) {
    return switch (condition) {
      case AT_BEGIN -> atBegin ? mode : -1;
      case AT_END -> both(mode, END);
      case BOUNDARY -> both(mode, afterWord ? NO_WORD : WORD);
      case NOT_BOUNDARY -> both(mode, afterWord ? WORD : NO_WORD);
      default -> mode;
    };
  }

  private static int both(int a, int b) {
    if (a == ANY || a == b) {
      return b;
    }
    return a + b == END + NO_WORD ? END : -1;
  }

  private void push(int state, int mode) {
    int item = 4 * state + mode;
    if (visited[item] != round) {
      visited[item] = round;
      if (stackSize == stack.length) {
        stack = Arrays.copyOf(stack, stackSize * 2);
      }
      stack[stackSize++] = item;
    }
  }
}
