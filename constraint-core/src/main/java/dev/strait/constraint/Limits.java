package dev.strait.constraint;

/**
 * Bounds on what one constraint keeps in memory. Reaching one drops memo tables, never identity
 * that a live matcher stands on, and never changes an answer.
 *
 * @param entries most remembered things (states, stack frames, configurations, walks; about 100
 *     bytes each), at least 0; 0 remembers nothing between tokens
 * @param masks most stored dense masks (of {@code maskWords()} longs each), at least 0
 * @param depth most stack frames of one configuration, at least 1; deeper nesting is a {@link
 *     LimitException}
 */
public record Limits(int entries, int masks, int depth) {

  /** Checks the bounds. */
  public Limits {
    if (entries < 0 || masks < 0 || depth < 1) {
      throw new IllegalArgumentException(
          "entries and masks must be at least 0 and the depth at least 1: entries "
              + entries
              + ", masks "
              + masks
              + ", depth "
              + depth);
    }
  }

  /** Returns the defaults: 1,000,000 entries, 500 dense masks, 1,000,000 frames. */
  public static Limits defaults() {
    return new Limits(1_000_000, 500, 1_000_000);
  }

  /** The bounds of what all constraints of one vocabulary share. */
  static Limits shared() {
    return new Limits(2_000_000, 500, 1_000_000);
  }

  boolean remembersWalks() {
    return entries > 0;
  }
}
