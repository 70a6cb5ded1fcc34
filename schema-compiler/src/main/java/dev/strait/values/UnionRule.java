package dev.strait.values;

import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.util.List;

/** The texts of any of several leaf rules, none of which is nullable. */
final class UnionRule implements Rule<Integer> {
  private final String name;
  private final List<Rule<?>> parts;
  private final long shortest;

  UnionRule(String name, List<Rule<?>> parts) {
    this.name = name;
    this.parts = List.copyOf(parts);
    this.shortest = parts.stream().mapToLong(UnionRule::shortestOf).min().orElseThrow();
  }

  private static <S> long shortestOf(Rule<S> rule) {
    return rule.shortest(rule.start());
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
    for (Rule<?> part : parts) {
      enter(part, edges);
    }
  }

  private static <S> void enter(Rule<S> part, Edges<Integer> edges) {
    part.expand(part.start(), new Entrance<>(part, edges));
  }

  @Override
  public long shortest(Integer state) {
    return shortest;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Turns the first edges of a part into jumps into it. */
  private record Entrance<S>(Rule<S> part, Edges<Integer> edges) implements Edges<S> {
    @Override
    public void bytes(int first, int last, S target) {
      edges.jump(first, last, part, target);
    }

    @Override
    public <T> void jump(int first, int last, Rule<T> rule, T target) {
      edges.jump(first, last, rule, target);
    }

    @Override
    public void literal(byte[] text, int from, S target) {
      Chain.first(text, from, new RuleWords.Place<>(part, target), edges);
    }

    @Override
    public int horizon() {
      return edges.horizon();
    }

    @Override
    public void accept() {
      throw notALeaf();
    }

    @Override
    public void call(Rule<?> callee, S then) {
      throw notALeaf();
    }

    @Override
    public void capture(Rule<?> callee, Capture<S> capture) {
      throw notALeaf();
    }

    @Override
    public void control(int token, S target) {
      throw notALeaf();
    }

    private static IllegalStateException notALeaf() {
      return new IllegalStateException("a part of a union of texts is no leaf, or is nullable");
    }

    @Override
    public void sameMaskAs(S state) {}

    @Override
    public <T> void restricts(Rule<T> rule, T state) {}

    @Override
    public void vague() {}
  }
}
