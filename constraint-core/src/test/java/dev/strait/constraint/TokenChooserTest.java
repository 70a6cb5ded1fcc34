package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.vocabulary.Vocabulary;
import dk.brics.automaton.RegExp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenChooserTest {
  /** 3,000 tokens of a word, so that there are many, and some that end it and go on. */
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          Stream.concat(
                  IntStream.range(0, 3_000).mapToObj(i -> "a" + Integer.toString(i, 36)),
                  Stream.of(";", ";,", "a;", "a;,"))
              .map(token -> token.getBytes(StandardCharsets.US_ASCII))
              .toList());

  private static final Constraint WORD =
      Constraint.compile(
          new DfaRule("word", Dfa.of(new RegExp("[a-z0-9]+;").toAutomaton()), false),
          VOCABULARY,
          Limits.defaults());

  @Test
  void onlyTokensOfTheMaskAreChosen() {
    Configuration at = WORD.matcher().here();
    TokenChooser chooser = new TokenChooser(VOCABULARY, new Random(1));
    Random random = new Random(2);
    for (int round = 0; round < 300; round++) {
      BitSet some = new BitSet();
      for (int i = random.nextInt(1 + random.nextInt(3_000)); i > 0; i--) {
        some.set(random.nextInt(VOCABULARY.size()));
      }
      long[] mask = Arrays.copyOf(some.toLongArray(), VOCABULARY.maskWords());
      int token = chooser.choose(at, mask);
      assertEquals(some.isEmpty(), token < 0);
      assertTrue(some.isEmpty() || some.get(token), "not in the mask: " + token);
    }
  }

  @Test
  void textsGetOn() {
    TokenChooser chooser = new TokenChooser(VOCABULARY, new Random(1));
    long[] mask = new long[VOCABULARY.maskWords()];
    Set<Integer> chosen = new HashSet<>();
    int ended = 0;
    for (int text = 0; text < 200; text++) {
      Matcher matcher = WORD.matcher();
      for (int i = 0; i < 12 && !matcher.isComplete(); i++) {
        matcher.mask(mask);
        int token = chooser.choose(matcher.here(), mask);
        assertTrue(matcher.accept(token));
        chosen.add(token);
      }
      ended += matcher.isComplete() ? 1 : 0;
    }
    assertTrue(ended > 100, "ended: " + ended);
    assertTrue(chosen.size() > 30, "different tokens: " + chosen.size());
  }
}
