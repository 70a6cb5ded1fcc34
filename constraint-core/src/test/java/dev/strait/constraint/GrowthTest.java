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
import java.util.List;
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
    for (int i = 0; i < words.size(); i += 997) {
      Matcher matcher = constraint.matcher();
      assertTrue(matcher.acceptBytes(words.get(i)));
      assertTrue(matcher.isComplete());
    }
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
}
