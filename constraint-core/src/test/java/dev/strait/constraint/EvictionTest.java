package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Share;
import dev.strait.constraint.bench.JsonRules;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Long runs through ever new states stay within the limits, and say what a roomy run says. */
class EvictionTest {
  private static final Vocabulary VOCABULARY = vocabulary();
  private static final Limits SMALL = new Limits(2_000, 5, 1_000);

  /** One state's expansion or one token's walk adds at most so much beyond a full universe. */
  private static final int SLACK = 1_000;

  private static Vocabulary vocabulary() {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    for (String text : List.of("\":", "\",\"", "[[", "]]", "{\"", "12", "ab", "\"a", "],[", "1,")) {
      builder.add(TokenKind.NORMAL, text.getBytes(StandardCharsets.UTF_8));
    }
    builder.add(TokenKind.CONTROL, "<end>".getBytes(StandardCharsets.UTF_8));
    return builder.endOfGeneration(266).build();
  }

  /** Digits and arrays in any order; no two texts lead to the same state. */
  private static final class Remembering implements Rule<Long> {
    @Override
    public String name() {
      return "remembering";
    }

    @Override
    public Long start() {
      return 1L;
    }

    @Override
    public void expand(Long state, Edges<Long> edges) {
      edges.accept();
      for (int digit = 0; digit < 10; digit++) {
        edges.bytes('0' + digit, '0' + digit, state * 31 + digit);
      }
      edges.call(JsonRules.array(JsonRules.INTEGER, 1), state * 31 + 10);
    }

    @Override
    public long shortest(Long state) {
      return 0;
    }
  }

  @Test
  void weightStaysWithinTheLimit() {
    Constraint constraint = Constraint.compile(new Remembering(), VOCABULARY, SMALL);
    Matcher matcher = constraint.matcher();
    Set<Universe> universes = new HashSet<>();
    Random random = new Random(1);
    long[] mask = new long[VOCABULARY.maskWords()];
    for (int step = 0; step < Share.of(20_000); step++) {
      matcher.mask(mask);
      assertTrue(matcher.accept(pick(mask, random)));
      Universe now = constraint.universe();
      universes.add(now);
      assertTrue(now.weight() <= SMALL.entries() + SLACK, now.census().toString());
      assertTrue(now.denseMasks.get() <= SMALL.masks());
      if (step % 100 == 0) {
        matcher = restarted(constraint, step);
      }
    }
    assertTrue(universes.size() > Share.of(10), "universes: " + universes.size());
  }

  private static Matcher restarted(Constraint constraint, int step) {
    Matcher matcher = constraint.matcher();
    String prefix = step % 200 == 0 ? "[1,2" : "77";
    assertTrue(matcher.acceptBytes(prefix.getBytes(StandardCharsets.UTF_8)));
    return matcher;
  }

  @Test
  void oneLongGenerationSaysTheSameAsARoomyOne() {
    Matcher small = Constraint.compile(new Remembering(), VOCABULARY, SMALL).matcher();
    Matcher roomy = Constraint.compile(new Remembering(), VOCABULARY, Limits.defaults()).matcher();
    Random random = new Random(2);
    long[] mask = new long[VOCABULARY.maskWords()];
    long[] expected = new long[VOCABULARY.maskWords()];
    List<Integer> taken = new ArrayList<>();
    for (int step = 0; step < Share.of(5_000); step++) {
      small.mask(mask);
      roomy.mask(expected);
      assertArrayEquals(expected, mask, "step " + step);
      assertEquals(roomy.isComplete(), small.isComplete());
      assertEquals(roomy.shortestCompletion(), small.shortestCompletion());
      int token = pick(mask, random);
      assertTrue(small.accept(token));
      assertTrue(roomy.accept(token));
      taken.add(token);
    }
    rollBackThroughGivenUpUniverses(small, taken, random);
  }

