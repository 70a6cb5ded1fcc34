package dev.strait.rule;

/**
 * A regular body a number of times, counted and not unrolled.
 *
 * <p>Immutable and thread-safe.
 */
final class RepeatRule implements Rule<RepeatRule.State> {

  /** The body's state between two times. */
  static final int BETWEEN = -1;

  private final String name;
  private final Dfa body;
  private final int min;
  private final int max;

  /**
   * What is left.
   *
   * @param state the body's state, or BETWEEN
   * @param needed times that must still end, the present one included; at least 0
   * @param allowed times that may still end, the present one included; inclusive
   */
  record State(int state, int needed, int allowed) {}

  /**
   * Makes a rule.
   *
   * @param body must not hold the empty text
   * @param min at least 1, inclusive
   * @param max at least min, inclusive, or {@link Expression#UNBOUNDED}
   */
  RepeatRule(String name, Dfa body, int min, int max) {
    this.name = name;
    this.body = body;
    this.min = min;
    this.max = max;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public State start() {
    return new State(BETWEEN, min, max);
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    State saturated = saturate(state, edges.horizon());
    if (!saturated.equals(state)) {
      edges.sameMaskAs(saturated);
    }
    if (state.state == BETWEEN) {
      expandBetween(state, edges);
      return;
    }
    body.forEachEdge(state.state, (a, b, t) -> edges.bytes(a, b, inside(t, state)));
    if (body.accepts(state.state)) {
      expandBetween(next(state), edges);
    }
  }

  private void expandBetween(State state, Edges<State> edges) {
    if (state.needed == 0) {
      edges.accept();
    }
    if (state.allowed > 0) {
      body.forEachEdge(Dfa.START, (a, b, t) -> edges.bytes(a, b, inside(t, state)));
    }
  }

  /**
   * Returns the state in {@code target} of the body, or after the body if it can only end there.
   */
  private State inside(int target, State left) {
    State inside = new State(target, left.needed, left.allowed);
    boolean[] goesOn = {false};
    body.forEachEdge(target, (a, b, t) -> goesOn[0] = true);
    return goesOn[0] ? inside : next(inside);
  }

  private static State next(State state) {
    int allowed = state.allowed == Expression.UNBOUNDED ? Expression.UNBOUNDED : state.allowed - 1;
    return new State(BETWEEN, Math.max(0, state.needed - 1), allowed);
  }

  /** Counts beyond what one token can end: each time but the present one takes a byte. */
  private static State saturate(State state, int horizon) {
    int most = horizon + 2;
    return new State(state.state, Math.min(state.needed, most), Math.min(state.allowed, most));
  }

  @Override
  public long shortest(State state) {
    long each = body.shortest(Dfa.START);
    if (state.state == BETWEEN) {
      return ShortestPaths.times(each, state.needed);
    }
    long others = ShortestPaths.times(each, Math.max(0, state.needed - 1));
    return body.shortest(state.state) + others;
  }

  @Override
  public String describe(State state) {
    return name + " (" + left(state.needed) + " to " + left(state.allowed) + " more times)";
  }

  private static String left(int times) {
    return times == Expression.UNBOUNDED ? "any number of" : Integer.toString(times);
  }

  @Override
  public String toString() {
    return name;
  }
}
