package dev.strait.rule;

import java.util.HashSet;
import java.util.Set;

/**
 * Another rule without the empty text.
 *
 * @param <S> the other rule's states
 */
final class NonEmptyRule<S> implements Rule<NonEmptyRule.State<S>> {

  private final Rule<S> rule;

  /**
   * A state of the other rule.
   *
   * @param state the other rule's state
   * @param first whether nothing has been read yet
   */
  record State<S>(S state, boolean first) {}

  /** A capture of the other rule. */
  private record Wrapped<S>(Capture<S> capture) implements Capture<State<S>> {
    @Override
    public State<S> returnState(byte[] text) {
      return new State<>(capture.returnState(text), false);
    }

    @Override
    public State<S> anyReturn() {
      return new State<>(capture.anyReturn(), false);
    }

    @Override
    public State<S> widestReturn() {
      return new State<>(capture.widestReturn(), false);
    }

    @Override
    public long longestReturn() {
      return capture.longestReturn();
    }

    @Override
    public boolean repeats() {
      return capture.repeats();
    }

    @Override
    public long longestRepeat() {
      return capture.longestRepeat();
    }
  }

  NonEmptyRule(Rule<S> rule) {
    this.rule = rule;
  }

  /** Returns whether a rule matches the empty text. */
  static <S> boolean isNullable(Rule<S> rule) {
    return isNullable(rule, rule.start(), new HashSet<>());
  }

  private static <S> boolean isNullable(Rule<S> rule, S state, Set<S> seen) {
    boolean[] nullable = {false};
    if (seen.add(state)) {
      rule.expand(
          state,
          new EmptyEdges<S>() {
            @Override
            public void accept() {
              nullable[0] = true;
            }

            @Override
            public void call(Rule<?> callee, S then) {
              nullable[0] |= NonEmptyRule.isNullable(callee) && isNullable(rule, then, seen);
            }

            @Override
            public void capture(Rule<?> callee, Capture<S> capture) {
              nullable[0] |=
                  NonEmptyRule.isNullable(callee)
                      && isNullable(rule, capture.returnState(new byte[0]), seen);
            }
          });
    }
    return nullable[0];
  }

  @Override
  public String name() {
    return rule.name();
  }

  @Override
  public State<S> start() {
    return new State<>(rule.start(), true);
  }

  @Override
  public void expand(State<S> state, Edges<State<S>> edges) {
    rule.expand(state.state, new Forward(state.first, edges, new HashSet<>()));
  }

  /**
   * Returns the least bytes, or at the start an upper bound: what the edges there lead to, the
   * shortest of them.
   */
  @Override
  public long shortest(State<S> state) {
    if (!state.first) {
      return rule.shortest(state.state);
    }
    long[] least = {Long.MAX_VALUE};
    expand(
        state,
        new EmptyEdges<State<S>>() {
          @Override
          public void bytes(int first, int last, State<S> target) {
            least[0] = Math.min(least[0], 1 + shortest(target));
          }

          @Override
          public void literal(byte[] text, int from, State<S> target) {
            least[0] = Math.min(least[0], text.length - from + shortest(target));
          }

          @Override
          public <T> void jump(int first, int last, Rule<T> other, T target) {
            least[0] = Math.min(least[0], 1 + other.shortest(target));
          }

          @Override
          public void call(Rule<?> callee, State<S> then) {
            least[0] = Math.min(least[0], shortestOf(callee) + shortest(then));
          }

          @Override
          public void capture(Rule<?> callee, Capture<State<S>> capture) {
            least[0] = Math.min(least[0], shortestOf(callee) + capture.longestReturn());
          }

          @Override
          public void control(int token, State<S> target) {
            least[0] = Math.min(least[0], 1 + shortest(target));
          }
        });
    return least[0];
  }

  private static <T> long shortestOf(Rule<T> callee) {
    return callee.shortest(callee.start());
  }

  @Override
  public String describe(State<S> state) {
    return rule.describe(state.state);
  }

  @Override
  public boolean isShared() {
    return rule.isShared();
  }

  @Override
  public String toString() {
    return rule.toString();
  }

  /** Passes the other rule's edges on; at the start, only those that read something. */
  private final class Forward implements Edges<S> {
    private final boolean first;
    private final Edges<State<S>> edges;
    private final Set<S> seen;

    Forward(boolean first, Edges<State<S>> edges, Set<S> seen) {
      this.first = first;
      this.edges = edges;
      this.seen = seen;
    }

    @Override
    public void accept() {
      if (!first) {
        edges.accept();
      }
    }

    @Override
    public void bytes(int from, int last, S target) {
      edges.bytes(from, last, new State<>(target, false));
    }

    @Override
    public void literal(byte[] text, int from, S target) {
      edges.literal(text, from, new State<>(target, false));
    }

    @Override
    public <T> void jump(int from, int last, Rule<T> other, T target) {
      edges.jump(from, last, other, target);
    }

    @Override
    public void call(Rule<?> callee, S then) {
      if (first && isNullable(callee)) {
        edges.call(new NonEmptyRule<>(callee), new State<>(then, false));
        goOn(then);
      } else {
        edges.call(callee, new State<>(then, false));
      }
    }

    @Override
    public void capture(Rule<?> callee, Capture<S> capture) {
      if (first && isNullable(callee)) {
        edges.capture(new NonEmptyRule<>(callee), new Wrapped<>(capture));
        goOn(capture.returnState(new byte[0]));
      } else {
        edges.capture(callee, new Wrapped<>(capture));
      }
    }

    private void goOn(S then) {
      if (seen.add(then)) {
        rule.expand(then, this);
      }
    }

    @Override
    public void control(int token, S target) {
      edges.control(token, new State<>(target, false));
    }

    @Override
    public void sameMaskAs(S state) {
      if (!first) {
        edges.sameMaskAs(new State<>(state, false));
      }
    }

    @Override
    public <T> void restricts(Rule<T> other, T state) {
      if (!first) {
        edges.restricts(other, state);
      }
    }

    @Override
    public void vague() {
      edges.vague();
    }

    @Override
    public int horizon() {
      return edges.horizon();
    }
  }
}
