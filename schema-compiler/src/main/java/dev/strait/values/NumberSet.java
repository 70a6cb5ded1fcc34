package dev.strait.values;

import dev.strait.rule.Rule;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of decimal numbers, exactly: bounds, multiples, points and their complements. Immutable.
 *
 * <p>1, 1.0 and 1e0 are one number, except that {@link #plainIntegers} (the integers of draft 4)
 * looks at the text.
 */
public final class NumberSet {
  private NumberSet() {}

  private static UnsupportedOperationException soon() {
    return new UnsupportedOperationException("in work");
  }

  /** Returns all numbers. */
  public static NumberSet all() {
    throw soon();
  }

  /** Returns the empty set. */
  public static NumberSet none() {
    throw soon();
  }

  /** Returns the numbers without a fractional part, however they are written. */
  public static NumberSet integers() {
    throw soon();
  }

  /** Returns the integers written without a point and without an exponent (draft 4). */
  public static NumberSet plainIntegers() {
    throw soon();
  }

  /** Returns the set of these numbers. */
  public static NumberSet of(Collection<BigDecimal> points) {
    throw soon();
  }

  /** Returns the numbers of an interval; null: no bound on that side. */
  public static NumberSet range(
      @Nullable BigDecimal min,
      boolean minExclusive,
      @Nullable BigDecimal max,
      boolean maxExclusive) {
    throw soon();
  }

  /**
   * Returns the multiples of {@code divisor}.
   *
   * @throws IllegalArgumentException if the divisor is not positive
   */
  public static NumberSet multipleOf(BigDecimal divisor) {
    throw soon();
  }

  /** Returns the intersection. */
  public NumberSet and(NumberSet other) {
    throw soon();
  }

  /** Returns the union. */
  public NumberSet or(NumberSet other) {
    throw soon();
  }

  /** Returns the complement within all numbers. */
  public NumberSet not() {
    throw soon();
  }

  /** Returns this set less {@code other}. */
  public NumberSet minus(NumberSet other) {
    return and(other.not());
  }

  /** Returns whether no number is in the set; exact. */
  public boolean isEmpty() {
    throw soon();
  }

  /** Returns whether this is known to be the set of all numbers. */
  public boolean isAll() {
    throw soon();
  }

  /** Returns whether the number is in the set, in some way of writing it. */
  public boolean contains(BigDecimal number) {
    throw soon();
  }

  /** Returns a number of the set with few digits, or empty if there is none. */
  public Optional<BigDecimal> witness() {
    throw soon();
  }

  /**
   * Returns the numbers of the set, each with its trailing zeros stripped, if at most {@code
   * limit}.
   */
  public Optional<Set<BigDecimal>> finite(int limit) {
    throw soon();
  }

  /** Returns the least number of bytes of a JSON text of the set. */
  public long minBytes() {
    throw soon();
  }

  /**
   * Returns the rule of the JSON texts of the set. Equal sets mostly get the same rule.
   *
   * @throws IllegalStateException if the set is empty
   */
  public Rule<?> toRule(NumberPolicy policy) {
    throw soon();
  }
}
