package dev.strait.schema.rules;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;

/**
 * The objects of a rule less some values: falls into the rule, whose states know what the values
 * leave. As soon as none of them can come any more, they are the states of any object.
 *
 * @param <S> the type of the rule's states
 */
final class FreshObject<S> implements Rule<Integer> {
  private static final Integer START = 0;

  private final Rule<S> rule;
  private final S opened;

  /**
   * @param opened the state after the opening brace, from which an object can be finished
   */
  FreshObject(Rule<S> rule, S opened) {
    this.rule = rule;
    this.opened = opened;
  }

  @Override
  public String name() {
    return rule.name() + " not seen before";
  }

  @Override
  public Integer start() {
    return START;
  }

  @Override
  public void expand(Integer state, Edges<Integer> edges) {
    edges.jump('{', '{', rule, opened);
  }

  @Override
  public long shortest(Integer state) {
    return 1 + rule.shortest(opened);
  }

  @Override
  public String describe(Integer state) {
    return rule.describe(opened);
  }

  @Override
  public String toString() {
    return name();
  }
}
