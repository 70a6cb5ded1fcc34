package dev.strait.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A conjunction: the numbers of an interval that are multiples of one number, not of some others,
 * and none of some points; written in some form. All decimals are canonical.
 *
 * @param min least value, or null
 * @param minExclusive whether {@code min} itself is out
 * @param max greatest value, or null
 * @param maxExclusive whether {@code max} itself is out
 * @param multiple what all values are multiples of, positive, or null
 * @param notMultiples what no value is a multiple of
 * @param holes values that are out: no set, or one that compares by value
 * @param form how the value is written
 */
record NumberPart(
    @Nullable BigDecimal min,
    boolean minExclusive,
    @Nullable BigDecimal max,
    boolean maxExclusive,
    @Nullable BigDecimal multiple,
    Set<BigDecimal> notMultiples,
    Set<BigDecimal> holes,
    Form form) {

  static final NumberPart ALL =
      new NumberPart(null, false, null, false, null, Set.of(), Set.of(), Form.ANY);

  /** How a value is written. */
  enum Form {
    /** Any way. */
    ANY,
    /** Without a point and without an exponent. */
    PLAIN,
    /** With a point or an exponent. */
    NOT_PLAIN
  }

  static NumberPart point(BigDecimal value) {
    BigDecimal v = Decimals.canonical(value);
    return new NumberPart(v, false, v, false, null, Set.of(), Set.of(), Form.ANY);
  }

  NumberPart withBounds(
      @Nullable BigDecimal low, boolean lowOut, @Nullable BigDecimal high, boolean highOut) {
    return new NumberPart(low, lowOut, high, highOut, multiple, notMultiples, holes, form);
  }

  NumberPart withMultiple(BigDecimal divisor) {
    return new NumberPart(min, minExclusive, max, maxExclusive, divisor, notMultiples, holes, form);
  }

  NumberPart withoutMultiples(BigDecimal divisor) {
    return new NumberPart(
        min, minExclusive, max, maxExclusive, multiple, Set.of(divisor), holes, form);
  }

  NumberPart without(Set<BigDecimal> points) {
    return new NumberPart(
        min, minExclusive, max, maxExclusive, multiple, notMultiples, points, form);
  }

  NumberPart withForm(Form other) {
    return new NumberPart(
        min, minExclusive, max, maxExclusive, multiple, notMultiples, holes, other);
  }

  /** Returns the intersection, or null if the forms or bounds exclude each other. */
  @Nullable NumberPart and(NumberPart other) {
    if (form != Form.ANY && other.form != Form.ANY && form != other.form) {
      return null;
    }
    boolean lowHere = isAbove(this, other);
    boolean highHere = isBelow(this, other);
    BigDecimal low = lowHere ? min : other.min;
    BigDecimal high = highHere ? max : other.max;
    BigDecimal both = multiple == null ? other.multiple : multiple;
    if (multiple != null && other.multiple != null) {
      both = Decimals.lcm(multiple, other.multiple);
    }
    Set<BigDecimal> nots = new TreeSet<>(notMultiples);
    nots.addAll(other.notMultiples);
    NumberPart bounded =
        new NumberPart(
            low,
            lowHere ? minExclusive : other.minExclusive,
            high,
            highHere ? maxExclusive : other.maxExclusive,
            both,
            nots,
            Set.of(),
            form == Form.ANY ? other.form : form);
    Set<BigDecimal> points = new TreeSet<>();
    Stream.concat(holes.stream(), other.holes.stream()).filter(bounded::fits).forEach(points::add);
    NumberPart result = bounded.without(points);
    return result.isEmpty() ? null : result;
  }

  private static boolean isAbove(NumberPart a, NumberPart b) {
    if (a.min == null || b.min == null) {
      return b.min == null;
    }
    int order = a.min.compareTo(b.min);
    return order > 0 || (order == 0 && a.minExclusive);
  }

  private static boolean isBelow(NumberPart a, NumberPart b) {
    if (a.max == null || b.max == null) {
      return b.max == null;
    }
    int order = a.max.compareTo(b.max);
    return order < 0 || (order == 0 && a.maxExclusive);
  }

  /** Returns the complement, as a union. */
  List<NumberPart> not() {
    List<NumberPart> out = new ArrayList<>();
    if (min != null) {
      out.add(ALL.withBounds(null, false, min, !minExclusive));
    }
    if (max != null) {
      out.add(ALL.withBounds(max, !maxExclusive, null, false));
    }
    if (multiple != null) {
      out.add(ALL.withoutMultiples(multiple));
    }
    notMultiples.forEach(d -> out.add(ALL.withMultiple(d)));
    holes.forEach(h -> out.add(point(h)));
    if (form != Form.ANY) {
      out.add(ALL.withForm(form == Form.PLAIN ? Form.NOT_PLAIN : Form.PLAIN));
    }
    return out;
  }

  /** Returns whether a value is in, in some form. */
  boolean fits(BigDecimal value) {
    return inBounds(value)
        && (multiple == null || Decimals.isMultiple(value, multiple))
        && (form != Form.PLAIN || Decimals.isMultiple(value, BigDecimal.ONE))
        && notMultiples.stream().noneMatch(d -> Decimals.isMultiple(value, d))
        && !holes.contains(value);
  }

  /** Returns whether values are written so: without a point and an exponent, or with one. */
  boolean isWritten(boolean plain) {
    return form == Form.ANY || plain == (form == Form.PLAIN);
  }

  private boolean inBounds(BigDecimal value) {
    int low = min == null ? 1 : value.compareTo(min);
    int high = max == null ? 1 : max.compareTo(value);
    return (low > 0 || (low == 0 && !minExclusive)) && (high > 0 || (high == 0 && !maxExclusive));
  }

  /** Returns what all values are multiples of, or null; a plain form means integers. */
  @Nullable BigDecimal step() {
    if (form != Form.PLAIN) {
      return multiple;
    }
    return multiple == null ? BigDecimal.ONE : Decimals.lcm(multiple, BigDecimal.ONE);
  }

  boolean isEmpty() {
    return witness().isEmpty();
  }

  /**
   * Returns how many consecutive multiples can be out without all being out: of j "not multiple of"
   * at most 2^j in a row (Kanold's bound on Jacobsthal's function), and each hole takes one more.
   */
  int gap() {
    return (1 << Math.min(16, notMultiples.size())) + holes.size() + 1;
  }

  /** Returns a value with few digits near zero, or empty if there is none. */
  Optional<BigDecimal> witness() {
    if (min != null && max != null) {
      int order = min.compareTo(max);
      if (order > 0 || (order == 0 && (minExclusive || maxExclusive))) {
        return Optional.empty();
      }
      if (order == 0) {
        return fits(min) ? Optional.of(min) : Optional.empty();
      }
    }
    BigDecimal step = step();
    if (step != null) {
      return nearest(step);
    }
    int scale = -magnitudeOfInterval();
    for (int s = Math.min(0, scale); ; s++) {
      Optional<BigDecimal> found = nearest(Decimals.power(-s));
      if (found.isPresent()) {
        return found;
      }
    }
  }

  /** The magnitude of the interval's width; 0 if it has no end. */
  private int magnitudeOfInterval() {
    return min == null || max == null ? 0 : Decimals.magnitude(max.subtract(min));
  }

  /** Returns the multiple of {@code step} that fits and is next to zero, or empty. */
  private Optional<BigDecimal> nearest(BigDecimal step) {
    BigInteger low = min == null ? null : lowest(step, min, minExclusive);
    BigInteger high = max == null ? null : highest(step, max, maxExclusive);
    BigInteger at = BigInteger.ZERO;
    int direction = 1;
    if (low != null && low.signum() > 0) {
      at = low;
    } else if (high != null && high.signum() < 0) {
      at = high;
      direction = -1;
    } else if (high != null && high.signum() == 0) {
      direction = -1;
    }
    Optional<BigDecimal> found = search(step, at, direction, low, high);
    boolean inside = at.signum() == 0;
    return found.isEmpty() && inside ? search(step, at, -direction, low, high) : found;
  }

  private Optional<BigDecimal> search(
      BigDecimal step,
      BigInteger from,
      int direction,
      @Nullable BigInteger low,
      @Nullable BigInteger high) {
    BigInteger k = from;
    for (int i = gap() + 1; i >= 0; i--) {
      if ((low != null && k.compareTo(low) < 0) || (high != null && k.compareTo(high) > 0)) {
        return Optional.empty();
      }
      BigDecimal value = Decimals.canonical(step.multiply(new BigDecimal(k)));
      if (fits(value)) {
        return Optional.of(value);
      }
      k = k.add(BigInteger.valueOf(direction));
    }
    return Optional.empty();
  }

  /** Returns the least k with k * step within a lower bound. */
  static BigInteger lowest(BigDecimal step, BigDecimal bound, boolean exclusive) {
    return exclusive
        ? Decimals.floor(bound, step).add(BigInteger.ONE)
        : Decimals.ceiling(bound, step);
  }

  /** Returns the greatest k with k * step within an upper bound. */
  static BigInteger highest(BigDecimal step, BigDecimal bound, boolean exclusive) {
    return exclusive
        ? Decimals.ceiling(bound, step).subtract(BigInteger.ONE)
        : Decimals.floor(bound, step);
  }

  /** Returns the values if there are at most {@code limit}, or empty. */
  Optional<List<BigDecimal>> finite(int limit) {
    if (min == null || max == null) {
      return Optional.empty();
    }
    if (min.compareTo(max) == 0) {
      return Optional.of(fits(min) ? List.of(min) : List.of());
    }
    BigDecimal step = step();
    if (step == null) {
      return Optional.empty();
    }
    BigInteger low = lowest(step, min, minExclusive);
    BigInteger high = highest(step, max, maxExclusive);
    long most = (long) limit * gap() + holes.size();
    if (high.subtract(low).compareTo(BigInteger.valueOf(most)) > 0) {
      return Optional.empty();
    }
    List<BigDecimal> values = new ArrayList<>();
    for (BigInteger k = low; k.compareTo(high) <= 0; k = k.add(BigInteger.ONE)) {
      BigDecimal value = Decimals.canonical(step.multiply(new BigDecimal(k)));
      if (fits(value)) {
        values.add(value);
      }
    }
    return values.size() > limit ? Optional.empty() : Optional.of(values);
  }
}
