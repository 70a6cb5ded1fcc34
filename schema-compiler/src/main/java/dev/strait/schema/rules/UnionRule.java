package dev.strait.schema.rules;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.util.List;
import java.util.function.LongSupplier;

/** The union of some rules: one of them is called, and its end is the end. */
final class UnionRule implements Rule<UnionRule.State> {
  private final String name;
  private final List<Rule<?>> parts;
  private final LongSupplier shortest;
  private final boolean shared;

  /** Before and after. */
  enum State {
    START,
    END
  }

  /**
   * Makes a union.
   *
   * @param shortest the length of a shortest text, asked for when it is needed
   */
  UnionRule(String name, List<Rule<?>> parts, LongSupplier shortest, boolean shared) {
    this.name = name;
    this.parts = List.copyOf(parts);
    this.shortest = shortest;
    this.shared = shared;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public State start() {
    return State.START;
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    if (state == State.END) {
      edges.accept();
    } else {
      parts.forEach(part -> edges.call(part, State.END));
    }
  }

  @Override
  public long shortest(State state) {
    return state == State.END ? 0 : shortest.getAsLong();
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
