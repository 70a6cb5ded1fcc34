package dev.strait.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.util.Optional;
import java.util.Set;

/**
 * The objects of a rule less some values: falls into the rule, whose states know which of the
 * values they still agree with. As soon as that is none, they are the states of any object.
 */
final class FreshObject implements Rule<Integer> {
  private static final Integer START = 0;

  private final ObjectRule rule;
  private final ObjectRule.At opened;

  private FreshObject(ObjectRule rule, ObjectRule.At opened) {
    this.rule = rule;
    this.opened = opened;
  }

  /** Returns the rule, or empty if nothing is left. */
  static Optional<Rule<?>> of(ObjectRule rule, Set<JsonNode> values) {
    ObjectRule.At opened = rule.openedExcept(values);
    return rule.hasEnd(opened) ? Optional.of(new FreshObject(rule, opened)) : Optional.empty();
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
