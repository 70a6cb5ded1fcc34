package dev.strait.constraint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Share;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Masks, steps, ends and budgets equal brute force on random networks and vocabularies. */
class MaskTest {

  static List<Limits> limits() {
    return List.of(
        Limits.defaults(),
        new Limits(0, 0, 1000),
        new Limits(20, 1, 1000),
        new Limits(300, 3, 1000));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void masksEqualBruteForceAlongWalks(Limits limits) {
    for (int seed = 0; seed < Share.of(100); seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = vocabulary(random, true);
      TestNetwork network = TestNetwork.random(random, vocabulary.size() - 2);
      if (seed % 2 == 1) {
        network.share();
      }
      Constraint constraint = Constraint.compile(network.rules.get(0), vocabulary, limits);
      for (int walk = 0; walk < 2; walk++) {
        walk(constraint, network, random, "seed " + seed + " walk " + walk);
      }
    }
  }

  private static void walk(
      Constraint constraint, TestNetwork network, Random random, String where) {
    Vocabulary vocabulary = constraint.vocabulary();
    Matcher matcher = constraint.matcher();
    NaiveRecogniser naive = NaiveRecogniser.start(network.rules.get(0));
    for (int step = 0; step < 12 && naive.items.size() < 30; step++) {
      String place = where + " step " + step + " of " + network.rules;
      List<Integer> allowed = check(matcher, naive, vocabulary, place);
      allowed.removeIf(vocabulary::isEndOfGeneration);
      if (allowed.isEmpty()) {
        assertTrue(matcher.isComplete(), place);
        return;
      }
      int token = allowed.get(random.nextInt(allowed.size()));
      assertTrue(matcher.accept(token), place);
      naive = naive(naive, vocabulary, token);
      assertEquals(shortest(naive), matcher.shortestCompletion(), place);
      byte[] example = matcher.exampleCompletion(1000);
      assertTrue(naive.isComplete() || example.length > 0 || hasControl(network), place);
    }
  }

  /** A rule that is kept with the vocabulary, called by one that is not: a token or a letter. */
  @org.junit.jupiter.api.Test
  void controlTokensOfSharedRulesAreAllowed() {
    Vocabulary vocabulary = vocabulary(new Random(7), true);
    int control = vocabulary.size() - 2;
    TestNetwork network = new TestNetwork();
    TestNetwork.Net caller = new TestNetwork.Net("caller", 2);
    TestNetwork.Net callee = new TestNetwork.Net("callee", 2);
    network.rules.add(caller);
    network.rules.add(callee);
    caller.calls.get(0).add(new TestNetwork.CallEdge(callee, 1));
    caller.accepts[1] = true;
    caller.shortest[0] = 1;
    callee.bytes.get(0).add(new TestNetwork.ByteEdge('a', 'a', 1));
    callee.controls.get(0).add(new TestNetwork.ControlEdge(control, 1));
    callee.accepts[1] = true;
    callee.shortest[0] = 1;
    network.share();
    Matcher matcher = Constraint.compile(caller, vocabulary, Limits.defaults()).matcher();
    check(matcher, NaiveRecogniser.start(caller), vocabulary, "at the start");
    assertTrue(matcher.isAllowed(control));
  }

  private static boolean hasControl(TestNetwork network) {
    return network.rules.stream().anyMatch(r -> r.controls.stream().anyMatch(c -> !c.isEmpty()));
  }

  private static List<Integer> check(
      Matcher matcher, NaiveRecogniser naive, Vocabulary vocabulary, String place) {
    long[] mask = new long[vocabulary.maskWords()];
    matcher.mask(mask);
    long[] budgeted = new long[vocabulary.maskWords()];
    int budget = (int) Math.min(1000, matcher.shortestCompletion() + 1);
    matcher.mask(budgeted, budget);
    assertEquals(naive.isComplete(), matcher.isComplete(), place);
    List<Integer> allowed = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      NaiveRecogniser after = naive(naive, vocabulary, isForeign(vocabulary, id) ? 3 : id);
      boolean expected = vocabulary.isEndOfGeneration(id) ? naive.isComplete() : after.isAlive();
      boolean bit = (mask[id >>> 6] >>> id & 1) != 0;
      assertEquals(expected, bit, place + " token " + id);
      assertEquals(expected, matcher.isAllowed(id), place + " token " + id);
      boolean fits =
          expected && (vocabulary.isEndOfGeneration(id) || shortest(after) <= budget - 1);
      assertEquals(fits, (budgeted[id >>> 6] >>> id & 1) != 0, place + " budget, token " + id);
      if (expected) {
        allowed.add(id);
      }
    }
    return allowed;
  }

