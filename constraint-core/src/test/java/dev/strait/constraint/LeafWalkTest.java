package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.RegExp;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks of patterns over a large vocabulary of texts, some of them cut within characters. */
class LeafWalkTest {

  /** Any character in UTF-8 but the quote; bytes as chars. */
  private static final String ANY =
      "([ -!#-~]|[\u00c2-\u00df]C|\u00e0[\u00a0-\u00bf]C|[\u00e1-\u00ec\u00ee\u00ef]CC|\u00ed[\u0080-\u009f]C"
          + "|\u00f0[\u0090-\u00bf]CC|[\u00f1-\u00f3]CCC|\u00f4[\u0080-\u008f]CC)";

  private static final Vocabulary TEXTS = texts(new Random(7));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A*\"",
        "A*(\\.json)\"",
        "[a-z]A*\"",
        "[a-d]+(-[a-d]+)*\"",
        "A{0,30}\"",
        "A{3,7}\"",
        "[ !#-~]*\"",
        "([ !#-~]|\u00c3[\u0080-\u00a0])*\"",
        "([!#-~]+ )*\"",
        "A*b[a-e]A*\"",
        "A*"
      })
  void masksEqualBruteForce(String pattern) {
    String written =
        pattern.replace("\"", "\\\"").replace("A", ANY).replace("C", "[\u0080-\u00bf]");
    Automaton automaton = new RegExp(written, RegExp.NONE).toAutomaton();
    Dfa dfa = Dfa.of(automaton);
    for (int round = 0; round < 3; round++) { // what is learnt in one is of use to the next
      check(pattern, dfa, new Random(11 + round));
    }
  }

  private static void check(String pattern, Dfa dfa, Random random) {
    Matcher matcher =
        Constraint.compile(new DfaRule("text", dfa), TEXTS, Limits.defaults()).matcher();
    int state = Dfa.START;
    for (int step = 0; step < 12; step++) {
      long[] mask = new long[TEXTS.maskWords()];
      matcher.mask(mask);
      int allowed = 0;
      for (int id = 0; id + 1 < TEXTS.size(); id++) {
        boolean expected = read(dfa, state, TEXTS.bytes(id)) != Dfa.DEAD;
        assertEquals(expected, (mask[id >>> 6] >>> id & 1) != 0, pattern + step + " token " + id);
        allowed += expected ? 1 : 0;
      }
      if (allowed == 0) {
        return;
      }
      int token = random.nextInt(TEXTS.size() - 1);
      while ((mask[token >>> 6] >>> token & 1) == 0) {
        token = random.nextInt(TEXTS.size() - 1);
      }
      assertTrue(matcher.accept(token));
      state = read(dfa, state, TEXTS.bytes(token));
    }
  }

  @Test
  void aCutHasTheTextsOfSomeBytesAndThePlacesOfOthers() {
    TokenTrie trie = TokenTrie.of(TEXTS);
    long safe = bucket('a') | bucket('b') | bucket('d') | bucket('-');
    long others = bucket('"');
    assertNull(trie.cuts.of(safe, others, TEXTS.maskWords()));
    TextCuts.Cut cut = trie.cuts.of(safe, others, TEXTS.maskWords());
    assertNotNull(cut);
    long[] mask = new long[TEXTS.maskWords()];
    Objects.requireNonNull(cut.part()).addTo(mask);
    for (int step : cut.steps()) {
      if (step < 0) {
        for (int i = trie.firstId[~step]; i < trie.firstId[trie.end[~step]]; i++) {
          mask[trie.ids[i] >>> 6] |= 1L << trie.ids[i];
        }
      }
    }
    for (int id = 0; id + 1 < TEXTS.size(); id++) {
      assertEquals(isOf(TEXTS.bytes(id), safe, others), (mask[id >>> 6] >>> id & 1) != 0);
    }
  }

  private static long bucket(char c) {
    return 1L << TokenTrie.BUCKET[c];
  }

  /**
   * Whether a token is of safe bytes up to the first of the others, or the longest that is safe.
   */
  private static boolean isOf(byte[] token, long safe, long others) {
    for (int i = 0; i < token.length && i < SafeBuckets.DEPTH; i++) {
      long bucket = 1L << TokenTrie.BUCKET[token[i] & 0xff];
      if ((others & bucket) != 0) {
        return true;
      }
      if ((safe & bucket) == 0) {
        return false;
      }
    }
    int next = token.length > SafeBuckets.DEPTH ? token[SafeBuckets.DEPTH] & 0xff : 'a';
    return ((safe | others) & 1L << TokenTrie.BUCKET[next]) != 0;
  }

  private static int read(Dfa dfa, int from, byte[] bytes) {
    int state = from;
    for (int i = 0; i < bytes.length && state != Dfa.DEAD; i++) {
      state = dfa.step(state, bytes[i] & 0xff);
    }
    return state;
  }

  private static Vocabulary texts(Random random) {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    String[] letters = {"a", "b", "c", "d", "e", " ", "é", "ü", "日", "ক", "😀", "-", ".json", "\""};
    for (int i = 0; i < 12_000; i++) {
      StringBuilder text = new StringBuilder();
      int kinds = random.nextInt(10) == 0 ? letters.length : 5 + random.nextInt(6);
      for (int n = 1 + random.nextInt(9); n > 0; n--) {
        text.append(letters[random.nextInt(kinds)]);
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      int cut = random.nextInt(8) == 0 && bytes.length > 1 ? 1 : 0;
      int from = random.nextInt(8) == 0 && bytes.length > 2 ? 1 : 0;
      builder.add(TokenKind.NORMAL, java.util.Arrays.copyOfRange(bytes, from, bytes.length - cut));
    }
    builder.add(TokenKind.CONTROL, new byte[] {'e'});
    Vocabulary all = builder.build();
    return builder.endOfGeneration(all.size() - 1).build();
  }
}
