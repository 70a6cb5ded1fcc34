package dev.strait.schema.set;

import dev.strait.values.StringSet;

/**
 * The cost of a part of a JSON text, in bytes, or 0 for everything when only emptiness is asked.
 * Costs are at least 0; {@link #NEVER} if there is no such part.
 */
public interface Measure {
  /** The cost of what cannot be. Sums must be made by {@link #plus}. */
  long NEVER = Long.MAX_VALUE / 4;

  /** Returns the least cost of a value of the formula. */
  long of(Formula value);

  /**
   * Returns a cost that is enough for a value of the formula, which is not empty, that is none of
   * those seen and none of {@code unknown} others; if there is none, for every value.
   */
  long of(Formula value, Seen seen, long unknown);

  /**
   * Returns a cost that is enough for a value of the formula that is none of those seen and none of
   * {@code unknown} others, and that is offered as it stands to whoever reads a member or item that
   * must differ; {@link #NEVER} if none is known. Never less than {@link #of(Formula)}: whoever
   * need not differ from any value, or no longer, is not offered one.
   */
  long listed(Formula value, Seen seen, long unknown);

  /** Returns the cost of a declared key with its colon and the comma of its member. */
  long key(String key);

  /** Returns a cost that suffices for each of {@code n} distinct keys, with colon and comma. */
  long freeKey(StringSet keys, int n);

  /** Returns the cost of the comma of an item. */
  long comma();

  /** Returns the cost of the colon of a member. */
  long colon();

  /**
   * Returns a number that grows with each cost that is only what is known now; what is made of such
   * a cost must not be kept.
   */
  long provisional();

  /** Returns a sum of costs; {@link #NEVER} if one is. */
  static long plus(long a, long b) {
    return a >= NEVER || b >= NEVER ? NEVER : Math.min(NEVER, a + b);
  }

  /** Returns a cost times a count; {@link #NEVER} if it is too large. */
  static long times(long cost, long n) {
    if (n == 0 || cost == 0) {
      return 0;
    }
    return cost >= NEVER || n >= NEVER / cost ? NEVER : cost * n;
  }
}
