package dev.strait.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Bounded numbers of many digits: their texts against arithmetic, their masks against bytes. */
class NumberTailTest {
  private static final List<String> BOUNDS =
      List.of(
          "0",
          "1",
          "5",
          "10",
          "12",
          "99",
          "100",
          "900",
          "3600",
          "65535",
          "65536",
          "0.001",
          "12.5",
          "0.25",
          "180",
          "1000000",
          "123456789012345678901234",
          "9007199254740991",
          "1e-30",
          "2e40");

  private static final List<String> STEPS = List.of("1", "10", "0.01", "0.25", "3", "100");

  private static final List<String> AVOIDED = List.of("1", "1", "10", "0.01", "1000", "3");

  private static final List<NumberPolicy> POLICIES =
      List.of(
          NumberPolicy.wide(),
          NumberPolicy.plain(),
          new NumberPolicy(6, 6, 3, true),
          new NumberPolicy(3, 2, 2, true),
          new NumberPolicy(4, 3, 3, false),
          new NumberPolicy(5, 0, 0, false));

  private static final Vocabulary TOKENS = tokens();

  private static Vocabulary tokens() {
    List<byte[]> texts = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      texts.add(new byte[] {(byte) b});
    }
    for (String token :
        List.of(
            "00", "10", "12", "25", "36", "99", "000", "100", "125", "655", "900", "999", "123456",
            "-1", "-0", "-90", ".5", ".00", ".25", "0.", "0.0", "5.", "e1", "e-", "E+0", "e-2",
            "1e", "9e9", "0e", "+1", "e000", "1.5e3", "00e-2")) {
      texts.add(token.getBytes(StandardCharsets.US_ASCII));
    }
    return Vocabulary.of(texts);
  }

  private static BigDecimal bound(Random random) {
    BigDecimal value = new BigDecimal(BOUNDS.get(random.nextInt(BOUNDS.size())));
    return random.nextInt(4) == 0 ? value.negate() : value;
  }

  private static NumberSet set(Random random) {
    BigDecimal a = bound(random);
    BigDecimal b = bound(random);
    BigDecimal low = random.nextInt(4) == 0 ? null : a.min(b);
    BigDecimal high = random.nextInt(4) == 0 ? null : a.max(b);
    NumberSet set = NumberSet.range(low, random.nextInt(3) == 0, high, random.nextInt(3) == 0);
    if (random.nextBoolean()) {
      BigDecimal step = new BigDecimal(STEPS.get(random.nextInt(STEPS.size())));
      set = set.and(NumberSet.multipleOf(random.nextBoolean() ? BigDecimal.ONE : step));
    }
    if (random.nextInt(4) == 0) {
      set = set.without(List.of(bound(random), bound(random)));
    }
    if (random.nextInt(3) == 0) {
      BigDecimal off = new BigDecimal(AVOIDED.get(random.nextInt(AVOIDED.size())));
      set = set.and(NumberSet.multipleOf(off).not());
    }
    return set;
  }

  /** A text near a bound: its digits, cut off or gone on with, the point and exponent moved. */
  private static String text(Random random) {
    BigDecimal value = bound(random);
    int scale = random.nextInt(4);
    value = value.add(BigDecimal.valueOf(random.nextInt(5) - 2, scale));
    String digits = value.toPlainString();
    int shift = random.nextInt(7) - 3;
    return random.nextBoolean()
        ? digits + (digits.contains(".") ? "" : random.nextBoolean() ? ".0" : "")
        : value.scaleByPowerOfTen(-shift).toPlainString() + "e" + shift;
  }

  @Property(tries = 300)
  void textsAreThoseOfTheValues(@ForAll long seed) {
    Random random = new Random(seed);
    NumberSet set = set(random);
    for (int i = 0; i < 30 && !set.isEmpty(); i++) {
      String text = text(random);
      boolean member = set.contains(new BigDecimal(text));
      assertEquals(member, Walker.reads(set.toRule(NumberPolicy.wide()), text), set + ": " + text);
    }
  }

  @Property(tries = 300)
  void everyStateHasAWayToTheEnd(@ForAll long seed) {
    Random random = new Random(seed);
    NumberSet set = set(random);
    for (NumberPolicy policy : POLICIES) {
      if (!set.isEmpty()) {
        byte[] word = Walker.randomWord(set.toRule(policy), random, random.nextInt(30));
        String text = new String(word, StandardCharsets.US_ASCII);
        assertTrue(set.contains(new BigDecimal(text)), set + ": " + text);
      }
    }
  }

  private static final String SIGNS = "0157.-+eE";

  @Property(tries = 200)
  void shortestCompletionsOfWhatIsNoMultipleAreShortest(@ForAll long seed) {
    Random random = new Random(seed);
    BigDecimal off = new BigDecimal(AVOIDED.get(random.nextInt(5)));
    NumberSet set = set(random).and(NumberSet.multipleOf(off).not());
    if (set.isEmpty()) {
      return;
    }
    Rule<?> rule = set.toRule(POLICIES.get(random.nextInt(POLICIES.size())));
    Matcher matcher = Constraint.compile(rule, TOKENS, Limits.defaults()).matcher();
    byte[] word = Walker.randomWord(rule, random, random.nextInt(12));
    for (int i = 0; i < word.length; i++) {
      long least = matcher.shortestCompletion();
      assertEquals(least, matcher.exampleCompletion(1_000).length, set + " at " + i);
      for (int bytes = 0; bytes < Math.min(least, 4); bytes++) {
        assertTrue(!endsWithin(matcher, bytes), set + " ends in " + bytes + " bytes at " + i);
      }
      assertTrue(matcher.acceptBytes(new byte[] {word[i]}));
    }
  }

  @Test
  void digitsOnBothSidesOfThePointMayBeNeeded() {
    shortestCompletionsOfWhatIsNoMultipleAreShortest(861_395);
  }

  /** Returns whether exactly so many bytes, of some, lead to an end. */
  private static boolean endsWithin(Matcher matcher, int bytes) {
    if (bytes == 0) {
      return matcher.isComplete();
    }
    for (char c : SIGNS.toCharArray()) {
      Matcher next = matcher.fork();
      if (next.acceptBytes(new byte[] {(byte) c}) && endsWithin(next, bytes - 1)) {
        return true;
      }
    }
    return false;
  }

  @Property(tries = 300)
  void masksAreThoseOfTheBytes(@ForAll long seed) {
    Random random = new Random(seed);
    NumberSet set = set(random);
    if (set.isEmpty()) {
      return;
    }
    Rule<?> rule = set.toRule(POLICIES.get(random.nextInt(POLICIES.size())));
    Matcher matcher = Constraint.compile(rule, TOKENS, Limits.defaults()).matcher();
    for (int i = 0; i < 5; i++) {
      int next = checkMask(matcher, random, set.toString());
      if (next < 0 || !matcher.accept(next)) {
        return;
      }
    }
  }

  /** Returns one of the allowed text tokens, or -1. */
  private static int checkMask(Matcher matcher, Random random, String what) {
    long[] words = new long[TOKENS.maskWords()];
    matcher.mask(words);
    int chosen = -1;
    int count = 0;
    for (int id = 0; id < TOKENS.size(); id++) {
      if (TOKENS.isText(id)) {
        boolean allowed = (words[id >>> 6] & 1L << id) != 0;
        boolean alive = matcher.fork().acceptBytes(TOKENS.bytes(id));
        assertEquals(alive, allowed, what + " then " + new String(TOKENS.bytes(id)));
        if (allowed && random.nextInt(++count) == 0) {
          chosen = id;
        }
      }
    }
    return chosen;
  }

  @Test
  void aLongTokenMayBeFollowedByTheZerosOfTheStep() {
    NumberSet set =
        NumberSet.multipleOf(new BigDecimal("100"))
            .and(NumberSet.range(new BigDecimal("3600"), false, new BigDecimal("2e40"), false));
    for (NumberPolicy policy : POLICIES) {
      Constraint constraint = Constraint.compile(set.toRule(policy), TOKENS, Limits.defaults());
      checkMask(constraint.matcher(), new Random(1), set.toString());
      Matcher matcher = constraint.matcher();
      assertTrue(matcher.acceptBytes("11111".getBytes(StandardCharsets.US_ASCII)));
      checkMask(matcher, new Random(1), set + " after 11111");
    }
  }

  @Test
  void schemasWithOtherBoundsShareTheirTails() {
    Object a = tailAfterEight("400");
    assertNotNull(a);
    assertEquals(a, tailAfterEight("300"));
  }

  /** Returns where a number from 1 to a bound goes on after an 8. */
  private static Object tailAfterEight(String high) {
    NumberSet set =
        NumberSet.integers()
            .and(NumberSet.range(BigDecimal.ONE, false, new BigDecimal(high), false));
    Rule<?> rule = set.toRule(NumberPolicy.wide());
    return RuleWords.Place.start(rule).expand().edges().stream()
        .filter(e -> e.first() <= '8' && e.last() >= '8')
        .map(e -> e.target().state())
        .findFirst()
        .orElseThrow();
  }
}
