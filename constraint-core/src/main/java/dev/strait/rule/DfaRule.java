package dev.strait.rule;

/**
 * A leaf rule: a regular language over bytes, without calls.
 *
 * <p>Immutable and thread-safe; an engine may read the automaton directly instead of asking for
 * edges.
 */
public final class DfaRule implements Rule<Integer> {

  private final String name;
  private final Dfa dfa;
  private final boolean shared;

  /** Makes a rule of one constraint. */
  public DfaRule(String name, Dfa dfa) {
    this(name, dfa, false);
  }

  /**
   * Makes a rule.
   *
   * @param shared whether the rule is a constant of the program; see {@link Rule#isShared()}
   */
  public DfaRule(String name, Dfa dfa, boolean shared) {
    this.name = name;
    this.dfa = dfa;
    this.shared = shared;
  }

  /** Returns the automaton; the rule's states are its states. */
  public Dfa dfa() {
    return dfa;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Integer start() {
    return Dfa.START;
  }

  @Override
  public void expand(Integer state, Edges<Integer> edges) {
    if (dfa.accepts(state)) {
      edges.accept();
    }
    dfa.forEachEdge(state, edges::bytes);
  }

  @Override
  public long shortest(Integer state) {
    return dfa.shortest(state);
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
