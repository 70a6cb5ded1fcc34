package dev.strait.llama.generate;

import java.util.stream.IntStream;

/**
 * Guesses the next tokens: where the latest tokens stood before, in the prompt or in the output, it
 * went on like this.
 */
final class PromptLookup {

  private static final int LONGEST = 3;
  private static final int[] NONE = {};

  private PromptLookup() {}

  /** Returns at most {@code most} tokens that followed the latest earlier match; often none. */
  static int[] guess(Tokens history, int most) {
    int size = history.size();
    for (int n = Math.min(LONGEST, size - 1); n > 0; n--) {
      for (int at = size - n - 1; at >= 0; at--) {
        if (matches(history, at, size - n, n)) {
          int count = Math.max(0, Math.min(size - at - n, most));
          return IntStream.range(at + n, at + n + count).map(history::get).toArray();
        }
      }
    }
    return NONE;
  }

  private static boolean matches(Tokens history, int at, int other, int length) {
    for (int i = 0; i < length; i++) {
      if (history.get(at + i) != history.get(other + i)) {
        return false;
      }
    }
    return true;
  }
}
