package dev.strait.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.util.BitSet;
import java.util.Random;

/** Tests of rules through the engine, over a vocabulary of all bytes and some longer tokens. */
final class Walks {

  private static final String[] WORDS = {
    "ab", "12", "0.", "  ", "\n\n", "if", "else", "int ", "(a", "))", ") {", "SELECT ", "from",
    "FROM ", "\":", "\", \"", "[[", "]]", "{\"", "\"}", "e4", "e5 ", "2024", "-01", "T1", "00Z",
    "::=", "->", "あ", "日本", "ます。", "<a", "</", "--", "/*", "*/", "==", "1.", " e", "true", "null",
    "* ", "- "
  };

  /** Ids 0 to 255 are bytes; then words; control tokens last, the very last ends. */
  static final Vocabulary VOCABULARY = vocabulary();

  static final int CALL = VOCABULARY.size() - 4;
  static final int END_CALL = VOCABULARY.size() - 3;
  static final int END = VOCABULARY.size() - 1;

  private Walks() {}

  private static Vocabulary vocabulary() {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    for (String word : WORDS) {
      builder.add(TokenKind.NORMAL, word.getBytes(UTF_8));
    }
    for (String control : new String[] {"<|call|>", "<|end_call|>", "<|x|>", "<|done|>"}) {
      builder.add(TokenKind.CONTROL, control.getBytes(UTF_8));
    }
    return builder.endOfGeneration(256 + WORDS.length + 3).build();
  }

  static Constraint constraint(Rule<?> rule) {
    return Constraint.compile(rule, VOCABULARY, Limits.defaults());
  }

  static boolean matches(Rule<?> rule, String text) {
    Matcher matcher = constraint(rule).matcher();
    return matcher.acceptBytes(text.getBytes(UTF_8)) && matcher.isComplete();
  }

  /** Walks at random along the first rule's masks; the second's must be the same everywhere. */
  static void assertSameMasks(Rule<?> one, Rule<?> other, long seed, int steps) {
    Random random = new Random(seed);
    Matcher left = constraint(one).matcher();
    Matcher right = constraint(other).matcher();
    long[] leftMask = new long[VOCABULARY.maskWords()];
    long[] rightMask = leftMask.clone();
    for (int i = 0; i < steps; i++) {
      left.mask(leftMask);
      right.mask(rightMask);
      assertArrayEquals(leftMask, rightMask, () -> left.toString());
      assertEquals(left.shortestCompletion(), right.shortestCompletion());
      BitSet allowed = BitSet.valueOf(leftMask);
      assertTrue(!allowed.isEmpty(), "the mask is never empty");
      int[] tokens = allowed.stream().filter(t -> t != END).toArray();
      if (tokens.length == 0) {
        return;
      }
      int token = tokens[random.nextInt(tokens.length)];
      assertTrue(left.accept(token) && right.accept(token));
    }
  }
}
