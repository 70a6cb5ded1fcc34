package dev.strait.regex;

import dev.strait.automaton.AutomatonLimitException;
import dev.strait.automaton.IntHash;
import dev.strait.automaton.TextAlphabet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** Steps of the construction for each state of the limit: a bound on the work in all. */
  private static final long STEPS_PER_STATE = 2_000;

  /** The closures that are kept have this many items in all. */
  private static final int MOST_KEPT = 1 << 20;

  /** Per NFA state and mode (4 * state + mode): the round of {@link #visit} that visited it. */
  private final int[] visited;

  /** Per item: the round that collected it. */
  private final int[] collected;

  /** Per NFA state, twice: its closure in the midst of a text, after a word character or not. */
  private final @Nullable Closure[] closures;

  private int kept;
  private long steps;
  private int round;
  private int visit;
  private int[] stack = new int[64];
  private int stackSize;
  private int[] found = new int[64];
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
      int flags = (accepting ? 1 : 0) + (found ? 2 : 0) + (afterWord ? 4 : 0);
      return IntHash.mixed(IntHash.of(readers, readers.length), flags);
    }
  }

  /**
   * What is reached from a state without reading.
   *
   * @param items NFA states that read something, as {@link Subset#readers}
   * @param now whether the pattern may end here
   * @param atEnd whether it may if the text ends here
   */
  private record Closure(int[] items, boolean now, boolean atEnd) {}

  Subsets(Nfa nfa, TextAlphabet alphabet, boolean search, int limit) {
    this.nfa = nfa;
    this.alphabet = alphabet;
    this.search = search;
    this.limit = limit;
    this.visited = new int[4 * nfa.states()];
    this.collected = new int[4 * nfa.states()];
    this.closures = new Closure[2 * nfa.states()];
  }

  /** Returns the automaton over class numbers. */
  TextAlphabet.Dfa run() {
    TextAlphabet.Dfa out = alphabet.dfa();
    begin(false);
    collect(visit(nfa.start(), true));
    number(closed(), out);
    for (int i = 0; i < order.size(); i++) {
      addEdges(i, out);
    }
    return out;
  }

  /** Classes that are in the same ones of the sets that a state reads lead to the same state. */
  private void addEdges(int number, TextAlphabet.Dfa out) {
    Subset from = order.get(number);
    int[] sets = sets(from);
    Map<Long, Integer> targets = new HashMap<>();
    for (int c = 0; c < alphabet.classes(); c++) {
      long key = sets.length > Long.SIZE ? c : membership(sets, c);
      Integer to = targets.get(key);
      if (to == null) {
        to = number(step(from, c), out);
        targets.put(key, to);
      }
      if (to >= 0) {
        out.edge(number, c, to);
      }
    }
  }

  private int[] sets(Subset from) {
    BitSet sets = new BitSet();
    for (int item : from.readers) {
      if (nfa.readSet(item >> 2) >= 0) {
        sets.set(nfa.readSet(item >> 2));
      }
    }
    if (nfa.wordSet() != Nfa.NO_SET) {
      sets.set(nfa.wordSet());
    }
    return sets.stream().toArray();
  }

  /** Returns in which of the sets a class is, as bits. */
  private long membership(int[] sets, int symbol) {
    long bits = 0;
    for (int i = 0; i < sets.length; i++) {
      bits |= alphabet.contains(sets[i], symbol) ? 1L << i : 0;
    }
    return bits;
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
          collect(closure(nfa.readTarget(reader)));
        }
      }
    }
    if (search) {
      collect(closure(nfa.start()));
    }
    return closed();
  }

  private Closure closure(int state) {
    int key = 2 * state + (afterWord ? 1 : 0);
    Closure known = closures[key];
    if (known == null) {
      known = visit(state, false);
      kept += known.items.length;
      if (kept <= MOST_KEPT) {
        closures[key] = known;
      }
    }
    return known;
  }

  private void collect(Closure closure) {
    work(closure.items.length + 1);
    acceptsNow |= closure.now;
    acceptsAtEnd |= closure.atEnd;
    if (readersSize + closure.items.length > readers.length) {
      readers = Arrays.copyOf(readers, 2 * (readersSize + closure.items.length));
    }
    for (int item : closure.items) {
      if (collected[item] != round) {
        collected[item] = round;
        readers[readersSize++] = item;
      }
    }
  }

  private void work(int more) {
    steps += more;
    if (steps > STEPS_PER_STATE * limit) {
      throw new AutomatonLimitException(
          "the work on the pattern's automaton", STEPS_PER_STATE * limit);
    }
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
  private Closure visit(int state, boolean atBegin) {
    visit++;
    int size = 0;
    boolean now = false;
    boolean atEnd = false;
    push(state, ANY);
    while (stackSize > 0) {
      int item = stack[--stackSize];
      int mode = item & 3;
      int at = item >> 2;
      boolean accepts = at == nfa.accept();
      now |= accepts && mode == ANY;
      atEnd |= accepts && mode != WORD;
      if (mode != END && (nfa.readSet(at) >= 0 || accepts && search && mode != ANY)) {
        found = size == found.length ? Arrays.copyOf(found, 2 * size) : found;
        found[size++] = item;
      }
      List<Nfa.Silent> edges = nfa.silent(at);
      work(edges.size() + 1);
      for (int e = 0; e < edges.size(); e++) {
        int then = mode(edges.get(e).condition(), mode, atBegin);
        if (then >= 0) {
          push(edges.get(e).target(), then);
        }
      }
    }
    return new Closure(Arrays.copyOf(found, size), now, atEnd);
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
    if (visited[item] != visit) {
      visited[item] = visit;
      if (stackSize == stack.length) {
        stack = Arrays.copyOf(stack, stackSize * 2);
      }
      stack[stackSize++] = item;
    }
  }
}
