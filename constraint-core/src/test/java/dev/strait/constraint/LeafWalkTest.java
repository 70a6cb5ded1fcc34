package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.RegExp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
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
        "[a-d]{5}-[a-d]{5}\"",
        "[a-d]{4,7}\"",
        "([a-c]{6}|d[a-e]{6}e)(-A{4})*\"",
        "([a-d]{6}|A{5}-)[a-d -]*",
        "([a-d]|C)*\"",
        "[a-d]{5}C*\"",
        "([a-z]|C)*\"",
        "([a-z]{3}C?)*\"",
        "[a-z]{5}-[a-z]{5}\"",
        "[a-f]{4,7}\"",
        "([a-f]{6}|[g-z][a-z]{6}e)(-A{4})*\"",
        "([a-z]{6}|A{5}-)[a-z -]*",
        "A*"
      })
  void masksEqualBruteForce(String pattern) {
    String written =
        pattern.replace("\"", "\\\"").replace("A", ANY).replace("C", "[\u0080-\u00bf]");
    Automaton automaton = new RegExp(written, RegExp.NONE).toAutomaton();
    Dfa dfa = Dfa.of(automaton);
    Matcher matcher =
        Constraint.compile(new DfaRule("text", dfa), TEXTS, Limits.defaults()).matcher();
    Random random = new Random(11);
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

  /** Many states that loop, each with an end of its own: what they loop on is kept by state. */
  @Test
  void statesThatLoopAreMany() {
    StringBuilder pattern = new StringBuilder();
    for (char c = 0x21; c < 0x7f; c++) {
      boolean letter = c >= 'a' && c <= 'e';
      String quoted = "\\" + c;
      pattern.append(letter ? "" : "|" + quoted + "[a-e]*" + quoted);
    }
    checkEveryState(pattern.substring(1), TEXTS);
  }

  /** Tokens of more bytes than room was made for, none of them in a loop of one state. */
  @Test
  void longTokensAreReadToTheirEnd() {
    Random random = new Random(5);
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int i = 0; i < 300; i++) {
      byte[] token = new byte[1 + random.nextInt(150)];
      for (int k = 0; k < token.length; k++) {
        boolean free = k < 2 || token[k - 1] == 'b' || random.nextInt(40) == 0;
        token[k] = (byte) (free && random.nextBoolean() ? 'a' : 'b');
      }
      builder.add(TokenKind.NORMAL, token);
    }
    checkEveryState("(ab|b)*", builder.build());
  }

  /** Checks walks from the root, of the first states first and of the last ones first. */
  private static void checkEveryState(String pattern, Vocabulary vocabulary) {
    Dfa dfa = Dfa.of(new RegExp(pattern, RegExp.NONE).toAutomaton());
    VocabularyIndex index = VocabularyIndex.of(vocabulary);
    LeafWalker up = new LeafWalker(index.tails, dfa);
    LeafWalker down = new LeafWalker(index.tails, dfa);
    for (int state = 0; state < dfa.states(); state++) {
      checkState(up, dfa, state, index);
      checkState(down, dfa, dfa.states() - 1 - state, index);
    }
  }

  private static void checkState(LeafWalker walker, Dfa dfa, int state, VocabularyIndex index) {
    Vocabulary vocabulary = index.vocabulary;
    Collector out = new Collector(index.tails, vocabulary.maskWords());
    walker.walk(state, index.tails.root(), out, false);
    long[] mask = new long[vocabulary.maskWords()];
    for (Part part : out.toParts()) {
      part.addTo(mask);
    }
    for (int id = 0; id < vocabulary.size(); id++) {
      boolean alive = vocabulary.isText(id) && read(dfa, state, vocabulary.bytes(id)) != Dfa.DEAD;
      assertEquals(alive, (mask[id >>> 6] >>> id & 1) != 0, "state " + state + " token " + id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[a-z]*", "[a-z]{3}[a-z -]*", "([a-z]{6}|A{5}-)[a-z -]*", "A*", "[a-z]*\""})
  void endsWithinTokensAreLeftOutOnlyWhereAllIsAllowed(String pattern) {
    String written =
        pattern.replace("\"", "\\\"").replace("A", ANY).replace("C", "[\u0080-\u00bf]");
    Dfa dfa = Dfa.of(new RegExp(written, RegExp.NONE).toAutomaton());
    VocabularyIndex index = VocabularyIndex.of(TEXTS);
    for (int state = 0; state < Math.min(dfa.states(), 12); state++) {
      Walker walker = index.walker();
      Collector out = walker.open();
      Walk walk;
      try {
        index.leafWalker(dfa).walk(state, index.tails.root(), out, false);
        walk = out.toWalk(true);
      } finally {
        walker.close();
      }
      Set<Integer> exits = new HashSet<>();
      if (walk.exits != null) {
        Arrays.stream(walk.exits.members).forEach(exits::add);
      }
      checkExits(index.trie, dfa, state, 0, exits, pattern + state);
      assertTrue(exits.isEmpty(), pattern + state + ": ends that are none " + exits);
    }
  }

  /** Removes the ends below a node from those given; returns whether all tokens there are read. */
  private static boolean checkExits(
      TokenTrie trie, Dfa dfa, int state, int node, Set<Integer> exits, String where) {
    boolean all = true;
    for (int n = node + 1; n < trie.end[node]; n = trie.end[n]) {
      int next = dfa.step(state, trie.label[n] & 0xff);
      all &= next != Dfa.DEAD && checkExits(trie, dfa, next, n, exits, where);
    }
    boolean given = exits.remove(node);
    if (given || dfa.accepts(state) && trie.hasChildren(node)) {
      assertTrue(dfa.accepts(state) && (given || all), where + " at " + node);
    }
    return all;
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
