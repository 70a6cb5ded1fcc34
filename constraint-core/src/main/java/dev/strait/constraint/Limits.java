package dev.strait.constraint;

/**
 * Bounds on the memory of one constraint, in entries. Reaching a bound drops memo tables, never
 * identity that a live matcher stands on, and never changes an answer.
 *
 * @param configurations most interned configurations, at least 0
 * @param masks most stored dense masks (of {@code maskWords()} longs each), at least 0
 * @param depth most stack frames of one configuration, at least 1; deeper nesting is a typed error
 */
public record Limits(int configurations, int masks, int depth) {

  /** Checks the bounds. */
  public Limits {
    if (configurations < 0 || masks < 0 || depth < 1) {
      throw new IllegalArgumentException(
          "limits must not be negative, and the depth at least 1: "
              + configurations
              + ", "
              + masks
              + ", "
              + depth);
    }
  }

  /** Returns the defaults: 200,000 configurations, 500 dense masks, 1,000,000 frames. */
  public static Limits defaults() {
    return new Limits(200_000, 500, 1_000_000);
  }
}
