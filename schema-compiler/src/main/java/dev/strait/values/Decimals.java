package dev.strait.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Exact arithmetic on decimals. */
final class Decimals {
  private Decimals() {}

  /** Returns the one form of a value: no trailing zeros. */
  static BigDecimal canonical(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  /** No long stands for this. */
  private static final long LARGE = Long.MIN_VALUE;

  /** Returns value * 10^scale if both it and the factor are small enough, else {@link #LARGE}. */
  private static long scaled(BigDecimal value, int scale) {
    int shift = scale - value.scale();
    if (value.precision() > LONG_PLACES - 1 || shift > LONG_PLACES - 1 - value.precision()) {
      return LARGE;
    }
    return value.unscaledValue().longValue() * power10(shift);
  }

  /** Returns ten to the power of {@code exponent}. */
  static BigDecimal power(int exponent) {
    return BigDecimal.ONE.scaleByPowerOfTen(exponent);
  }

  /**
   * Returns whether value / divisor is whole. No fraction is reduced: gcds of long numbers cost.
   */
  static boolean isMultiple(BigDecimal value, BigDecimal divisor) {
    if (value.signum() == 0 || value.scale() <= 0 && divisor.equals(BigDecimal.ONE)) {
      return true;
    }
    int scale = Math.max(value.scale(), divisor.scale());
    long small = scaled(value, scale);
    long step = scaled(divisor, scale);
    if (small != LARGE && step != LARGE) {
      return small % step == 0;
    }
    BigInteger n = value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    BigInteger d = divisor.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    return n.remainder(d).signum() == 0;
  }

  /** Returns value / divisor as a reduced fraction: numerator, positive denominator. */
  static BigInteger[] ratio(BigDecimal value, BigDecimal divisor) {
    int scale = Math.max(value.scale(), divisor.scale());
    BigInteger n = value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    BigInteger d = divisor.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    BigInteger gcd = n.gcd(d);
    return new BigInteger[] {n.divide(gcd), d.divide(gcd)};
  }

  /** Returns the least common multiple of two positive decimals. */
  static BigDecimal lcm(BigDecimal a, BigDecimal b) {
    int scale = Math.max(a.scale(), b.scale());
    BigInteger x = a.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    BigInteger y = b.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    return canonical(new BigDecimal(x.divide(x.gcd(y)).multiply(y), scale));
  }

  /** Returns the greatest integer k with k * step not above {@code value}. */
  static BigInteger floor(BigDecimal value, BigDecimal step) {
    int scale = Math.max(value.scale(), step.scale());
    long small = scaled(value, scale);
    long each = scaled(step, scale);
    if (small != LARGE && each != LARGE) {
      return BigInteger.valueOf(Math.floorDiv(small, each));
    }
    BigInteger n = value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    BigInteger d = step.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    BigInteger[] parts = n.divideAndRemainder(d);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** Returns the least integer k with k * step not below {@code value}. */
  static BigInteger ceiling(BigDecimal value, BigDecimal step) {
    return floor(value.negate(), step).negate();
  }

  /** Returns the number of digits before the decimal point, at least 1. */
  static int integerDigits(BigDecimal value) {
    return Math.max(1, value.precision() - value.scale());
  }

  /** Returns the exponent e with 10^e not above |value| and 10^(e+1) above it; value not 0. */
  static int magnitude(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  /** Returns how often {@code prime} divides a number that is not 0. */
  static int valuation(BigInteger number, int prime) {
    if (prime == 2) {
      return number.getLowestSetBit();
    }
    BigInteger p = BigInteger.valueOf(prime);
    BigInteger rest = number;
    int count = 0;
    for (BigInteger[] parts = rest.divideAndRemainder(p);
        parts[1].signum() == 0;
        parts = rest.divideAndRemainder(p)) {
      rest = parts[0];
      count++;
    }
    return count;
  }

  /** Returns the number of decimal digits of a positive number. */
  static int places(BigInteger number) {
    if (number.bitLength() >= Long.SIZE - 1) {
      return new BigDecimal(number).precision();
    }
    long value = number.longValue();
    int places = 1;
    for (long power = 10; power <= value && places < LONG_PLACES; power *= 10) {
      places++;
    }
    return places;
  }

  /** Most digits of a long. */
  private static final int LONG_PLACES = 19;

  /** Returns the number of zeros at the end of a positive number. */
  static int zeros(BigInteger number) {
    if (number.bitLength() < Long.SIZE) {
      int zeros = 0;
      for (long rest = number.longValue(); rest % 10 == 0; rest /= 10) {
        zeros++;
      }
      return zeros;
    }
    return -new BigDecimal(number).stripTrailingZeros().scale();
  }

  /**
   * Compares numbers as digit strings, whatever their lengths: 0 if one begins the other, with no
   * more than zeros after it if the first is longer.
   *
   * @param aPlaces the digits of {@code a}
   * @param bPlaces the digits of {@code b}
   */
  static int compareLeading(BigInteger a, int aPlaces, BigInteger b, int bPlaces) {
    if (aPlaces <= bPlaces) {
      return a.compareTo(b.divide(BigInteger.TEN.pow(bPlaces - aPlaces)));
    }
    return a.compareTo(b.multiply(BigInteger.TEN.pow(aPlaces - bPlaces)));
  }

  /** The same of numbers of at most 18 digits. */
  static int compareLeading(long a, int aPlaces, long b, int bPlaces) {
    if (aPlaces <= bPlaces) {
      return Long.compare(a, b / power10(bPlaces - aPlaces));
    }
    long unit = power10(aPlaces - bPlaces);
    long leading = a / unit;
    return leading != b ? Long.compare(leading, b) : leading * unit < a ? 1 : 0;
  }

  private static long power10(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }

  /** Returns a number without exponent and without needless zeros: 1.5, -2, 0, 100. */
  static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
