package dev.strait.rule;

/**
 * Calls of one rule a number of times, counted and not unrolled.
 *
 * <p>Immutable and thread-safe once linked.
 */
final class CallsRule implements Rule<CallsRule.State> {

  private final Rule<?> body;
  private final int min;
  private final int max;

  /**
   * What is left.
   *
   * @param needed calls that must still come, at least 0
   * @param allowed calls that may still come, inclusive
   */
  record State(int needed, int allowed) {}

  /**
   * Makes a rule.
   *
   * @param body must not match the empty text
   * @param min at least 1, inclusive
   * @param max at least min, inclusive, or {@link Expression#UNBOUNDED}
   */
  CallsRule(Rule<?> body, int min, int max) {
    this.body = body;
    this.min = min;
    this.max = max;
  }

  Rule<?> body() {
    return body;
  }

  int min() {
    return min;
  }

  @Override
  public String name() {
    return body.name();
  }

  @Override
  public State start() {
    return new State(min, max);
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    if (state.needed == 0) {
      edges.accept();
    }
    if (state.allowed > 0) {
      int allowed =
          state.allowed == Expression.UNBOUNDED ? Expression.UNBOUNDED : state.allowed - 1;
      edges.call(body, new State(Math.max(0, state.needed - 1), allowed));
    }
    int most = edges.horizon() + 2;
    State saturated = new State(Math.min(state.needed, most), Math.min(state.allowed, most));
    if (!saturated.equals(state)) {
      edges.sameMaskAs(saturated);
    }
  }

  @Override
  public long shortest(State state) {
    return state.needed == 0 ? 0 : ShortestPaths.times(shortestBody(body), state.needed);
  }

  private static <S> long shortestBody(Rule<S> rule) {
    return rule.shortest(rule.start());
  }

  @Override
  public String toString() {
    return name();
  }
}
