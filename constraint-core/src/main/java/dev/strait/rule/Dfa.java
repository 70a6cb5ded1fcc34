package dev.strait.rule;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A regular language over bytes: a minimal, trimmed, deterministic automaton.
 *
 * <p>States are numbered breadth first from {@link #START}, smaller bytes first, so that equal
 * languages give equal automata: {@code equals} compares languages. From every state an accepting
 * state can be reached. A single literal is stored as its bytes alone, other automata as sorted
 * ranges per state (10 bytes each) and, where that is small, a table over byte classes.
 *
 * <p>Immutable and thread-safe.
 */
public abstract sealed class Dfa permits LiteralDfa, TableDfa {

  /** The state before the first byte. */
  public static final int START = 0;

  /** No state: what {@link #step} returns where the byte leads out of the language. */
  public static final int DEAD = -1;

  /** Most states that {@link #toString} and {@link #toDot} show. */
  private static final int SHOWN_STATES = 1_000;

  /** States with infinitely many texts ahead; made when first asked for. */
  private @Nullable BitSet endless;

  Dfa() {}

  /**
   * Returns the language of an automaton whose characters 0 to 255 are bytes.
   *
   * <p>Complexity: that of determinization, then O(m log n) for m transitions.
   *
   * @param overBytes left unchanged
   * @throws IllegalArgumentException if the automaton reads a character above 255
   * @throws EmptyLanguageException if it accepts nothing
   */
  public static Dfa of(Automaton overBytes) {
    return TableBuilder.of(overBytes);
  }

  /**
   * Returns the language of an automaton given as packed edges; the arrays are not kept.
   *
   * <p>Complexity: O(m log n) for m edges; linear if it is minimal.
   *
   * @param offsets edges of state s are those from offsets[s] (inclusive) to offsets[s + 1]
   *     (exclusive); state 0 is the start
   * @param first first byte of each edge, unsigned, ascending within a state
   * @param last last byte of each edge, inclusive, unsigned; ranges of one state are disjoint
   * @param target target state of each edge
   * @param minimal whether no two states that are reachable and alive have one language
   * @throws EmptyLanguageException if it accepts nothing
   */
  public static Dfa of(
      int[] offsets, byte[] first, byte[] last, int[] target, BitSet accepting, boolean minimal) {
    TableBuilder builder = new TableBuilder();
    for (int s = 0; s + 1 < offsets.length; s++) {
      builder.addState(accepting.get(s));
      for (int e = offsets[s]; e < offsets[s + 1]; e++) {
        builder.addEdge(first[e] & 0xff, last[e] & 0xff, target[e]);
      }
    }
    return builder.build(START, minimal).toDfa();
  }

  /** Returns the language of one literal, possibly empty; the bytes are copied. */
  public static Dfa literal(byte[] bytes) {
    return new LiteralDfa(bytes.clone());
  }

  /**
   * Returns the language of a finite set of literals, in any order, duplicates allowed.
   *
   * <p>Complexity: that of sorting, then linear in the bytes.
   *
   * @throws EmptyLanguageException if the set is empty
   */
  public static Dfa literals(Collection<byte[]> literals) {
    return LiteralSet.build(literals);
  }

  /**
   * Returns the state after one byte, or {@link #DEAD}.
   *
   * @param state a state, 0 (inclusive) to {@link #states()} (exclusive)
   * @param b a byte, 0 to 255, both inclusive
   */
  public abstract int step(int state, int b);

  /** Returns whether the language holds the bytes read so far. */
  public abstract boolean accepts(int state);

  /** Returns the number of states, at least 1. */
  public abstract int states();

  /** Returns the least number of bytes from a state to acceptance; 0 if it accepts. */
  public abstract long shortest(int state);

  /** Calls {@code visitor} with a state's edges: disjoint byte ranges, ascending, maximal. */
  public abstract void forEachEdge(int state, EdgeVisitor visitor);

  /** Returns whether a state has an edge. */
  public final boolean hasEdges(int state) {
    boolean[] found = {false};
    forEachEdge(state, (first, last, target) -> found[0] = true);
    return found[0];
  }

  /** Returns whether infinitely many texts lead from a state to acceptance. */
  public final boolean isEndless(int state) {
    BitSet known = endless;
    if (known == null) {
      known = Endless.states(this);
      endless = known;
    }
    return known.get(state);
  }

  /** Returns whether the language holds {@code text}. */
  public final boolean matches(byte[] text) {
    int state = START;
    for (int i = 0; i < text.length && state != DEAD; i++) {
      state = step(state, text[i] & 0xff);
    }
    return state != DEAD && accepts(state);
  }

  /**
   * Returns the language without the empty text; this object if it does not hold it.
   *
   * @throws EmptyLanguageException if it holds nothing else
   */
  public final Dfa nonEmpty() {
    if (!accepts(START)) {
      return this;
    }
    TableBuilder builder = new TableBuilder();
    for (int s = 0; s < states(); s++) {
      builder.addState(accepts(s));
      forEachEdge(s, builder::addEdge);
    }
    int start = builder.addState(false);
    forEachEdge(START, builder::addEdge);
    return builder.build(start, false).toDfa();
  }

  /** Returns the language as a new automaton over characters 0 to 255, for boolean algebra. */
  public final Automaton toAutomaton() {
    State[] copies = new State[states()];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = new State();
      copies[i].setAccept(accepts(i));
    }
    for (int i = 0; i < copies.length; i++) {
      State from = copies[i];
      forEachEdge(
          i,
          (first, last, target) ->
              from.addTransition(new Transition((char) first, (char) last, copies[target])));
    }
    Automaton automaton = new Automaton();
    automaton.setInitialState(copies[START]);
    automaton.setDeterministic(true);
    return automaton;
  }

  /**
   * Returns the canonical print, a line a state: the number, {@code *} if it accepts, and its edges
   * such as {@code a-z>1}. At most 1,000 states are shown.
   */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder();
    int shown = Math.min(states(), SHOWN_STATES);
    for (int i = 0; i < shown; i++) {
      text.append(i).append(accepts(i) ? "*:" : ":");
      forEachEdge(i, (a, b, t) -> text.append(' ').append(Bytes.range(a, b)).append('>').append(t));
      text.append('\n');
    }
    return shown == states()
        ? text.toString()
        : text.append("and ").append(states() - shown).append(" more states\n").toString();
  }

  /** Returns a drawing for Graphviz; at most 1,000 states are shown. */
  public final String toDot(String name) {
    StringBuilder dot = new StringBuilder("digraph ").append(Bytes.quoted(name)).append(" {\n");
    dot.append("  rankdir=LR;\n");
    int shown = Math.min(states(), SHOWN_STATES);
    for (int i = 0; i < shown; i++) {
      int from = i;
      dot.append("  ").append(i).append(" [shape=");
      dot.append(accepts(i) ? "doublecircle" : "circle").append("];\n");
      forEachEdge(i, (a, b, t) -> dot.append(dotEdge(from, t, Bytes.range(a, b))));
    }
    return dot.append("}\n").toString();
  }

  private static String dotEdge(int from, int to, String label) {
    return "  " + from + " -> " + to + " [label=" + Bytes.quoted(label) + "];\n";
  }

  /** Receives the edges of one state. */
  @FunctionalInterface
  public interface EdgeVisitor {
    /** An edge for every byte from {@code first} to {@code last}, both inclusive, 0 to 255. */
    void edge(int first, int last, int target);
  }
}
