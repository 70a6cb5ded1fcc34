package dev.strait.rule;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A leaf rule with a counter: the texts of an automaton that have from {@code min} to {@code max}
 * units, such as the characters of a string.
 *
 * <p>An edge that leaves a counting state counts one unit, unless it enters an accepting state (the
 * closing quote). A state says what is left, not what is past: the automaton's state, the units
 * still needed and the units still allowed. It is alive iff some number of units between the two is
 * achievable from there, which is decided exactly: the numbers achievable from a state are
 * ultimately periodic.
 *
 * <p>Immutable and thread-safe.
 */
public final class CountedRule implements Rule<CountedRule.State> {

  /** No upper bound on the number of units. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  private final String name;
  private final Dfa dfa;
  private final BitSet counting;
  private final int min;
  private final int max;
  private final boolean shared;
  private final UnitCounts counts;

  /** The rule over the same automaton whose tables serve as far as they reach, or null. */
  private final @Nullable CountedRule family;

  /** Made when first asked for, for only budgets ask; at once if they may be too large. */
  private volatile @Nullable UnitDistances distances;

  /**
   * What is left of a text.
   *
   * @param state the automaton's state
   * @param needed units that must still come, at least 0
   * @param allowed units that may still come, inclusive, or {@link #UNBOUNDED}
   */
  public record State(int state, int needed, int allowed) {
    @Override
    public boolean equals(Object object) {
      return object instanceof State other
          && state == other.state
          && needed == other.needed
          && allowed == other.allowed;
    }

    @Override
    public int hashCode() {
      return (31 * state + needed) * 31 + allowed;
    }
  }

  /**
   * Makes a rule.
   *
   * <p>Complexity: O(edges) for each number of units below which the achievable numbers are not yet
   * periodic; 1 or 2 for most languages.
   *
   * @param dfa its accepting states must have no edges: a text ends with its last byte
   * @param counting the states that an edge leaves when it counts a unit
   * @param min least number of units, inclusive, at least 0
   * @param max most units, inclusive, or {@link #UNBOUNDED}
   * @param shared whether the rule is a constant of the program; see {@link Rule#isShared()}
   * @throws IllegalArgumentException if an accepting state has edges or min is negative
   * @throws EmptyLanguageException if no text has such a number of units
   * @throws GrammarException if the achievable numbers are too irregular to be tabulated
   */
  public CountedRule(String name, Dfa dfa, BitSet counting, int min, int max, boolean shared) {
    if (min < 0) {
      throw new IllegalArgumentException("least number of units is negative: " + min);
    }
    this.name = name;
    this.dfa = dfa;
    this.counting = (BitSet) counting.clone();
    this.min = min;
    this.max = max;
    this.shared = shared;
    this.counts = new UnitCounts(name, dfa, this.counting);
    this.family = null;
    check();
  }

  private CountedRule(CountedRule family, String name, int min, int max) {
    this.name = name;
    this.dfa = family.dfa;
    this.counting = family.counting;
    this.min = min;
    this.max = max;
    this.shared = family.shared;
    this.counts = family.counts;
    this.family = family;
    check();
  }

  private void check() {
    if (!isAlive(Dfa.START, min, max)) {
      throw new EmptyLanguageException(name);
    }
    if (!UnitDistances.areSmall(counts, min)) {
      distances();
    }
  }

  private UnitDistances distances() {
    UnitDistances known = distances;
    if (known == null) {
      known = makeDistances();
      distances = known;
    }
    return known;
  }

  /** Threads may race to equal tables. */
  private UnitDistances makeDistances() {
    UnitDistances shared = family == null ? null : family.distances();
    return shared != null && shared.covers(min) ? shared : new UnitDistances(counts, min);
  }

  /**
   * Returns the rule over the same automaton with other bounds; cheap, for the tables are shared.
   *
   * @throws EmptyLanguageException if no text has such a number of units
   */
  public CountedRule withBounds(String otherName, int otherMin, int otherMax) {
    return new CountedRule(this, otherName, otherMin, otherMax);
  }

  /** Returns the automaton. */
  public Dfa dfa() {
    return dfa;
  }

  /** Returns whether an edge from this state of the automaton to a state not accepting counts. */
  public boolean counting(int state) {
    return counting.get(state);
  }

  /** Returns whether some text leads from the automaton's state to its end within the bounds. */
  public boolean isAlive(int state, int needed, int allowed) {
    return counts.next(state, needed) <= allowed;
  }

  /** Returns the state after one byte, 0 to 255, or null if it leads out of the language. */
  public @Nullable State step(State from, int b) {
    int target = dfa.step(from.state, b);
    if (target == Dfa.DEAD) {
      return null;
    }
    State next = after(from, target);
    return isAlive(next) ? next : null;
  }

  private State after(State from, int target) {
    if (!counting.get(from.state) || dfa.accepts(target)) {
      return new State(target, from.needed, from.allowed);
    }
    int allowed = from.allowed == UNBOUNDED ? UNBOUNDED : from.allowed - 1;
    return new State(target, Math.max(0, from.needed - 1), allowed);
  }

  private boolean isAlive(State state) {
    return state.allowed >= 0 && isAlive(state.state, state.needed, state.allowed);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public State start() {
    return new State(Dfa.START, min, max);
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    if (dfa.accepts(state.state)) {
      edges.accept();
    }
    dfa.forEachEdge(
        state.state,
        (first, last, target) -> {
          State next = after(state, target);
          if (isAlive(next)) {
            edges.bytes(first, last, next);
          }
        });
    State saturated = saturate(state, edges.horizon());
    if (!saturated.equals(state)) {
      edges.sameMaskAs(saturated);
    }
  }

  /**
   * Returns the state that stands for all those that no {@code horizon} bytes can tell from this
   * one.
   */
  public State saturate(State state, int horizon) {
    return counts.saturate(state, horizon);
  }

  @Override
  public long shortest(State state) {
    return distances().shortest(state.state, state.needed, state.allowed);
  }

  @Override
  public String describe(State state) {
    String most = state.allowed == UNBOUNDED ? "any number" : "at most " + state.allowed;
    return name + " (at least " + state.needed + ", " + most + " more)";
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public String toString() {
    return name;
  }
}
