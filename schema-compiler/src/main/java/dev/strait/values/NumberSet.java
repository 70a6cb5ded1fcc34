package dev.strait.values;

import dev.strait.automaton.AutomatonLimitException;
import dev.strait.rule.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of decimal numbers, exactly: bounds, multiples, points and their complements. Immutable.
 *
 * <p>1, 1.0 and 1e0 are one number, except that {@link #plainIntegers} (the integers of draft 4)
 * looks at the text.
 */
public final class NumberSet {
  private static final int MAX_PARTS = 20_000;

  /** The most digits of a number that is left out by its text. */
  private static final int MAX_PLAIN = 1_000;

  private static final NumberSet NONE = new NumberSet(List.of());
  private static final NumberSet ALL = new NumberSet(List.of(NumberPart.ALL));
  private static final NumberSet INTEGERS =
      new NumberSet(List.of(NumberPart.ALL.withMultiple(BigDecimal.ONE)));
  private static final NumberSet PLAIN_INTEGERS =
      new NumberSet(List.of(NumberPart.ALL.withForm(NumberPart.Form.PLAIN)));
  private static final BoundedCache<RuleKey, Rule<?>> RULES = new BoundedCache<>(2_000);

  private final List<NumberPart> parts;

  /** Memo of {@link #minBytes(long)}. */
  private volatile @Nullable List<Ranks> ranks;

  private record RuleKey(List<NumberPart> parts, NumberPolicy policy) {}

  private NumberSet(List<NumberPart> parts) {
    this.parts = List.copyOf(parts);
  }

  private static NumberSet of(NumberPart part) {
    return part.isEmpty() ? NONE : new NumberSet(List.of(part));
  }

  /** Returns all numbers. */
  public static NumberSet all() {
    return ALL;
  }

  /** Returns the empty set. */
  public static NumberSet none() {
    return NONE;
  }

  /** Returns the numbers without a fractional part, however they are written. */
  public static NumberSet integers() {
    return INTEGERS;
  }

  /** Returns the integers written without a point and without an exponent (draft 4). */
  public static NumberSet plainIntegers() {
    return PLAIN_INTEGERS;
  }

  /** Returns the set of these numbers. */
  public static NumberSet of(Collection<BigDecimal> points) {
    Set<BigDecimal> distinct = new TreeSet<>(points);
    return new NumberSet(distinct.stream().map(NumberPart::point).toList());
  }

  /** Returns the numbers of an interval; null: no bound on that side. */
  public static NumberSet range(
      @Nullable BigDecimal min,
      boolean minExclusive,
      @Nullable BigDecimal max,
      boolean maxExclusive) {
    return of(
        NumberPart.ALL.withBounds(
            min == null ? null : Decimals.canonical(min),
            minExclusive,
            max == null ? null : Decimals.canonical(max),
            maxExclusive));
  }

  /**
   * Returns the multiples of {@code divisor}.
   *
   * @throws IllegalArgumentException if the divisor is not positive
   */
  public static NumberSet multipleOf(BigDecimal divisor) {
    if (divisor.signum() <= 0) {
      throw new IllegalArgumentException("multipleOf must be positive: " + divisor);
    }
    return of(NumberPart.ALL.withMultiple(Decimals.canonical(divisor)));
  }

  /** Returns the intersection. */
  public NumberSet and(NumberSet other) {
    if (this == ALL || other == NONE) {
      return other;
    }
    if (other == ALL || this == NONE || this == other) {
      return this;
    }
    List<NumberPart> found = new ArrayList<>();
    for (NumberPart a : parts) {
      for (NumberPart b : other.parts) {
        NumberPart both = a.and(b);
        if (both != null) {
          found.add(both);
        }
      }
    }
    return normal(found);
  }

  /** Returns the union. */
  public NumberSet or(NumberSet other) {
    if (this == ALL || other == NONE || this == other) {
      return this;
    }
    if (other == ALL || this == NONE) {
      return other;
    }
    List<NumberPart> found = new ArrayList<>(parts);
    found.addAll(other.parts);
    return normal(found);
  }

  private static NumberSet normal(List<NumberPart> found) {
    Set<NumberPart> distinct = new LinkedHashSet<>(found);
    if (distinct.contains(NumberPart.ALL)) {
      return ALL;
    }
    if (distinct.size() > MAX_PARTS) {
      throw new AutomatonLimitException("a union of number sets", MAX_PARTS);
    }
    return distinct.isEmpty() ? NONE : new NumberSet(List.copyOf(distinct));
  }

  /** Returns the complement within all numbers. */
  public NumberSet not() {
    Set<BigDecimal> points = new TreeSet<>();
    NumberSet result = ALL;
    for (NumberPart part : parts) {
      if (part.equals(NumberPart.ALL)) {
        return NONE;
      }
      if (isPoint(part)) {
        points.add(java.util.Objects.requireNonNull(part.min()));
      } else {
        result = result.and(normal(part.not()));
      }
    }
    return points.isEmpty() ? result : result.and(of(NumberPart.ALL.without(points)));
  }

  private static boolean isPoint(NumberPart part) {
    return part.min() != null
        && part.max() != null
        && part.min().compareTo(part.max()) == 0
        && part.form() == NumberPart.Form.ANY;
  }

  /** Returns this set less {@code other}. */
  public NumberSet minus(NumberSet other) {
    return other == NONE ? this : and(other.not());
  }

  /** Returns this set less some numbers. */
  public NumberSet without(Collection<BigDecimal> points) {
    if (points.isEmpty()) {
      return this;
    }
    Set<BigDecimal> canonical = new TreeSet<>();
    points.forEach(point -> canonical.add(Decimals.canonical(point)));
    return and(of(NumberPart.ALL.without(canonical)));
  }

  /** Returns whether no number is in the set; exact. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Returns whether the set is all numbers, in all forms; exact. */
  public boolean isAll() {
    return this == ALL || not().isEmpty();
  }

  /** Returns whether the number is in the set, in some way of writing it. */
  public boolean contains(BigDecimal number) {
    return parts.stream().anyMatch(p -> p.fits(number));
  }

  /**
   * Returns whether the number is in the set as it is written.
   *
   * @param plain whether it is written without a point and without an exponent
   */
  public boolean contains(BigDecimal number, boolean plain) {
    return parts.stream().anyMatch(p -> p.isWritten(plain) && p.fits(number));
  }

  /** Returns a number of the set with few digits, or empty if there is none. */
  public Optional<BigDecimal> witness() {
    return parts.stream()
        .flatMap(p -> p.witness().stream())
        .min(Comparator.comparingInt(v -> v.toPlainString().length()));
  }

  /**
   * Returns the numbers of the set, each with its trailing zeros stripped, if at most {@code
   * limit}.
   */
  public Optional<Set<BigDecimal>> finite(int limit) {
    Set<BigDecimal> all = new TreeSet<>();
    for (NumberPart part : parts) {
      Optional<List<BigDecimal>> values = part.finite(limit);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(values.get());
    }
    return all.size() > limit ? Optional.empty() : Optional.of(all);
  }

  /** Returns whether the set has more than {@code n} numbers. */
  public boolean isMoreThan(int n) {
    return isAll() || !isEmpty() && finite(n).isEmpty();
  }

  /** Returns the least number of bytes of a JSON text of the set. */
  public long minBytes() {
    return shortest(toRule(NumberPolicy.plain()));
  }

  /**
   * Returns a number of bytes that is enough for a number of the set, which is not empty, that is
   * none of {@code others} numbers; if there is none, for every number.
   */
  public long minBytes(long others) {
    List<Ranks> known = ranks;
    if (known == null) {
      known =
          parts.stream()
              .map(part -> NumberRule.of("number", part, NumberPolicy.plain(), false))
              .map(Ranks::ofNumbers)
              .toList();
      ranks = known;
    }
    return others == 0 ? minBytes() : Ranks.bytes(known, others);
  }

  private static <S> long shortest(Rule<S> rule) {
    return rule.shortest(rule.start());
  }

  /**
   * Returns the rule of the JSON texts of the set. Equal sets mostly get the same rule.
   *
   * @throws IllegalStateException if the set is empty
   */
  public Rule<?> toRule(NumberPolicy policy) {
    if (parts.isEmpty()) {
      throw new IllegalStateException("the empty set of numbers has no rule");
    }
    return RULES.get(new RuleKey(parts, policy), k -> rule(policy));
  }

  private Rule<?> rule(NumberPolicy policy) {
    boolean integers = equals(INTEGERS) || equals(PLAIN_INTEGERS);
    boolean family = equals(ALL) || integers;
    boolean shared =
        family && (policy.equals(NumberPolicy.plain()) || policy.equals(NumberPolicy.wide()));
    String name = integers ? "integer" : "number";
    if (parts.size() == 1) {
      return NumberRule.of(name, parts.get(0), policy, shared);
    }
    return new UnionRule(
        name, parts.stream().<Rule<?>>map(p -> new NumberSet(List.of(p)).toRule(policy)).toList());
  }

  /**
   * Returns the text of a number in a set for {@link #toRuleExcept}, or empty if the number is so
   * large or small that it cannot be told apart there.
   */
  public static Optional<String> plain(BigDecimal number) {
    return Math.abs((long) number.scale()) + number.precision() > MAX_PLAIN
        ? Optional.empty()
        : Optional.of(Decimals.plain(number));
  }

  /**
   * Returns the rule of the JSON texts of this set, which is not empty, less some numbers; empty if
   * nothing is left. Only for policies without exponents.
   *
   * @param seen the numbers, each as {@link #plain} writes it
   */
  public Optional<Rule<?>> toRuleExcept(KeySet seen, NumberPolicy policy) {
    if (policy.exponentDigits() > 0) {
      throw new IllegalArgumentException("numbers with exponents cannot be left out: " + policy);
    }
    Rule<?> base = toRule(policy);
    return seen.isEmpty() ? Optional.of(base) : seen.ruleOfNumbers(base);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof NumberSet other && parts.equals(other.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return "numbers" + parts;
  }
}
