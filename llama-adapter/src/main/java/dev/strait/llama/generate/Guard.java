package dev.strait.llama.generate;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.vocabulary.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * What may come next: a matcher, or without a constraint every text token and every end of
 * generation. Counts the time it takes.
 */
final class Guard {

  private static final int STALE = -1;

  private final Vocabulary vocabulary;
  private final @Nullable Matcher matcher;
  private final long[] words;
  private final long[] free;
  private long nanos;

  /** The budget for which {@link #words} is the mask of now, {@link #STALE} for none. */
  private int masked = STALE;

  Guard(Vocabulary vocabulary, @Nullable Constraint constraint) {
    if (constraint != null && constraint.vocabulary() != vocabulary) {
      throw new IllegalArgumentException("the constraint was compiled for another vocabulary");
    }
    this.vocabulary = vocabulary;
    this.matcher = constraint == null ? null : constraint.matcher();
    this.words = new long[vocabulary.maskWords()];
    this.free = constraint == null ? free(vocabulary) : words;
  }

  private Guard(Guard other) {
    this.vocabulary = other.vocabulary;
    this.matcher = other.matcher == null ? null : other.matcher.fork();
    this.words = new long[other.words.length];
    this.free = matcher == null ? other.free : words;
  }

  private static long[] free(Vocabulary vocabulary) {
    long[] words = new long[vocabulary.maskWords()];
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isText(id) || vocabulary.isEndOfGeneration(id)) {
        words[id >>> 6] |= 1L << id;
      }
    }
    return words;
  }

  Guard fork() {
    return new Guard(this);
  }

  @Nullable Matcher matcher() {
    return matcher;
  }

  /** Returns the mask for the next token, to be read only; the array is reused. */
  long[] mask(int tokensLeft) {
    if (matcher == null) {
      return free;
    }
    if (masked != tokensLeft) {
      long start = System.nanoTime();
      matcher.mask(words, tokensLeft);
      masked = tokensLeft;
      nanos += System.nanoTime() - start;
    }
    return words;
  }

  /** Moves on; false if the token is not allowed. */
  boolean accept(int token) {
    if (matcher == null) {
      return true;
    }
    masked = STALE;
    long start = System.nanoTime();
    boolean accepted = matcher.accept(token);
    nanos += System.nanoTime() - start;
    return accepted;
  }

  void rollback(int count) {
    if (matcher != null) {
      masked = STALE;
      matcher.rollback(count);
    }
  }

  /**
   * Returns whether an allowed token ends the output. A grammar may also name an end-of-generation
   * token in its middle, as the ends of messages are; there it is a token like others.
   */
  boolean ends(int token) {
    return vocabulary.isEndOfGeneration(token) && isComplete();
  }

  boolean isComplete() {
    return matcher == null || matcher.isComplete();
  }

  long nanos() {
    return nanos;
  }

  /** Returns the number of set bits, counting no further than 2. */
  static int countToTwo(long... words) {
    int count = 0;
    for (int w = 0; w < words.length && count < 2; w++) {
      count += Long.bitCount(words[w]);
    }
    return Math.min(2, count);
  }

  /** Returns the first set bit, -1 if there is none. */
  static int first(long... words) {
    for (int w = 0; w < words.length; w++) {
      if (words[w] != 0) {
        return (w << 6) + Long.numberOfTrailingZeros(words[w]);
      }
    }
    return -1;
  }
}
