package dev.strait.grammar;

import dev.strait.rule.Dfa;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;

/**
 * The texts of an automaton that have at most a number of characters. The automaton must accept
 * wherever a character has ended, as that of texts without certain words does, so that every text
 * may end at once.
 *
 * <p>Immutable and thread-safe.
 */
final class BoundedText implements Rule<BoundedText.State> {

  private final String name;
  private final Dfa dfa;
  private final int max;

  /**
   * What is left.
   *
   * @param state the automaton's state
   * @param allowed characters that may still begin
   */
  record State(int state, int allowed) {}

  BoundedText(String name, Dfa dfa, int max) {
    this.name = name;
    this.dfa = dfa;
    this.max = max;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public State start() {
    return new State(Dfa.START, max);
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    boolean between = dfa.accepts(state.state);
    if (between) {
      edges.accept();
    }
    int allowed = between ? state.allowed - 1 : state.allowed;
    if (allowed >= 0) {
      dfa.forEachEdge(state.state, (a, b, t) -> edges.bytes(a, b, new State(t, allowed)));
    }
    int most = edges.horizon() + 1;
    if (state.allowed > most) {
      edges.sameMaskAs(new State(state.state, most));
    }
  }

  @Override
  public long shortest(State state) {
    return dfa.shortest(state.state);
  }

  @Override
  public String describe(State state) {
    return name + " (at most " + state.allowed + " more characters)";
  }

  @Override
  public String toString() {
    return name;
  }
}
