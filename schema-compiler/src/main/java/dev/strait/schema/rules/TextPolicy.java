package dev.strait.schema.rules;

import dev.strait.values.Escapes;
import dev.strait.values.NumberPolicy;

/**
 * Which of a value's JSON texts are produced. Immutable; change it with the {@code with} methods:
 *
 * <pre>{@code
 * TextPolicy policy = TextPolicy.compact().withOrder(TextPolicy.Order.ANY);
 * }</pre>
 *
 * <p>Whatever the policy, each value has at least one text.
 *
 * @param whitespace where whitespace stands
 * @param order in which order members stand
 * @param escapes how the characters of strings are written
 * @param numbers how numbers are written
 */
public record TextPolicy(
    Whitespace whitespace, Order order, Escapes escapes, NumberPolicy numbers) {

  /** The order of an object's members. */
  public enum Order {
    /** Declared keys as declared, then required ones that are not declared, then all others. */
    DECLARED,
    /** Any order. */
    ANY
  }

  /** How whitespace is placed. */
  public enum Layout {
    /** None. */
    COMPACT,
    /** One space after each comma and colon. */
    SPACED,
    /** Up to a number of whitespace characters wherever JSON allows it inside a value. */
    FLEXIBLE,
    /** A line for each member and item, indented by its depth; one space after a colon. */
    INDENTED
  }

  /**
   * Where whitespace stands.
   *
   * @param size the most characters of each run if flexible, the spaces of each level if indented,
   *     0 otherwise
   */
  public record Whitespace(Layout layout, int size) {
    /** Checks the size. */
    public Whitespace {
      boolean sized = layout == Layout.FLEXIBLE || layout == Layout.INDENTED;
      if (size < 0 || size > 1_000 || !sized && size != 0) {
        throw new IllegalArgumentException("whitespace size is out of bounds: " + size);
      }
    }
  }

  /** Returns the default: no whitespace, declared order, canonical escapes, plain numbers. */
  public static TextPolicy compact() {
    return new TextPolicy(
        new Whitespace(Layout.COMPACT, 0), Order.DECLARED, Escapes.CANONICAL, NumberPolicy.plain());
  }

  /** Returns the default with one space after each comma and colon. */
  public static TextPolicy spaced() {
    return compact().withWhitespace(new Whitespace(Layout.SPACED, 0));
  }

  /** Returns the default with up to {@code most} whitespace characters in each place. */
  public static TextPolicy flexible(int most) {
    return compact().withWhitespace(new Whitespace(Layout.FLEXIBLE, most));
  }

  /** Returns the default on lines indented by {@code spaces} for each level. */
  public static TextPolicy indented(int spaces) {
    return compact().withWhitespace(new Whitespace(Layout.INDENTED, spaces));
  }

  /** Returns the policy that accepts what programs write: any order, escapes and numbers. */
  public static TextPolicy lenient() {
    return flexible(20)
        .withOrder(Order.ANY)
        .withEscapes(Escapes.ANY)
        .withNumbers(NumberPolicy.wide());
  }

  /** Returns this policy with other whitespace. */
  public TextPolicy withWhitespace(Whitespace other) {
    return new TextPolicy(other, order, escapes, numbers);
  }

  /** Returns this policy with another order. */
  public TextPolicy withOrder(Order other) {
    return new TextPolicy(whitespace, other, escapes, numbers);
  }

  /** Returns this policy with other escapes. */
  public TextPolicy withEscapes(Escapes other) {
    return new TextPolicy(whitespace, order, other, numbers);
  }

  /** Returns this policy with other numbers. */
  public TextPolicy withNumbers(NumberPolicy other) {
    return new TextPolicy(whitespace, order, escapes, other);
  }
}
