package dev.strait.llama.model;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * One row of a model's output: a number for each token, the larger the likelier.
 *
 * <p>A view of the runtime's own memory: nothing is copied, masks are applied in place. Valid until
 * the next evaluation of its context. Not thread-safe.
 */
public final class Logits {

  /** Words with more allowed tokens are read as a whole. */
  private static final int MANY = 8;

  private static final float[] FORBIDDEN = new float[64];

  static {
    Arrays.fill(FORBIDDEN, Float.NEGATIVE_INFINITY);
  }

  private final FloatBuffer row;
  private final BooleanSupplier valid;
  private final float[] word = new float[64];

  /**
   * Makes a view of a row.
   *
   * @param row from position 0 to the limit, one number for each token
   * @param valid whether the memory may be touched, asked before each call's work
   */
  public Logits(FloatBuffer row, BooleanSupplier valid) {
    this.row = row;
    this.valid = valid;
  }

  /** Returns the number of tokens. */
  public int size() {
    return row.limit();
  }

  /** Returns a token's number. */
  public float get(int token) {
    check();
    return row.get(token);
  }

  /**
   * Sets every token whose bit is clear to minus infinity, in place: words without a bit are filled
   * at once, full words are passed over. Time O(words + disallowed tokens of mixed words).
   *
   * @param words the mask; bit {@code id & 63} of word {@code id >>> 6} allows the token
   */
  public void mask(long[] words) {
    int count = words(words);
    for (int w = 0; w < count; w++) {
      int base = w << 6;
      int bits = Math.min(64, size() - base);
      if (words[w] == 0) {
        row.put(base, FORBIDDEN, 0, bits);
      } else if (words[w] != -1L) {
        mix(base, bits, words[w]);
      }
    }
  }

  private void mix(int base, int count, long allowed) {
    long clear = ~allowed & tail(count);
    if (Long.bitCount(clear) < 24) {
      for (; clear != 0; clear &= clear - 1) {
        row.put(base + Long.numberOfTrailingZeros(clear), Float.NEGATIVE_INFINITY);
      }
      return;
    }
    System.arraycopy(FORBIDDEN, 0, word, 0, count);
    for (long set = allowed & tail(count); set != 0; set &= set - 1) {
      int bit = Long.numberOfTrailingZeros(set);
      word[bit] = row.get(base + bit);
    }
    row.put(base, word, 0, count);
  }

  /**
   * Returns the allowed token with the largest number, the smallest id among equals; -1 if none has
   * a number above minus infinity. Words without an allowed token cost nothing.
   */
  public int best(long[] words) {
    int best = -1;
    float most = Float.NEGATIVE_INFINITY;
    int count = words(words);
    for (int w = 0; w < count; w++) {
      int base = w << 6;
      long set = words[w] & tail(size() - base);
      if (Long.bitCount(set) > MANY) {
        int place = bestOfWord(base, set, most);
        best = place < 0 ? best : base + place;
        most = place < 0 ? most : word[place];
        continue;
      }
      for (; set != 0; set &= set - 1) {
        int token = base + Long.numberOfTrailingZeros(set);
        float value = row.get(token);
        if (value > most) {
          most = value;
          best = token;
        }
      }
    }
    return best;
  }

  /** Copies a word's numbers; returns the place of the first largest above a bound, -1 if none. */
  private int bestOfWord(int base, long set, float bound) {
    int count = Math.min(64, size() - base);
    row.get(base, word, 0, count);
    int best = -1;
    float most = bound;
    for (int i = 0; i < count; i++) {
      if (word[i] > most && (set >>> i & 1) != 0) {
        most = word[i];
        best = i;
      }
    }
    return best;
  }

  /**
   * Collects the allowed tokens whose number is above minus infinity, in order of id.
   *
   * @param ids receives the tokens; long enough for all
   * @param values receives their numbers
   * @return how many there are
   */
  public int collect(long[] words, int[] ids, float[] values) {
    int found = 0;
    int count = words(words);
    for (int w = 0; w < count; w++) {
      int base = w << 6;
      for (long set = words[w] & tail(size() - base); set != 0; set &= set - 1) {
        int token = base + Long.numberOfTrailingZeros(set);
        float value = row.get(token);
        if (value > Float.NEGATIVE_INFINITY) {
          ids[found] = token;
          values[found++] = value;
        }
      }
    }
    return found;
  }

  /** Returns ln(sum of e^logit) over the allowed tokens; minus infinity if there is none. */
  public double logSum(long[] words) {
    int best = best(words);
    if (best < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    float most = row.get(best);
    double sum = 0;
    int count = words(words);
    for (int w = 0; w < count; w++) {
      int base = w << 6;
      for (long set = words[w] & tail(size() - base); set != 0; set &= set - 1) {
        sum += Math.exp(row.get(base + Long.numberOfTrailingZeros(set)) - most);
      }
    }
    return most + Math.log(sum);
  }

  /** Returns ln(sum of e^logit) over all tokens. */
  public double logSum() {
    check();
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size(); i++) {
      most = Math.max(most, row.get(i));
    }
    if (most == Float.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += Math.exp(row.get(i) - most);
    }
    return most + Math.log(sum);
  }

  private void check() {
    if (!valid.getAsBoolean()) {
      throw new IllegalStateException(
          "these logits are gone: read them under a hold, before the next evaluation");
    }
  }

  private int words(long[] words) {
    check();
    int needed = (size() + 63) >>> 6;
    if (words.length < needed) {
      throw new IllegalArgumentException(
          "a mask of " + words.length + " words is too short for " + size() + " tokens");
    }
    return needed;
  }

  private static long tail(int count) {
    return count >= 64 ? -1L : (1L << count) - 1;
  }
}
