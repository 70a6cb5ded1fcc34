package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.bench.JsonRules;
import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Large inputs take linear time and memory, or a typed error. */
@Tag("slow")
class GrowthTest {
  private static final Vocabulary BYTES = bytes();

  private static Vocabulary bytes() {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    builder.add(TokenKind.NORMAL, "]]]]]]]]".getBytes(StandardCharsets.UTF_8));
    return builder.add(TokenKind.CONTROL, new byte[] {'e'}).endOfGeneration(257).build();
  }

  @Test
  void nestingOfAHundredThousandLevels() {
    Matcher matcher = Constraint.compile(JsonRules.VALUE, BYTES, Limits.defaults()).matcher();
    int levels = 100_000;
    for (int i = 0; i < levels; i++) {
      assertTrue(matcher.accept('['));
    }
    assertEquals(levels, matcher.shortestCompletion());
    long[] mask = new long[BYTES.maskWords()];
    matcher.mask(mask);
    assertTrue((mask[256 >>> 6] >>> 256 & 1) != 0);
    assertTrue(matcher.explain().toString().contains("value"));
    for (int i = 0; i < levels; i++) {
      assertTrue(matcher.accept(']'));
    }
    assertTrue(matcher.isComplete());
    matcher.rollback(levels + 1);
    assertFalse(matcher.isComplete());
  }

  @Test
  void nestingBeyondTheLimitIsATypedError() {
    Matcher matcher =
        Constraint.compile(JsonRules.VALUE, BYTES, new Limits(1000, 1, 100)).matcher();
    for (int i = 0; i < 100; i++) {
      assertTrue(matcher.accept('['));
    }
    int length = matcher.length();
    LimitException refused =
        assertThrows(
            LimitException.class,
            () -> {
              while (true) {
                matcher.accept('[');
              }
            });
    assertTrue(refused.getMessage().contains("100 frames"), refused.getMessage());
    assertTrue(matcher.length() - length < 10);
    assertTrue(matcher.accept(']'));
  }

  @Test
  void literalOfTenMegabytes() {
    byte[] literal = new byte[10_000_000];
    Arrays.fill(literal, (byte) 'x');
    literal[literal.length - 1] = 'y';
    Constraint constraint =
        Constraint.compile(
            new DfaRule("literal", Dfa.literal(literal)), BYTES, new Limits(100_000, 1, 100));
    Matcher matcher = constraint.matcher();
    assertEquals(literal.length, matcher.shortestCompletion());
    for (int i = 0; i < 300_000; i++) {
      assertTrue(matcher.accept('x'));
    }
    assertFalse(matcher.isAllowed('y'));
    assertTrue(matcher.acceptBytes(Arrays.copyOfRange(literal, 300_000, literal.length)));
    assertTrue(matcher.isComplete());
  }

