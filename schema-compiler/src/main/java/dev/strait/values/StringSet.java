package dev.strait.values;

import dev.strait.rule.Rule;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * A set of JSON strings, that is of sequences of Unicode scalar values. Immutable.
 *
 * <p>{@code equals} is sound, not complete: equal objects are equal sets, and most equal sets are
 * equal objects.
 */
public final class StringSet {
  /** No upper bound of a length. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  private StringSet() {}

  private static UnsupportedOperationException soon() {
    return new UnsupportedOperationException("in work");
  }

  /** Returns the set of all strings. */
  public static StringSet all() {
    throw soon();
  }

  /** Returns the empty set. */
  public static StringSet none() {
    throw soon();
  }

  /** Returns the set of these strings. Strings with half a surrogate pair are left out. */
  public static StringSet of(Collection<String> strings) {
    throw soon();
  }

  /** Returns the set of these strings. */
  public static StringSet of(String... strings) {
    throw soon();
  }

  /**
   * Returns the strings in which the ECMA-262 pattern (flag u, unanchored) finds a match.
   *
   * @throws dev.strait.regex.RegexException if the pattern is malformed, has a back-reference, or
   *     grows past the limit
   */
  public static StringSet pattern(String pattern) {
    throw soon();
  }

  /** Returns the strings of a format of JSON Schema, or empty if the format is not known. */
  public static Optional<StringSet> format(String name) {
    throw soon();
  }

  /** Returns the strings of {@code min} to {@code max} code points, both inclusive. */
  public static StringSet length(int min, int max) {
    throw soon();
  }

  /** Returns the intersection. */
  public StringSet and(StringSet other) {
    throw soon();
  }

  /** Returns the union. */
  public StringSet or(StringSet other) {
    throw soon();
  }

  /** Returns the complement within all strings. */
  public StringSet not() {
    throw soon();
  }

  /** Returns this set less {@code other}. */
  public StringSet minus(StringSet other) {
    return and(other.not());
  }

  /** Returns whether no string is in the set; exact. */
  public boolean isEmpty() {
    throw soon();
  }

  /** Returns whether the set is known to be all strings; exact. */
  public boolean isAll() {
    throw soon();
  }

  /** Returns whether {@code string} is in the set. */
  public boolean contains(String string) {
    throw soon();
  }

  /** Returns a string of the set with a shortest JSON text, or empty if there is none. */
  public Optional<String> witness() {
    throw soon();
  }

  /** Returns the strings of the set if there are at most {@code limit}. */
  public Optional<Set<String>> finite(int limit) {
    throw soon();
  }

  /** Returns the least number of bytes of a JSON text of the set, quotes included. */
  public long minBytes() {
    throw soon();
  }

  /**
   * Returns the rule of the quoted, escaped JSON texts. Equal sets mostly get the same rule.
   *
   * @throws IllegalStateException if the set is empty
   */
  public Rule<?> toRule(Escapes escapes) {
    throw soon();
  }

  /**
   * Returns the rule of the JSON texts of this set less {@code seen}: the object key that comes
   * next. The same for the same {@code seen} object; empty if nothing is left.
   */
  public Optional<Rule<?>> toRuleExcept(KeySet seen, Escapes escapes) {
    throw soon();
  }
}
