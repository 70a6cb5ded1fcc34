package dev.strait.values;

/**
 * Which JSON texts of a number are produced. Digits are bounded so that a model cannot run on; a
 * set that needs more digits than the bound to hold any of its bounds or points gets them.
 *
 * @param integerDigits most digits before the decimal point, at least 1
 * @param fractionDigits most digits after the decimal point, at least 0
 * @param exponentDigits most digits of an exponent, leading zeros included; 0: no exponents
 */
public record NumberPolicy(int integerDigits, int fractionDigits, int exponentDigits) {

  /** Checks the bounds. */
  public NumberPolicy {
    if (integerDigits < 1 || fractionDigits < 0 || exponentDigits < 0 || exponentDigits > 8) {
      throw new IllegalArgumentException(
          "digits out of bounds: " + integerDigits + ", " + fractionDigits + ", " + exponentDigits);
    }
  }

  /** Returns the default: 20 digits on either side of the point, no exponents. */
  public static NumberPolicy plain() {
    return new NumberPolicy(20, 20, 0);
  }

  /** Returns a policy wide enough to read what programs write: 400 digits, exponents of 5. */
  public static NumberPolicy wide() {
    return new NumberPolicy(400, 400, 5);
  }
}