  @Test
  void alternationOfAHundredThousandLiterals() {
    List<byte[]> words = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      words.add(("word-" + i * 7919L % 1_000_003).getBytes(StandardCharsets.UTF_8));
    }
    Constraint constraint =
        Constraint.compile(new DfaRule("words", Dfa.literals(words)), BYTES, Limits.defaults());
    Set<String> all = new HashSet<>();
    words.forEach(word -> all.add(new String(word, StandardCharsets.UTF_8)));
    for (int i = 0; i < 1_000_003; i += 97) {
      String number = "word-" + i;
      Matcher matcher = constraint.matcher();
      boolean begun = matcher.acceptBytes(number.getBytes(StandardCharsets.UTF_8));
      assertEquals(all.contains(number), begun && matcher.isComplete(), number);
    }
    assertTrue(constraint.matcher().acceptBytes(words.get(99_999)));
    assertFalse(constraint.matcher().acceptBytes("word-x".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void stringOfAMillionCharacters() {
    Constraint constraint =
        Constraint.compile(JsonRules.string(0, 1_000_000), BYTES, new Limits(10_000, 1, 100));
    Matcher matcher = constraint.matcher();
    assertTrue(matcher.accept('"'));
    for (int i = 0; i < 1_000_000; i++) {
      matcher.acceptBytes(new byte[] {'a'});
    }
    assertFalse(matcher.isAllowed('a'));
    assertTrue(matcher.accept('"'));
    assertTrue(matcher.isComplete());
  }

  /** {0,1000000} of a byte class and of a recursive rule: a counter, not a state for each count. */
  @Test
  void repeatsOfAMillion() {
    Expression letter = Expression.bytes('a', 'z');
    Expression nested =
        Expression.choice(
            Expression.literal("x"),
            Expression.sequence(
                Expression.literal("("), Expression.reference("item"), Expression.literal(")")));
    Grammar grammar =
        Grammar.builder()
            .rule("flat", Expression.repeat(letter, 0, 1_000_000))
            .rule("item", nested)
            .rule("deep", Expression.repeat(Expression.reference("item"), 0, 1_000_000))
            .build();
    repeated(grammar.compile("flat"), "x");
    repeated(grammar.compile("deep"), "(x)");
  }

  private static void repeated(Rule<?> rule, String item) {
    Limits limits = new Limits(10_000, 1, 100);
    Constraint constraint = Constraint.compile(rule, BYTES, limits);
    Matcher matcher = constraint.matcher();
    byte[] thousand = item.repeat(1_000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1_000; i++) {
      assertTrue(matcher.isComplete());
      assertTrue(matcher.acceptBytes(thousand));
      assertTrue(
          constraint.universe().weight() < 100_000, constraint.universe().census().toString());
    }
    assertTrue(matcher.isComplete());
    assertFalse(matcher.isAllowed(item.charAt(0)), "a million and one");
    matcher.rollback(1);
    assertTrue(matcher.isAllowed(item.charAt(0)));
  }

  /** Asks everything there is to ask at a state, and checks that the answers fit each other. */
  private static void askEverything(Matcher matcher, byte[] on) {
    long[] mask = new long[BYTES.maskWords()];
    long[] budgeted = new long[BYTES.maskWords()];
    String before = matcher.print();
    matcher.mask(mask);
    int first = on[0] & 0xff;
    assertTrue((mask[first >>> 6] >>> first & 1) != 0);
    assertTrue(matcher.isAllowed(first));
    assertFalse(matcher.isAllowed(0));
    assertFalse(matcher.accept(0));
    assertFalse(matcher.acceptBytes(new byte[] {on[0], 0}));
    long shortest = matcher.shortestCompletion();
    matcher.mask(budgeted, (int) Math.min(shortest, Integer.MAX_VALUE));
    assertTrue(Arrays.stream(budgeted).anyMatch(word -> word != 0), "the least budget suffices");
    for (int w = 0; w < mask.length; w++) {
      assertEquals(0, budgeted[w] & ~mask[w], "budgeted tokens are allowed");
    }
    matcher.mask(budgeted, (int) Math.min(shortest - 1, Integer.MAX_VALUE));
    assertEquals(0, budgeted[first >>> 6] >>> first & 1, "a byte too many for the budget");
    matcher.mask(budgeted, 0);
    assertTrue(Arrays.stream(budgeted).allMatch(word -> word == 0), "no end without a token");
    assertFalse(matcher.explain().toString().isEmpty());
    byte[] forced = matcher.forcedBytes();
    assertTrue(forced.length == 0 || matcher.fork().acceptBytes(forced));
    Matcher fork = matcher.fork();
    assertTrue(fork.acceptBytes(on));
    fork.rollback(fork.length() - matcher.length());
    assertEquals(before, fork.print());
    assertEquals(before, matcher.print());
  }

  @Test
  void everythingCanBeAskedAtADepthOfAHundredThousand() {
    Matcher matcher = Constraint.compile(JsonRules.VALUE, BYTES, Limits.defaults()).matcher();
    for (int i = 0; i < 100_000; i++) {
      assertTrue(matcher.accept('['));
    }
    askEverything(matcher, "]".repeat(50_000).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "]".repeat(100_000),
        new String(matcher.exampleCompletion(100_000), StandardCharsets.UTF_8));
    assertThrows(LimitException.class, () -> matcher.exampleCompletion(99_999));
  }

  @Test
  void everythingCanBeAskedInALiteralOfTenMegabytes() {
    byte[] literal = new byte[10_000_000];
    Arrays.fill(literal, (byte) 'x');
    Limits limits = new Limits(100_000, 1, 100);
    Matcher matcher =
        Constraint.compile(new DfaRule("literal", Dfa.literal(literal)), BYTES, limits).matcher();
    assertTrue(matcher.acceptBytes(new byte[] {'x'}));
    assertEquals(1 << 16, matcher.forcedBytes().length);
    askEverything(matcher, "x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everythingCanBeAskedOfAHundredThousandLiterals() {
    List<byte[]> words = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      words.add(("word-" + i * 7919L % 1_000_003).getBytes(StandardCharsets.UTF_8));
    }
    DfaRule rule = new DfaRule("words", Dfa.literals(words));
    Matcher matcher = Constraint.compile(rule, BYTES, Limits.defaults()).matcher();
    assertEquals("word-", new String(matcher.forcedBytes(), StandardCharsets.UTF_8));
    askEverything(matcher, "word-".getBytes(StandardCharsets.UTF_8));
    assertTrue(matcher.acceptBytes("word-".getBytes(StandardCharsets.UTF_8)));
    askEverything(matcher, new byte[] {'7'});
  }

  @Test
  void everythingCanBeAskedInARepeatOfAMillion() {
    Expression letter = Expression.bytes('a', 'z');
    Grammar grammar =
        Grammar.builder().rule("flat", Expression.repeat(letter, 500_000, 1_000_000)).build();
    Limits limits = new Limits(10_000, 1, 100);
    Matcher matcher = Constraint.compile(grammar.compile("flat"), BYTES, limits).matcher();
    assertEquals(500_000, matcher.shortestCompletion());
    askEverything(matcher, "x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
    assertTrue(matcher.acceptBytes("x".repeat(499_999).getBytes(StandardCharsets.UTF_8)));
    assertEquals(1, matcher.shortestCompletion());
  }

  /** Nesting four times as deep takes about four times the memory and the work, not sixteen. */
  @Test
  void nestingIsLinear() {
    nest(2_000);
    Cost small = nest(10_000);
    Cost large = nest(40_000);
    assertTrue(large.entries < 6L * small.entries, small + ", " + large);
    assertTrue(large.bytes < 5L * small.bytes, small + ", " + large);
  }

  private record Cost(int entries, long bytes) {}

  private static Cost nest(int levels) {
    Limits limits = new Limits(10_000_000, 500, 1_000_000);
    Constraint constraint = Constraint.compile(JsonRules.array(JsonRules.VALUE, 1), BYTES, limits);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    Matcher matcher = constraint.matcher();
    long[] mask = new long[BYTES.maskWords()];
    for (int i = 0; i < levels; i++) {
      assertTrue(matcher.accept('['));
      matcher.mask(mask);
      matcher.mask(mask, levels * 2);
    }
    assertEquals(levels, matcher.exampleCompletion(levels).length);
    matcher.rollback(levels);
    long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    return new Cost(constraint.universe().weight(), bytes);
  }
}
