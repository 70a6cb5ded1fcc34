package dev.strait.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.Rule;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The algebra against predicates on values, and the rules against the sets. */
class NumberSetTest {
  private static final List<String> VALUES =
      List.of(
          "0", "1", "-1", "2", "3", "5", "10", "12", "-12", "99", "100", "101", "0.1", "0.5",
          "-0.5", "0.25", "0.75", "1.5", "2.50", "1e1", "1E2", "1.5e1", "25e-2", "0.0", "-0", "1.0",
          "10.0", "12.00", "0.05", "1e-2", "0e5", "100e-2", "1000", "33.3", "7", "-7.5", "14", "21",
          "0.001", "1e3", "1e+2", "1e00", "120e-1");

  private record Case(NumberSet set, Predicate<String> oracle, String print) {}

  private static BigDecimal of(String text) {
    return new BigDecimal(text);
  }

  private static Case leaf(Random random) {
    BigDecimal a = of(VALUES.get(random.nextInt(VALUES.size())));
    BigDecimal b = of(VALUES.get(random.nextInt(VALUES.size())));
    boolean out = random.nextBoolean();
    return switch (random.nextInt(8)) {
      case 0 -> new Case(NumberSet.integers(), on(v -> isMultiple(v, of("1"))), "integers");
      case 1 ->
          new Case(
              NumberSet.range(a, out, null, false),
              on(v -> v.compareTo(a) > (out ? 0 : -1)),
              "from " + a + out);
      case 2 ->
          new Case(
              NumberSet.range(null, false, a, out),
              on(v -> v.compareTo(a) < (out ? 0 : 1)),
              "to " + a + out);
      case 3 ->
          new Case(
              NumberSet.range(a, out, a.add(b.abs()), false),
              on(v -> v.compareTo(a) > (out ? 0 : -1) && v.compareTo(a.add(b.abs())) <= 0),
              "in " + a + " " + a.add(b.abs()) + out);
      case 4 ->
          new Case(
              NumberSet.of(List.of(a, b)),
              on(v -> v.compareTo(a) == 0 || v.compareTo(b) == 0),
              "of " + a + " " + b);
      case 5 -> new Case(NumberSet.plainIntegers(), s -> !s.matches(".*[.eE].*"), "plain");
      default -> {
        BigDecimal m = a.signum() == 0 ? of("3") : a.abs();
        yield new Case(NumberSet.multipleOf(m), on(v -> isMultiple(v, m)), "by " + m);
      }
    };
  }

  private static Predicate<String> on(Predicate<BigDecimal> values) {
    return text -> values.test(of(text));
  }

  private static boolean isMultiple(BigDecimal v, BigDecimal m) {
    return v.remainder(m).signum() == 0;
  }

  private static Case tree(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return leaf(random);
    }
    Case a = tree(random, depth - 1);
    if (random.nextInt(4) == 0) {
      return new Case(a.set.not(), a.oracle.negate(), "not(" + a.print + ")");
    }
    Case b = tree(random, depth - 1);
    return random.nextInt(3) > 0
        ? new Case(a.set.and(b.set), a.oracle.and(b.oracle), a.print + "&(" + b.print + ")")
        : new Case(a.set.or(b.set), a.oracle.or(b.oracle), a.print + "|(" + b.print + ")");
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  private static String text(Random random) {
    if (random.nextBoolean()) {
      return VALUES.get(random.nextInt(VALUES.size()));
    }
    String text =
        (random.nextInt(3) == 0 ? "-" : "") + random.nextInt(random.nextBoolean() ? 20 : 300);
    text += random.nextInt(3) == 0 ? "." + random.nextInt(100) : "";
    return text + (random.nextInt(4) == 0 ? "e" + (random.nextInt(6) - 3) : "");
  }

  @Property(tries = 200)
  void everyFormOfEveryMemberIsReadUnderTheWidePolicy(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Case c = tree(random, 3);
    NumberPolicy wide = new NumberPolicy(6, 6, 3, true);
    for (int i = 0; i < 40; i++) {
      String text = text(random);
      boolean expected = c.oracle.test(text);
      if (c.set.isEmpty()) {
        assertFalse(expected, c.print + " of " + text);
      } else {
        assertEquals(expected, Walker.reads(c.set.toRule(wide), text), c.print + " of " + text);
      }
    }
    assertTrue(c.set.and(c.set.not()).isEmpty(), c.print);
    assertTrue(c.set.or(c.set.not()).isAll(), c.print);
  }

  @Property(tries = 150)
  void thePlainPolicyHasATextOfEachShortMember(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Case c = tree(random, 3);
    for (int i = 0; i < 40 && !c.set.isEmpty(); i++) {
      String text = text(random);
      String plain = of(text).signum() == 0 ? "0" : of(text).stripTrailingZeros().toPlainString();
      if (!c.print.contains("plain")) {
        assertEquals(
            c.oracle.test(text),
            Walker.reads(c.set.toRule(NumberPolicy.plain()), plain),
            c.print + " of " + plain);
      }
    }
  }

