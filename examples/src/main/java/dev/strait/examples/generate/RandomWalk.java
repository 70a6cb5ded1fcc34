package dev.strait.examples.generate;

import dev.strait.constraint.Matcher;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/**
 * Walks through a constraint by picking allowed tokens at random: sample data without a model, and
 * a test that every walk can be finished. Confined to one thread; seeded.
 *
 * <p>With {@code hurry}, a part of the steps is taken towards the nearest end, so that texts and
 * lists stay short; with {@code plain}, tokens of printable ASCII are preferred, so that the output
 * can be read.
 */
public final class RandomWalk {
  private final Vocabulary vocabulary;
  private final SplittableRandom random;
  private final double hurry;
  private final long[] words;
  private final long[] plain;

  /**
   * How a walk ended.
   *
   * @param bytes the text
   * @param tokens the number of tokens
   * @param violation what went wrong; empty if nothing did
   */
  public record Outcome(byte[] bytes, int tokens, String violation) {}

  /**
   * Makes a walker.
   *
   * @param seed where the random numbers begin
   * @param hurry the part of the steps, 0 to 1, that head for the nearest end
   * @param plain whether tokens of printable ASCII are preferred
   */
  public RandomWalk(Vocabulary vocabulary, long seed, double hurry, boolean plain) {
    this.vocabulary = vocabulary;
    this.random = new SplittableRandom(seed);
    this.hurry = hurry;
    this.words = new long[vocabulary.maskWords()];
    this.plain = new long[vocabulary.maskWords()];
    for (int id = 0; id < vocabulary.size(); id++) {
      if (!plain || vocabulary.isEndOfGeneration(id) || isPlain(id)) {
        this.plain[id >>> 6] |= 1L << id;
      }
    }
  }

  private boolean isPlain(int id) {
    for (int i = 0; i < vocabulary.byteLength(id); i++) {
      int b = vocabulary.byteAt(id, i);
      if (b < ' ' || b > '~') {
        return false;
      }
    }
    return true;
  }

  /** Walks to an end within {@code mostTokens} tokens, if the constraint has one that near. */
  public Outcome walk(Matcher matcher, int mostTokens) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int tokens = 0; ; tokens++) {
      int token = next(matcher, mostTokens - tokens);
      if (token < 0) {
        String violation = matcher.isComplete() ? "" : "an empty mask before the end";
        return new Outcome(text.toByteArray(), tokens, violation);
      }
      if (!matcher.accept(token)) {
        return new Outcome(text.toByteArray(), tokens, "token " + token + " allowed, then refused");
      }
      if (matcher.isFinished()) {
        return new Outcome(text.toByteArray(), tokens, "");
      }
      if (vocabulary.isText(token)) {
        text.writeBytes(vocabulary.bytes(token));
      }
    }
  }

  private int next(Matcher matcher, int tokensLeft) {
    int left = Math.max(0, tokensLeft);
    boolean hurried = hurry > 0 && random.nextDouble() < hurry;
    long shortest = hurried ? matcher.shortestCompletion() : Long.MAX_VALUE;
    matcher.mask(words, (int) Math.min(left, Math.max(shortest, 0)));
    int token = pick(true);
    return token >= 0 ? token : pick(false);
  }

  /** One of the set bits, each as likely as the others; -1 if there is none. */
  private int pick(boolean plainOnly) {
    int count = 0;
    for (int w = 0; w < words.length; w++) {
      count += Long.bitCount(plainOnly ? words[w] & plain[w] : words[w]);
    }
    if (count == 0) {
      return -1;
    }
    int rank = random.nextInt(count);
    for (int w = 0; ; w++) {
      long bits = plainOnly ? words[w] & plain[w] : words[w];
      int here = Long.bitCount(bits);
      if (rank < here) {
        return 64 * w + nth(bits, rank);
      }
      rank -= here;
    }
  }

  private static int nth(long bits, int rank) {
    long rest = bits;
    for (int i = 0; i < rank; i++) {
      rest &= rest - 1;
    }
    return Long.numberOfTrailingZeros(rest);
  }
}
