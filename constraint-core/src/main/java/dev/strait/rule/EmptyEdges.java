package dev.strait.rule;

/**
 * Edges that are not looked at; to be overridden where they are.
 *
 * @param <S> the type of the rule's states
 */
class EmptyEdges<S> implements Edges<S> {

  /** More than any token has bytes, so that states report all that they know. */
  private static final int HORIZON = 1 << 20;

  @Override
  public void accept() {}

  @Override
  public void bytes(int first, int last, S target) {}

  @Override
  public void literal(byte[] text, int from, S target) {}

  @Override
  public <T> void jump(int first, int last, Rule<T> rule, T target) {}

  @Override
  public void call(Rule<?> callee, S then) {}

  @Override
  public void capture(Rule<?> callee, Capture<S> capture) {}

  @Override
  public void control(int token, S target) {}

  @Override
  public void sameMaskAs(S state) {}

  @Override
  public <T> void restricts(Rule<T> rule, T state) {}

  @Override
  public void vague() {}

  @Override
  public int horizon() {
    return HORIZON;
  }
}