  /** States of universes long given up still answer as they did. */
  private static void rollBackThroughGivenUpUniverses(
      Matcher small, List<Integer> taken, Random random) {
    Matcher again = small.fork();
    for (int step = taken.size(); step > 0; ) {
      int back = Math.min(step, 1 + random.nextInt(200));
      again.rollback(back);
      step -= back;
      assertTrue(again.isAllowed(taken.get(step)), "step " + step);
      assertEquals(step, again.length());
    }
    for (int token : taken) {
      assertTrue(again.accept(token));
    }
    assertEquals(small.print(), again.print());
  }

  @Test
  void universesThatAreGivenUpCanBeCollected() throws InterruptedException {
    Constraint constraint = Constraint.compile(new Remembering(), VOCABULARY, SMALL);
    List<java.lang.ref.WeakReference<Universe>> seen = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      Matcher matcher = constraint.matcher();
      for (int i = 0; i < 300; i++) {
        assertTrue(matcher.accept('1' + (round + i) * 7 % 9));
        matcher.mask(new long[VOCABULARY.maskWords()]);
      }
      seen.add(new java.lang.ref.WeakReference<>(constraint.universe()));
    }
    Universe current = constraint.universe();
    for (int attempt = 0; attempt < 50 && reachable(seen, current) > 0; attempt++) {
      System.gc();
      Thread.sleep(20);
    }
    assertEquals(0, reachable(seen, current));
  }

  /** Calls in calls, so that a token is walked through as many rules at once. */
  private record Nested(int depth) implements Rule<Integer> {
    @Override
    public String name() {
      return "nested";
    }

    @Override
    public Integer start() {
      return 0;
    }

    @Override
    public void expand(Integer state, Edges<Integer> edges) {
      if (state == 1) {
        edges.accept();
      } else if (depth == 0) {
        edges.bytes('a', 'b', 1);
      } else {
        edges.call(new Nested(depth - 1), 1);
      }
    }

    @Override
    public long shortest(Integer state) {
      return 1 - state;
    }
  }

  @Test
  void constraintsThatAreDroppedCanBeCollected() throws InterruptedException {
    List<java.lang.ref.WeakReference<Universe>> dropped = new ArrayList<>();
    for (int depth = 30; depth >= 0; depth--) {
      dropped.add(new java.lang.ref.WeakReference<>(walkedThrough(depth)));
    }
    Universe current = walkedThrough(0);
    for (int attempt = 0; attempt < 50 && reachable(dropped, current) > 0; attempt++) {
      System.gc();
      Thread.sleep(20);
    }
    assertEquals(0, reachable(dropped, current));
  }

  /** A thread that has walked the tokens of a vocabulary does not keep it. */
  @Test
  void vocabulariesThatAreDroppedCanBeCollected() throws InterruptedException {
    List<java.lang.ref.WeakReference<VocabularyIndex>> dropped = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      VocabularyIndex index = new VocabularyIndex(VOCABULARY);
      Walker walker = index.walker();
      assertSame(walker, index.walker());
      walker.open();
      walker.close();
      dropped.add(new java.lang.ref.WeakReference<>(index));
    }
    for (int attempt = 0; attempt < 50 && held(dropped) > 0; attempt++) {
      System.gc();
      Thread.sleep(20);
    }
    assertEquals(0, held(dropped));
  }

  private static long held(List<java.lang.ref.WeakReference<VocabularyIndex>> seen) {
    return seen.stream().filter(r -> r.get() != null).count();
  }

  private static Universe walkedThrough(int depth) {
    Constraint constraint = Constraint.compile(new Nested(depth), VOCABULARY, Limits.defaults());
    Matcher matcher = constraint.matcher();
    assertTrue(matcher.isAllowed('a') && !matcher.isAllowed('c'));
    matcher.mask(new long[VOCABULARY.maskWords()]);
    return constraint.universe();
  }

  private static long reachable(
      List<java.lang.ref.WeakReference<Universe>> seen, Universe current) {
    return seen.stream().filter(r -> r.get() != null && r.get() != current).count();
  }

  private static int pick(long[] mask, Random random) {
    List<Integer> allowed = new ArrayList<>();
    for (int id = 0; id < 266; id++) {
      if ((mask[id >>> 6] >>> id & 1) != 0) {
        allowed.add(id);
      }
    }
    return allowed.get(random.nextInt(allowed.size()));
  }
}
