package dev.strait.rule;

/**
 * A named part of a grammar: an automaton over bytes, control tokens and calls of other rules.
 *
 * <p>States are immutable values of a type the rule chooses (a record, an {@link Integer}); two
 * states that are {@code equals} are one state. Edges are asked for when a state is first visited,
 * so a rule may compute its states on demand and have astronomically many. A rule holds no table of
 * its states: the engine does, and may forget and ask again, so {@link #expand} is a pure function.
 *
 * <p>Obligations of an implementation, on which the engine's promises stand:
 *
 * <ul>
 *   <li><b>Trimmed.</b> From every state that can be reached, an end of the rule can be reached,
 *       through callees that have an end themselves.
 *   <li><b>No left recursion.</b> Following calls and nullable callees without reading a byte never
 *       comes back to the same state.
 *   <li><b>Identity.</b> A rule is identified by object identity; use one object for one rule.
 *   <li><b>Thread-safe.</b> All methods may be called by many threads at once.
 * </ul>
 *
 * @param <S> the type of states; immutable, with {@code equals} and {@code hashCode}
 */
public interface Rule<S> {

  /** Returns the name shown in prints, drawings and explanations. */
  String name();

  /** Returns the state in which a call of this rule begins. */
  S start();

  /** Reports acceptance and every outgoing edge of {@code state} to {@code edges}. */
  void expand(S state, Edges<S> edges);

  /**
   * Returns the least number of bytes from {@code state} to an end of this rule, callees included;
   * 0 if the state accepts. A control-token edge counts as 1 byte, for a token it is.
   *
   * <p>Where the least number is too expensive, any number n may be returned for which some edge
   * leads on with the rest of a completion of at most n bytes (a consistent upper bound).
   */
  long shortest(S state);

  /** Returns what {@code state} stands for, in words for people: a JSON pointer, a grammar line. */
  default String describe(S state) {
    return name();
  }

  /**
   * Returns whether what the engine learns about this rule is kept with the vocabulary, for all
   * constraints, instead of with one constraint. Only for rules that are constants of a program (a
   * JSON string, a date) and whose callees are shared too.
   */
  default boolean isShared() {
    return false;
  }
}
