package dev.strait.values;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.values.RuleWords.Place;

/** The midst of a literal edge of some rule, as states of a rule of its own. */
final class Chain implements Rule<Chain.Rest> {
  private static final Chain INSTANCE = new Chain();

  /** What is left of the literal, and where it leads. Compared by identity of the text. */
  record Rest(byte[] text, int from, Place<?> target) {
    @Override
    public boolean equals(Object object) {
      return object instanceof Rest other
          && text == other.text
          && from == other.from
          && target.equals(other.target);
    }

    @Override
    public int hashCode() {
      return 31 * from + target.hashCode();
    }
  }

  private Chain() {}

  /** Reports the first byte of a literal edge. */
  static void first(byte[] text, int from, Place<?> target, Edges<?> edges) {
    if (from + 1 == text.length) {
      last(text[from] & 0xff, target, edges);
    } else {
      int value = text[from] & 0xff;
      edges.jump(value, value, INSTANCE, new Rest(text, from + 1, target));
    }
  }

  private static <T> void last(int value, Place<T> target, Edges<?> edges) {
    edges.jump(value, value, target.rule(), target.state());
  }

  @Override
  public String name() {
    return "literal";
  }

  @Override
  public Rest start() {
    throw new IllegalStateException("a chain is entered in its midst");
  }

  @Override
  public void expand(Rest state, Edges<Rest> edges) {
    first(state.text, state.from, state.target, edges);
  }

  @Override
  public long shortest(Rest state) {
    return state.text.length - state.from + state.target.shortest();
  }
}
