package dev.strait.values;

/**
 * Which JSON texts of a number are produced. Digits are bounded so that a model cannot run on; a
 * set whose bounds or points need more digits gets them.
 *
 * @param integerDigits most digits before the decimal point, at least 1
 * @param fractionDigits most digits after the decimal point, at least 0
 * @param exponentDigits most digits of an exponent, leading zeros included, at most 8; 0: no
 *     exponents
 * @param anyForm whether to allow forms that no value needs: a fraction of zeros in a set of
 *     integers (1.0) and the negative zero
 */
public record NumberPolicy(
    int integerDigits, int fractionDigits, int exponentDigits, boolean anyForm) {

  /** Checks the bounds. */
  public NumberPolicy {
    if (integerDigits < 1 || fractionDigits < 0 || exponentDigits < 0 || exponentDigits > 8) {
      throw new IllegalArgumentException(
          "digits out of bounds: " + integerDigits + ", " + fractionDigits + ", " + exponentDigits);
    }
  }

  /** Returns the default: 20 digits on either side of the point, no exponents, no odd forms. */
  public static NumberPolicy plain() {
    return new NumberPolicy(20, 20, 0, false);
  }

  /** Returns a policy that reads what programs write: 400 digits, exponents of 5, any form. */
  public static NumberPolicy wide() {
    return new NumberPolicy(400, 400, 5, true);
  }
}
