package dev.strait.values;

import dev.strait.rule.CountedRule;
import dev.strait.rule.Dfa;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;

/**
 * Strings of bounded length out of a shared family: reads the opening quote and falls into the
 * family, so that all schemas share the states and masks of bounded strings.
 */
final class BoundedString implements Rule<Integer> {
  private final String name;
  private final CountedRule family;
  private final CountedRule.State opened;

  BoundedString(String name, CountedRule family, int min, int max) {
    this.name = name;
    this.family = family;
    this.opened = new CountedRule.State(family.dfa().step(Dfa.START, '"'), min, max);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Integer start() {
    return 0;
  }

  @Override
  public void expand(Integer state, Edges<Integer> edges) {
    edges.jump('"', '"', family, opened);
  }

  @Override
  public long shortest(Integer state) {
    return 1 + family.shortest(opened);
  }

  @Override
  public String toString() {
    return name;
  }
}
