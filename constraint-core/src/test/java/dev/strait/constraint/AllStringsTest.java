package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Masks over all strings of three letters: from one state to very many places of the trie. */
class AllStringsTest {
  private static final int NETWORKS = 20;
  private static final int STEPS = 3;
  private static final Vocabulary VOCABULARY = vocabulary();

  private static Vocabulary vocabulary() {
    List<String> strings = new ArrayList<>(List.of(""));
    for (int i = 0; strings.get(i).length() < 5; i++) {
      for (char c : new char[] {'a', 'b', 'c'}) {
        strings.add(strings.get(i) + c);
      }
    }
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    strings.forEach(s -> builder.add(TokenKind.NORMAL, s.getBytes(StandardCharsets.US_ASCII)));
    return builder.build();
  }

  @Test
  void masksOfNetworks() {
    for (int seed = 0; seed < NETWORKS; seed++) {
      Random random = new Random(seed);
      check(TestNetwork.random(random, -1).rules.get(0), random, "seed " + seed);
    }
  }

  /**
   * Literals from their first byte or a later one, of which some begin alike; after them others.
   */
  record Literals() implements Rule<Integer> {
    @Override
    public String name() {
      return "literals";
    }

    @Override
    public Integer start() {
      return 0;
    }

    @Override
    public void expand(Integer state, Edges<Integer> edges) {
      if (state == 2) {
        edges.accept();
      }
      edges.literal(bytes("cabca"), 1, (state + 1) % 3);
      edges.literal(bytes("abb"), 0, 2);
      edges.literal(bytes("bbbc"), state, 1);
      edges.literal(bytes("c"), 0, 0);
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public long shortest(Integer state) {
      return state == 2 ? 0 : 3;
    }
  }

  @Test
  void masksOfLiterals() {
    for (int seed = 0; seed < NETWORKS; seed++) {
      check(new Literals(), new Random(seed), "seed " + seed);
    }
  }

  private static void check(Rule<?> rule, Random random, String where) {
    Matcher matcher = Constraint.compile(rule, VOCABULARY, Limits.defaults()).matcher();
    NaiveRecogniser naive = NaiveRecogniser.start(rule);
    for (int step = 0; step < STEPS && naive.items.size() < 30; step++) {
      long[] mask = new long[VOCABULARY.maskWords()];
      matcher.mask(mask);
      for (int id = 0; id < VOCABULARY.size(); id++) {
        byte[] token = VOCABULARY.bytes(id);
        boolean alive = token.length > 0 && naive.step(token).isAlive();
        boolean bit = (mask[id >>> 6] >>> id & 1) != 0;
        assertEquals(alive, bit, () -> where + " " + new String(token, StandardCharsets.US_ASCII));
      }
      int token = MaskTest.pick(mask, VOCABULARY, random);
      if (token < 0) {
        return;
      }
      assertTrue(matcher.accept(token));
      naive = naive.step(VOCABULARY.bytes(token));
    }
  }
}
