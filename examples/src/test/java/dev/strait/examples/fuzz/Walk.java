package dev.strait.examples.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.examples.input.VocabularyFiles;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** A walk through what an input compiled to: no mask is empty before the end, and it can end. */
final class Walk {
  static final Vocabulary BYTES = VocabularyFiles.bytes();
  private static final int STEPS = 40;
  private static final int MOST_BYTES = 1 << 16;

  private Walk() {}

  /**
   * Walks as the input's bytes say, then to the nearest end.
   *
   * @return the text; empty if the nearest end is too far to be walked to
   */
  static byte[] through(Constraint constraint, byte[] input) {
    Matcher matcher = constraint.matcher();
    SplittableRandom random = new SplittableRandom(Arrays.hashCode(input));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    long[] words = new long[BYTES.maskWords()];
    for (int i = 0; i < STEPS; i++) {
      matcher.mask(words);
      BitSet mask = BitSet.valueOf(words);
      mask.clear(256);
      if (mask.isEmpty()) {
        break;
      }
      int token = mask.stream().skip(random.nextInt(mask.cardinality())).findFirst().orElseThrow();
      require(matcher.accept(token), "allowed, then refused: " + token, text);
      text.write(token);
    }
    if (matcher.shortestCompletion() > MOST_BYTES) {
      return new byte[0];
    }
    byte[] rest = matcher.exampleCompletion(MOST_BYTES);
    require(rest.length == 0 || matcher.acceptBytes(rest), "the example is refused", text);
    text.writeBytes(rest);
    require(matcher.isComplete(), "the walk has no end", text);
    return text.toByteArray();
  }

  private static void require(boolean holds, String fault, ByteArrayOutputStream text) {
    if (!holds) {
      throw new AssertionError(fault + ", after " + text.toString(UTF_8));
    }
  }
}