  @Property(tries = 150)
  void walksEndInTheSet(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Case c = tree(random, 3);
    List<NumberPolicy> policies =
        List.of(NumberPolicy.plain(), NumberPolicy.wide(), new NumberPolicy(3, 2, 2, true));
    if (!c.set.isEmpty()) {
      for (NumberPolicy policy : policies) {
        byte[] word = Walker.randomWord(c.set.toRule(policy), random, random.nextInt(12));
        String text = new String(word, StandardCharsets.US_ASCII);
        assertTrue(text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?"), text);
        assertTrue(c.oracle.test(text), c.print + " of " + text);
      }
      assertTrue(c.set.contains(c.set.witness().orElseThrow()), c.print);
      assertEquals(
          c.set.minBytes(), RuleWords.shortest(c.set.toRule(NumberPolicy.plain())).length, c.print);
    }
  }

  /** Few digits and short exponents: what is left may need any of them. */
  @Property(tries = 60, seed = "20261130")
  void shortestCompletionsAreExact(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Case c = tree(random, 3);
    List<NumberPolicy> policies =
        List.of(
            NumberPolicy.plain(),
            NumberPolicy.wide(),
            new NumberPolicy(4, 3, 1, false),
            new NumberPolicy(1, 0, 1, false),
            new NumberPolicy(3, 2, 2, true),
            new NumberPolicy(20, 0, 2, false));
    for (NumberPolicy policy : policies) {
      for (int walk = 0; walk < 2 && !c.set.isEmpty(); walk++) {
        Walker.checkShortest(c.set.toRule(policy), random, 30);
      }
    }
  }

  /** No exponent of one digit brings so many digits near zero, but one brings few. */
  @Test
  void shortExponentsAndBoundsOfManyDigits() {
    NumberPolicy policy = new NumberPolicy(4, 3, 1, false);
    NumberSet set = NumberSet.range(of("-123456789012345678901234"), false, of("0.25"), false);
    RuleWords.Place<?> place = RuleWords.Place.start(set.toRule(policy));
    assertEquals(1, place.shortest());
    for (RuleWords.Edge edge : place.expand().edges()) {
      if (edge.first() <= '1' && '1' <= edge.last()) {
        assertEquals("e-1".length(), edge.target().shortest());
      }
    }
    assertTrue(reads(set, policy, "1e-1"));
    assertFalse(reads(set, policy, "1"));
    NumberSet points = NumberSet.of(List.of(of("1.2e-8"), of("3.4e-9")));
    assertTrue(reads(points, policy, "12e-9"));
    assertTrue(reads(points, policy, "3.4e-9"));
    assertFalse(reads(points, policy, "12e-8"));
    for (long seed = 0; seed < 20; seed++) {
      Walker.checkShortest(set.toRule(policy), new Random(seed), 40);
      Walker.checkShortest(points.toRule(policy), new Random(seed), 40);
    }
  }

  /** Zero is left out, and nothing else is above -1 and below 1. */
  @Test
  void aSignIsReadOnlyIfANumberFollows() {
    NumberSet set =
        NumberSet.range(of("-0.25"), false, null, false)
            .and(NumberSet.integers())
            .without(List.of(of("0")));
    for (long seed = 0; seed < 20; seed++) {
      Walker.checkShortest(set.toRule(NumberPolicy.wide()), new Random(seed), 20);
    }
    for (RuleWords.Edge edge :
        RuleWords.Place.start(set.toRule(NumberPolicy.wide())).expand().edges()) {
      assertFalse(edge.first() <= '-' && '-' <= edge.last());
    }
    assertTrue(reads(set, NumberPolicy.wide(), "10e-1"));
  }

  private static boolean reads(NumberSet set, NumberPolicy policy, String text) {
    return Walker.reads(set.toRule(policy), text);
  }

  @Test
  void formsOfIntegers() {
    assertFalse(reads(NumberSet.integers(), NumberPolicy.plain(), "1.0"));
    assertFalse(reads(NumberSet.integers(), NumberPolicy.plain(), "-0"));
    for (String text : List.of("1.0", "-0", "1e2", "10e-1", "1.5e1", "0.0e-7", "1e400")) {
      assertTrue(reads(NumberSet.integers(), NumberPolicy.wide(), text), text);
      assertFalse(
          reads(NumberSet.plainIntegers(), NumberPolicy.wide(), text) && !text.equals("-0"));
    }
    for (String text : List.of("1.5", "15e-1", "01", "1.", ".5", "+1", "1e", "0x1", "")) {
      assertFalse(reads(NumberSet.integers(), NumberPolicy.wide(), text), text);
    }
  }

  @Test
  void hugeAndTiny() {
    NumberSet tiny = NumberSet.multipleOf(of("1e-300"));
    assertTrue(reads(tiny, NumberPolicy.wide(), "1e-300"));
    assertFalse(reads(tiny, NumberPolicy.wide(), "1e-301"));
    NumberSet huge =
        NumberSet.multipleOf(of("1e308")).and(NumberSet.range(of("1"), false, null, false));
    assertTrue(reads(huge, NumberPolicy.wide(), "3e308"));
    assertTrue(reads(huge, NumberPolicy.plain(), "1" + "0".repeat(308)));
    assertEquals(309, huge.minBytes());
    assertEquals(Optional.of(of("1e308")), huge.witness());
    NumberSet narrow = NumberSet.range(of("1e-40"), true, of("2e-40"), true);
    assertEquals("1.1E-40", narrow.witness().orElseThrow().toString());
    assertEquals(43, narrow.minBytes());
  }

  @Test
  void finiteSets() {
    NumberSet dice = NumberSet.integers().and(NumberSet.range(of("1"), false, of("6"), false));
    assertEquals(6, dice.finite(6).orElseThrow().size());
    assertEquals(Optional.empty(), dice.finite(5));
    assertEquals(Optional.empty(), NumberSet.range(of("0"), false, of("1"), false).finite(100));
    assertEquals(
        Optional.of(Set.of(of("1"))),
        dice.and(NumberSet.range(null, false, of("2"), true)).finite(9));
    assertTrue(dice.and(NumberSet.multipleOf(of("7"))).isEmpty());
    assertTrue(NumberSet.integers().and(NumberSet.multipleOf(of("0.5")).not()).isEmpty());
  }

  @Test
  void equalSetsShareTheirRulesAndFamiliesAreShared() {
    NumberSet a = NumberSet.integers().and(NumberSet.range(of("1"), false, of("6"), false));
    NumberSet b = NumberSet.range(of("1.0"), false, of("6"), false).and(NumberSet.integers());
    assertSame(a.toRule(NumberPolicy.plain()), b.toRule(NumberPolicy.plain()));
    assertTrue(NumberSet.integers().toRule(NumberPolicy.plain()).isShared());
    assertFalse(a.toRule(NumberPolicy.plain()).isShared());
  }

  @Test
  void digitsThatDifferInNothingShareTheirState() {
    Rule<?> rule = NumberSet.integers().toRule(NumberPolicy.plain());
    var edges = RuleWords.Place.start(rule).expand().edges();
    assertEquals(3, edges.size(), edges.toString());
  }

  /** What counts of the digits of 0.25, 12 or 7 is their remainder, with and without exponents. */
  @Test
  void digitsThatLeaveOneRemainderShareTheirState() {
    for (String step : List.of("0.25", "12", "7")) {
      for (NumberPolicy policy : List.of(NumberPolicy.plain(), NumberPolicy.wide())) {
        NumberSet set =
            NumberSet.multipleOf(of(step)).and(NumberSet.range(of("3"), false, null, false));
        Set<Object> places = new HashSet<>();
        Deque<RuleWords.Place<?>> open = new ArrayDeque<>();
        open.add(RuleWords.Place.start(set.toRule(policy)));
        for (int digits = 0; digits < 3; digits++) {
          Deque<RuleWords.Place<?>> next = new ArrayDeque<>();
          for (RuleWords.Place<?> place : open) {
            for (var edge : place.expand().edges()) {
              if (edge.first() <= '9' && edge.last() >= '0' && places.add(edge.target())) {
                next.add(edge.target());
              }
            }
          }
          open = next;
        }
        assertTrue(places.size() < 300, step + " " + policy + ": " + places.size());
      }
    }
  }

  /**
   * An excluded point with a long exponent, as a text of unique items may bring, costs no more
   * digits than another.
   */
  @Test
  void pointsFarAwayAreNoBurden() {
    NumberSet far = NumberSet.of(List.of(of("3e94256"), of("-7e-88888")));
    NumberSet near = far.not().and(NumberSet.integers());
    for (NumberSet set : List.of(near, far.not().and(NumberSet.multipleOf(of("0.25"))), far)) {
      Rule<?> rule = set.toRule(NumberPolicy.wide());
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            assertEquals(set != far, Walker.reads(rule, "-12.0e3"));
            assertEquals(set == far, Walker.reads(rule, "0.3e94257"));
            assertFalse(Walker.reads(rule, "1".repeat(500)));
          });
    }
  }

  @Test
  void nothingNegativeIsADivisor() {
    assertThrows(IllegalArgumentException.class, () -> NumberSet.multipleOf(of("0")));
    assertThrows(IllegalStateException.class, () -> NumberSet.none().toRule(NumberPolicy.plain()));
  }
}