  /** Bytes outside the networks' alphabet lead nowhere, like the empty token 3. */
  private static boolean isForeign(Vocabulary vocabulary, int id) {
    return vocabulary.isText(id)
        && (vocabulary.byteAt(id, 0) < 'a' || vocabulary.byteAt(id, 0) > 'c');
  }

  private static NaiveRecogniser naive(NaiveRecogniser at, Vocabulary vocabulary, int id) {
    if (vocabulary.kind(id) == TokenKind.CONTROL) {
      return at.step(256 + id);
    }
    return vocabulary.isText(id) ? at.step(vocabulary.bytes(id)) : at.step(1 << 30);
  }

  private static long shortest(NaiveRecogniser at) {
    long best = Long.MAX_VALUE;
    for (NaiveRecogniser.Item item : at.items) {
      long sum = item.rule().shortest(item.state());
      for (NaiveRecogniser.Frame f = item.stack(); f != null; f = f.below()) {
        sum += f.rule().shortest(f.then());
      }
      best = Math.min(best, sum);
    }
    return best;
  }

  /** All single letters, random words, duplicates, an empty token, a control token, an end. */
  static Vocabulary vocabulary(Random random, boolean allBytes) {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (String s : allBytes ? List.of("a", "b", "c", "", "a", "ab") : List.of("a", "", "ba")) {
      builder.add(TokenKind.NORMAL, s.getBytes(StandardCharsets.UTF_8));
    }
    for (int b = 0; b < 256 && allBytes; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    int count = random.nextInt(40);
    for (int i = 0; i < count; i++) {
      StringBuilder word = new StringBuilder();
      for (int n = 1 + random.nextInt(5); n > 0; n--) {
        word.append((char) ('a' + random.nextInt(3)));
      }
      builder.add(TokenKind.NORMAL, word.toString().getBytes(StandardCharsets.UTF_8));
    }
    builder.add(TokenKind.UNUSED, new byte[0]);
    builder.add(TokenKind.CONTROL, "<c>".getBytes(StandardCharsets.UTF_8));
    builder.add(TokenKind.CONTROL, "<e>".getBytes(StandardCharsets.UTF_8));
    return builder.endOfGeneration((allBytes ? 262 : 3) + count + 2).build();
  }

  @ParameterizedTest
  @MethodSource("limits")
  void rollbackAndForkReproduceMasks(Limits limits) {
    for (int seed = 1000; seed < 1000 + Share.of(100); seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = vocabulary(random, true);
      TestNetwork network = TestNetwork.random(random, -1);
      Constraint constraint = Constraint.compile(network.rules.get(0), vocabulary, limits);
      Matcher matcher = constraint.matcher();
      List<long[]> masks = new ArrayList<>();
      for (int step = 0; step < 10; step++) {
        long[] mask = new long[vocabulary.maskWords()];
        matcher.mask(mask);
        masks.add(mask);
        int token = pick(mask, vocabulary, random);
        if (token < 0) {
          break;
        }
        Matcher fork = matcher.fork();
        assertTrue(matcher.accept(token));
        long[] same = new long[vocabulary.maskWords()];
        fork.mask(same);
        org.junit.jupiter.api.Assertions.assertArrayEquals(mask, same);
      }
      while (matcher.length() > 0) {
        matcher.rollback(1);
        long[] again = new long[vocabulary.maskWords()];
        matcher.mask(again);
        org.junit.jupiter.api.Assertions.assertArrayEquals(masks.get(matcher.length()), again);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("limits")
  void neverStuckWhereBytesAreMissing(Limits limits) {
    int seeds = Share.of(limits.entries() == 0 ? 20 : 100);
    for (int seed = 2000; seed < 2000 + seeds; seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = vocabulary(random, false);
      TestNetwork network = TestNetwork.random(random, -1);
      Matcher matcher = Constraint.compile(network.rules.get(0), vocabulary, limits).matcher();
      if (matcher.sufficientTokens() == Long.MAX_VALUE) {
        assertTrue(isHopeless(network, vocabulary), "seed " + seed);
        continue;
      }
      int budget = (int) matcher.sufficientTokens() + random.nextInt(5);
      long[] mask = new long[vocabulary.maskWords()];
      for (int left = budget; ; left--) {
        matcher.mask(mask);
        checkNeverHopeless(network, matcher, mask, vocabulary, "seed " + seed);
        matcher.mask(mask, left);
        int token = pick(mask, vocabulary, random);
        if (token < 0) {
          break;
        }
        assertTrue(matcher.accept(token), "seed " + seed);
      }
      assertTrue(matcher.isComplete(), "seed " + seed);
      assertTrue(matcher.length() <= budget, "seed " + seed);
    }
  }

  private static void checkNeverHopeless(
      TestNetwork network, Matcher matcher, long[] mask, Vocabulary vocabulary, String where) {
    boolean any = false;
    for (int id = 0; id < vocabulary.size(); id++) {
      boolean bit = (mask[id >>> 6] >>> id & 1) != 0;
      assertEquals(bit, matcher.isAllowed(id), where);
      any |= bit;
    }
    assertTrue(any, where);
  }

  /** Breadth-first over token sequences, by the oracle: is there no way to an end? */
  private static boolean isHopeless(TestNetwork network, Vocabulary vocabulary) {
    List<NaiveRecogniser> level = List.of(NaiveRecogniser.start(network.rules.get(0)));
    for (int depth = 0; depth < 4; depth++) {
      List<NaiveRecogniser> next = new ArrayList<>();
      for (NaiveRecogniser at : level) {
        if (at.isComplete()) {
          return false;
        }
        for (int id = 0; id < vocabulary.size() && next.size() < 500; id++) {
          NaiveRecogniser after = naive(at, vocabulary, id);
          if (after.isAlive()) {
            next.add(after);
          }
        }
      }
      level = next;
    }
    return true;
  }

  /** Returns all single bytes and fewer than so many tokens of 1 to so many letters. */
  static Vocabulary vocabulary(Random random, String letters, int tokens, int longest) {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    for (int i = random.nextInt(tokens); i > 0; i--) {
      byte[] token = new byte[1 + random.nextInt(longest)];
      for (int k = 0; k < token.length; k++) {
        token[k] = (byte) letters.charAt(random.nextInt(letters.length()));
      }
      builder.add(TokenKind.NORMAL, token);
    }
    builder.add(TokenKind.CONTROL, new byte[] {'e'});
    Vocabulary all = builder.build();
    return builder.endOfGeneration(all.size() - 1).build();
  }

  static int pick(long[] mask, Vocabulary vocabulary, Random random) {
    List<Integer> allowed = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if ((mask[id >>> 6] >>> id & 1) != 0 && !vocabulary.isEndOfGeneration(id)) {
        allowed.add(id);
      }
    }
    return allowed.isEmpty() ? -1 : allowed.get(random.nextInt(allowed.size()));
  }

  @org.junit.jupiter.api.Test
  void badInputIsRefusedAndChangesNothing() {
    Random random = new Random(7);
    Vocabulary vocabulary = vocabulary(random, true);
    TestNetwork network = TestNetwork.random(random, -1);
    Matcher matcher =
        Constraint.compile(network.rules.get(0), vocabulary, Limits.defaults()).matcher();
    org.junit.jupiter.api.Assertions.assertThrows(
        IllegalArgumentException.class, () -> matcher.mask(new long[0]));
    org.junit.jupiter.api.Assertions.assertThrows(
        IndexOutOfBoundsException.class, () -> matcher.accept(-1));
    org.junit.jupiter.api.Assertions.assertThrows(
        IndexOutOfBoundsException.class, () -> matcher.isAllowed(vocabulary.size()));
    org.junit.jupiter.api.Assertions.assertThrows(
        IllegalArgumentException.class, () -> matcher.rollback(1));
    org.junit.jupiter.api.Assertions.assertThrows(
        IllegalArgumentException.class, () -> matcher.rollback(-1));
    org.junit.jupiter.api.Assertions.assertThrows(
        IllegalArgumentException.class, () -> matcher.mask(new long[vocabulary.maskWords()], -1));
    assertFalse(matcher.acceptBytes(new byte[] {0}));
    assertEquals(0, matcher.length());
  }

  @org.junit.jupiter.api.Test
  void badInputIsRefusedInTheMidstOfATextToo() {
    dev.strait.rule.DfaRule rule =
        new dev.strait.rule.DfaRule("abc", dev.strait.rule.Dfa.literal("abc".getBytes(UTF_8)));
    Vocabulary vocabulary = vocabulary(new Random(7), true);
    Matcher matcher = Constraint.compile(rule, vocabulary, Limits.defaults()).matcher();
    assertTrue(matcher.acceptBytes(new byte[] {'a'}));
    String before = matcher.print();
    int size = vocabulary.size();
    long[] mask = new long[vocabulary.maskWords()];
    for (org.junit.jupiter.api.function.Executable use :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> matcher.mask(new long[vocabulary.maskWords() - 1]),
            () -> matcher.mask(new long[vocabulary.maskWords() - 1], 5),
            () -> matcher.mask(mask, -1),
            () -> matcher.rollback(2),
            () -> matcher.rollback(-1))) {
      org.junit.jupiter.api.Assertions.assertThrowsExactly(IllegalArgumentException.class, use);
      assertEquals(before, matcher.print());
      assertEquals(1, matcher.length());
    }
    for (org.junit.jupiter.api.function.Executable use :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> matcher.accept(-1),
            () -> matcher.accept(size),
            () -> matcher.isAllowed(-1),
            () -> matcher.isAllowed(Integer.MAX_VALUE))) {
      org.junit.jupiter.api.Assertions.assertThrows(IndexOutOfBoundsException.class, use);
      assertEquals(before, matcher.print());
      assertEquals(1, matcher.length());
    }
    assertFalse(matcher.acceptBytes(new byte[] {'b', 0}));
    assertEquals(before, matcher.print());
    assertTrue(matcher.acceptBytes(new byte[] {'b', 'c'}) && matcher.isComplete());
  }

  @org.junit.jupiter.api.Test
  void nullsAreRefusedByNameAndChangeNothing() {
    Matcher matcher = afterNothing();
    String before = matcher.print();
    NullPointerException bytes =
        org.junit.jupiter.api.Assertions.assertThrows(
            NullPointerException.class, () -> matcher.acceptBytes(nothing()));
    assertEquals("bytes", bytes.getMessage());
    NullPointerException words =
        org.junit.jupiter.api.Assertions.assertThrows(
            NullPointerException.class, () -> matcher.mask(nothing()));
    assertEquals("words", words.getMessage());
    assertEquals(before, matcher.print());
    assertEquals(0, matcher.length());
  }

  @org.junit.jupiter.api.Test
  void afterTheEndNothingIsAnsweredButRollback() {
    Matcher matcher = afterNothing();
    Vocabulary vocabulary = matcher.constraint().vocabulary();
    int end = vocabulary.endOfGeneration()[0];
    assertFalse(matcher.accept(end), "not complete yet");
    assertTrue(matcher.accept(0));
    assertTrue(matcher.accept(end));
    assertTrue(matcher.isFinished());
    long[] mask = new long[vocabulary.maskWords()];
    for (org.junit.jupiter.api.function.Executable use :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> matcher.mask(mask),
            () -> matcher.mask(mask, 5),
            () -> matcher.isAllowed(0),
            () -> matcher.accept(0),
            () -> matcher.accept(end),
            () -> matcher.acceptBytes(new byte[] {'a'}))) {
      org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class, use);
      assertTrue(matcher.isFinished());
      assertEquals(2, matcher.length());
    }
    matcher.rollback(1);
    assertFalse(matcher.isFinished());
    assertTrue(matcher.isComplete());
    matcher.mask(mask);
    assertTrue(matcher.isAllowed(end));
  }

  private static Matcher afterNothing() {
    dev.strait.rule.DfaRule rule =
        new dev.strait.rule.DfaRule("a", dev.strait.rule.Dfa.literal(new byte[] {'a'}));
    return Constraint.compile(rule, vocabulary(new Random(7), true), Limits.defaults()).matcher();
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}
