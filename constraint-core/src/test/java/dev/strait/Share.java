package dev.strait;

/**
 * How much of the random tests is run: {@code -Dstrait.share=10} for a tenth of the tries, as
 * mutation testing does, {@code 1000} for ten times as many. Default: 100 (percent).
 */
public final class Share {
  private static final int PERCENT = Integer.getInteger("strait.share", 100);

  private Share() {}

  /** Returns the share of so many tries; at least one. */
  public static int of(int tries) {
    return Math.max(1, (int) ((long) tries * PERCENT / 100));
  }
}
