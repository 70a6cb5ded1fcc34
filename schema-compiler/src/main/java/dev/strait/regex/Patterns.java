package dev.strait.regex;

import dev.strait.automaton.ByteDfa;
import java.util.List;

/** Patterns as a schema uses them: the length of a plain repeat is kept out of the automaton. */
public final class Patterns {
  /** Repeats up to this count go into the automaton. */
  private static final int MAX_UNROLLED = 16;

  private Patterns() {}

  /**
   * The texts of {@code texts} that have {@code min} to {@code max} code points, both inclusive;
   * {@link Integer#MAX_VALUE}: no upper bound.
   */
  public record Compiled(ByteDfa texts, int min, int max) {}

  /**
   * Returns the texts in which the pattern finds a match. {@code ^[a-z]{1,5000}$} becomes {@code
   * ^[a-z]*$} and a length.
   *
   * @throws RegexException if the pattern is refused
   */
  public static Compiled compile(String pattern) {
    Regex regex = Regex.parse(pattern);
    if (regex.tree() instanceof Node.Sequence sequence) {
      List<Node> parts = sequence.parts();
      if (parts.size() == 3
          && parts.get(0) instanceof Node.Begin
          && parts.get(1) instanceof Node.Repeat repeat
          && repeat.body() instanceof Node.Chars
          && parts.get(2) instanceof Node.End
          && isLong(repeat)) {
        Node all = new Node.Repeat(repeat.body(), 0, Node.Repeat.FOREVER);
        return new Compiled(Regex.of(pattern, all).whole(), repeat.min(), repeat.max());
      }
    }
    return new Compiled(regex.search(), 0, Integer.MAX_VALUE);
  }

  private static boolean isLong(Node.Repeat repeat) {
    return repeat.min() > MAX_UNROLLED
        || (repeat.max() > MAX_UNROLLED && repeat.max() != Node.Repeat.FOREVER);
  }
}
