package dev.strait.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.Rule;
import java.nio.charset.StandardCharsets;
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

/** The algebra against predicates, and the rules against the sets. */
class StringSetTest {
  private static final List<String> LETTERS =
      List.of("a", "b", "\"", "\\", "/", "\n", "\u0001", "\u007f", "é", "漢", "😀", "\uFFFF", "0");

  /** A set and the same set as a predicate. */
  private record Case(StringSet set, Predicate<String> oracle, String print) {}

  private static Case leaf(Random random) {
    int min = random.nextInt(3);
    int max = min + random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0 -> new Case(StringSet.all(), s -> true, "all");
      case 1 -> {
        Set<String> strings = Set.of(text(random), text(random) + "x", text(random) + "yz");
        yield new Case(StringSet.of(strings), strings::contains, "of" + strings);
      }
      case 2 ->
          new Case(
              StringSet.length(min, max), s -> size(s) >= min && size(s) <= max, min + "-" + max);
      case 3 ->
          new Case(StringSet.length(min, StringSet.UNBOUNDED), s -> size(s) >= min, min + "-");
      case 4 -> pattern("^(ab|é)*$");
      case 5 -> pattern("[a\\n😀]");
      default -> pattern("^[^\"\\\\漢]{1,20}$");
    };
  }

  private static Case pattern(String pattern) {
    var oracle =
        java.util.regex.Pattern.compile(
            pattern.replace("$", "\\z"), java.util.regex.Pattern.DOTALL);
    return new Case(StringSet.pattern(pattern), s -> oracle.matcher(s).find(), pattern);
  }

  private static int size(String s) {
    return s.codePointCount(0, s.length());
  }

  private static String text(Random random) {
    StringBuilder out = new StringBuilder();
    for (int n = random.nextInt(6); n > 0; n--) {
      out.append(LETTERS.get(random.nextInt(random.nextInt(3) == 0 ? LETTERS.size() : 2)));
    }
    return out.toString();
  }

  private static Case tree(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return leaf(random);
    }
    Case a = tree(random, depth - 1);
    if (random.nextInt(3) == 0) {
      return new Case(a.set.not(), a.oracle.negate(), "not(" + a.print + ")");
    }
    Case b = tree(random, depth - 1);
    return random.nextBoolean()
        ? new Case(a.set.and(b.set), a.oracle.and(b.oracle), a.print + "&(" + b.print + ")")
        : new Case(a.set.or(b.set), a.oracle.or(b.oracle), a.print + "|(" + b.print + ")");
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(tries = 300)
  void algebraAndRulesAgreeWithPredicates(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Case c = tree(random, 3);
    for (int i = 0; i < 60; i++) {
      String text = text(random);
      boolean expected = c.oracle.test(text);
      assertEquals(expected, c.set.contains(text), c.print + " of " + text);
      if (!c.set.isEmpty()) {
        assertEquals(expected, reads(c.set, Escapes.CANONICAL, Json.canonical(text)), c.print);
        assertEquals(expected, reads(c.set, Escapes.ANY, Json.escaped(text, random)), c.print);
      } else {
        assertFalse(expected, c.print);
      }
    }
    assertTrue(c.set.and(c.set.not()).isEmpty(), c.print);
    assertTrue(c.set.or(c.set.not()).isAll(), c.print);
  }

  private static boolean reads(StringSet set, Escapes escapes, String json) {
    return Walker.reads(set.toRule(escapes), json);
  }

  @Property(tries = 200)
  void walksEndInTheSet(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Case c = tree(random, 3);
    if (!c.set.isEmpty()) {
      for (Escapes escapes : Escapes.values()) {
        byte[] word = Walker.randomWord(c.set.toRule(escapes), random, random.nextInt(30));
        assertTrue(c.oracle.test(JsonStrings.unquoted(word)), c.print);
      }
      String witness = c.set.witness().orElseThrow();
      assertTrue(c.oracle.test(witness), c.print);
      assertEquals(
          c.set.minBytes(), Json.canonical(witness).getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Property(tries = 200)
  void excludedKeysAreExcludedHoweverTheyAreWritten(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Case c = tree(random, 2);
    KeySet keys = KeySet.empty();
    for (int i = random.nextInt(5); i >= 0; i--) {
      keys = keys.plus(text(random));
    }
    for (Escapes escapes : Escapes.values()) {
      Optional<Rule<?>> rule = c.set.toRuleExcept(keys, escapes);
      for (int i = 0; i < 40; i++) {
        String text = text(random);
        boolean expected = c.oracle.test(text) && !keys.contains(text);
        String json = escapes == Escapes.ANY ? Json.escaped(text, random) : Json.canonical(text);
        assertEquals(expected, rule.isPresent() && Walker.reads(rule.get(), json), c.print + json);
      }
      if (rule.isPresent()) {
        String word = JsonStrings.unquoted(Walker.randomWord(rule.get(), random, 8));
        assertTrue(c.oracle.test(word) && !keys.contains(word), c.print + word);
      }
    }
  }

  @Test
  void nothingIsLeftOfAFiniteSetWhenAllItsKeysAreSeen() {
    StringSet set = StringSet.of("a", "ab", "é");
    KeySet seen = KeySet.empty().plus("a").plus("é");
    assertTrue(set.toRuleExcept(seen, Escapes.ANY).isPresent());
    assertEquals(Optional.empty(), set.toRuleExcept(seen.plus("ab"), Escapes.ANY));
    assertEquals(seen, KeySet.empty().plus("é").plus("a").plus("a"));
    assertEquals(2, seen.size());
  }

  @Test
  void halfAPairIsNoText() {
    Rule<?> any = StringSet.all().toRule(Escapes.ANY);
    for (String half : List.of("\\ud800", "\\udc00", "\\ud800\\u0041", "\\ud800x", "\\udbff\\n")) {
      assertFalse(Walker.reads(any, "\"" + half + "\""), half);
    }
    assertTrue(Walker.reads(any, "\"\\uD83D\\uDe00\""));
    assertTrue(Walker.reads(any, "\"\\ud7ff\\uE000\\uFFFF\\u0000\\/\""));
    assertFalse(StringSet.all().contains("\ud800"));
  }

  @Test
  void canonicalHasOneTextPerString() {
    Rule<?> rule = StringSet.all().toRule(Escapes.CANONICAL);
    for (String other :
        List.of("\\/", "\\u0041", "\\u000A", "\\u000a", "\\u001F", "\n", "\u0001", "\\x", "\\'")) {
      assertFalse(Walker.reads(rule, "\"" + other + "\""), other);
    }
    assertTrue(Walker.reads(rule, "\"/\\n\\u001f\\u0000\u007f\\\"\\\\\""));
  }

  @Test
  void equalSetsShareTheirRules() {
    Rule<?> rule = StringSet.pattern("^[a-c]+$").toRule(Escapes.CANONICAL);
    assertSame(rule, StringSet.pattern("^(?:a|b|c)(?:[abc])*$").toRule(Escapes.CANONICAL));
    assertSame(
        StringSet.length(0, 7).toRule(Escapes.ANY), StringSet.length(-1, 7).toRule(Escapes.ANY));
    assertTrue(StringSet.all().toRule(Escapes.ANY).isShared());
  }

  @Test
  void finiteSets() {
    assertEquals(
        Optional.of(Set.of("a", "bb")),
        StringSet.of("a", "bb", "ccc").minus(StringSet.pattern("^c")).finite(10));
    assertEquals(Optional.empty(), StringSet.pattern("^a").finite(1000));
    assertEquals(
        Optional.of(Set.of("", "a", "aa")),
        StringSet.pattern("^a*$").and(StringSet.length(0, 2)).finite(3));
    assertEquals(Optional.empty(), StringSet.length(0, 5).finite(100));
  }

  @Test
  void lengthsAreNotUnrolled() {
    StringSet large = StringSet.length(999_999, 1_000_000);
    assertEquals(1_000_001, large.minBytes());
    assertTrue(large.and(StringSet.length(0, 999_998)).isEmpty());
    assertEquals(1_000_002, StringSet.pattern("^(ab)*$").and(large).minBytes());
    assertTrue(StringSet.pattern("^(ab)*$").and(StringSet.length(1_000_001, 1_000_001)).isEmpty());
    assertEquals(5_002, StringSet.pattern("^[a-z]{5000,60000}$").minBytes());
  }

  @Test
  void emptySetsHaveNoRule() {
    assertTrue(StringSet.length(3, 2).isEmpty());
    assertTrue(StringSet.of().isEmpty());
    assertThrows(IllegalStateException.class, () -> StringSet.none().toRule(Escapes.ANY));
    assertEquals(Optional.empty(), StringSet.none().witness());
  }
}
