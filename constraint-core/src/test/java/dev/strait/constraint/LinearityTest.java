package dev.strait.constraint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.strait.constraint.bench.JsonRules;
import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Inputs eight times as large take about eight times the memory and the processor time, not
 * sixty-four. Both are those of the thread alone, so that what else a machine does hardly matters.
 */
@Tag("slow")
class LinearityTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int TIMES = 8;
  private static final int RUNS = 3;
  private static final Vocabulary VOCABULARY = vocabulary();

  /** Roomy: what is remembered is to be linear too. */
  private static final Limits LIMITS = new Limits(100_000_000, 500, 1_000_000);

  private static Vocabulary vocabulary() {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    for (String text : List.of("xxxxxxxx", "xy", "word-", "1,", "[[[[", "]]]]", "(x)(", ")(")) {
      builder.add(TokenKind.NORMAL, text.getBytes(UTF_8));
    }
    return builder.add(TokenKind.CONTROL, new byte[] {'e'}).endOfGeneration(264).build();
  }

  /** The medians of what some runs took. */
  private record Cost(long bytes, long nanos) {
    static Cost of(Runnable work) {
      long[] bytes = new long[RUNS];
      long[] nanos = new long[RUNS];
      for (int run = 0; run < RUNS; run++) {
        long allocated = allocated();
        long used = THREADS.getCurrentThreadCpuTime();
        work.run();
        nanos[run] = THREADS.getCurrentThreadCpuTime() - used;
        bytes[run] = allocated() - allocated;
      }
      Arrays.sort(bytes);
      Arrays.sort(nanos);
      return new Cost(bytes[RUNS / 2], nanos[RUNS / 2]);
    }

    private static long allocated() {
      return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
  }

  /** Runs some work of a size, first for nothing, and of one that is eight times as large. */
  private static void checkLinear(int size, IntConsumer work) {
    work.accept(size);
    Cost small = Cost.of(() -> work.accept(size));
    Cost large = Cost.of(() -> work.accept(TIMES * size));
    String both = small + ", " + large;
    assertTrue(2 * large.bytes <= 3 * TIMES * small.bytes, both);
    assertTrue(large.nanos <= 3 * TIMES * small.nanos, both);
  }

  private static Constraint constraint(Rule<?> rule) {
    return Constraint.compile(rule, VOCABULARY, LIMITS);
  }

  @Test
  void literals() {
    checkLinear(
        20_000,
        size -> {
          byte[] literal = new byte[size];
          Arrays.fill(literal, (byte) 'x');
          literal[size - 1] = 'y';
          readLiteral(new DfaRule("literal", Dfa.literal(literal)), literal);
          Expression written = Expression.literal(literal);
          Expression open = Expression.sequence(written, Expression.zeroOrMore(written));
          readLiteral(Grammar.builder().rule("written", open).build().compile("written"), literal);
        });
  }

  private static void readLiteral(Rule<?> rule, byte[] literal) {
    Matcher matcher = constraint(rule).matcher();
    long[] mask = new long[VOCABULARY.maskWords()];
    for (int i = 0; i < literal.length / 10; i++) {
      assertTrue(matcher.accept('x'));
      if (i % 10 == 0) {
        matcher.mask(mask);
        matcher.mask(mask, literal.length);
      }
    }
    int read = matcher.length();
    assertEquals(literal.length - read, matcher.shortestCompletion());
    while (read < literal.length) {
      byte[] forced = matcher.forcedBytes();
      assertTrue(matcher.acceptBytes(forced));
      read += forced.length;
    }
    assertTrue(matcher.isComplete());
    matcher.rollback(matcher.length());
    assertEquals(literal.length / 10, exampleOf(matcher, literal));
  }

  /** Takes a tenth of the literal from an example of what is to come. */
  private static int exampleOf(Matcher matcher, byte[] literal) {
    int most = literal.length / 10;
    assertTrue(matcher.acceptBytes(Arrays.copyOf(literal, literal.length - most)));
    return matcher.exampleCompletion(most).length;
  }

  /** Words with hardly an end in common, so that there are states for nearly all their letters. */
  @Test
  void literalSets() {
    checkLinear(
        4_000,
        size -> {
          Random random = new Random(size);
          List<byte[]> words = new ArrayList<>();
          for (int i = 0; i < size; i++) {
            byte[] word = new byte[12];
            random.nextBytes(word);
            words.add(word);
          }
          Dfa dfa = Dfa.literals(words);
          words.forEach(word -> assertTrue(dfa.matches(word)));
        });
  }

  @Test
  void alternations() {
    checkLinear(
        5_000,
        size -> {
          List<byte[]> words = words(size);
          readWords(new DfaRule("words", Dfa.literals(words)), words);
        });
  }

  /** As a grammar writes them, and some that go on with a rule. */
  @Test
  void alternationsInGrammars() {
    checkLinear(
        2_000,
        size -> {
          List<byte[]> words = words(size);
          List<Expression> choices = new ArrayList<>();
          for (int i = 0; i < size; i++) {
            Expression word = Expression.literal(words.get(i));
            choices.add(
                i % 10 == 0 ? Expression.sequence(word, Expression.reference("end")) : word);
          }
          Expression end = Expression.optional(Expression.literal("!"));
          Grammar grammar =
              Grammar.builder().rule("end", end).rule("any", Expression.choice(choices)).build();
          readWords(grammar.compile("any"), words);
        });
  }

  private static List<byte[]> words(int count) {
    List<byte[]> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(("word-" + i * 7919L % 1_000_003).getBytes(UTF_8));
    }
    return words;
  }

  private static void readWords(Rule<?> rule, List<byte[]> words) {
    Constraint constraint = constraint(rule);
    long[] mask = new long[VOCABULARY.maskWords()];
    for (byte[] word : words) {
      Matcher matcher = constraint.matcher();
      for (byte b : word) {
        matcher.mask(mask);
        assertTrue(matcher.accept(b));
      }
      assertTrue(matcher.isComplete());
    }
  }

  /** With as many items read as the count allows, one rule that calls itself among them. */
  @Test
  void repeats() {
    checkLinear(4_000, size -> readRepeats(size, size));
  }

  /** What is read is the same, however much more the count would allow. */
  @Test
  void countsThatAreNotReadCostNothing() {
    readRepeats(10_000, 1_000);
    Cost small = Cost.of(() -> readRepeats(10_000, 1_000));
    Cost large = Cost.of(() -> readRepeats(1_000_000, 1_000));
    assertTrue(large.bytes <= 1.2 * small.bytes, small + ", " + large);
    assertTrue(large.nanos <= 3 * small.nanos, small + ", " + large);
  }

  private static void readRepeats(int most, int items) {
    Expression nested =
        Expression.choice(
            Expression.literal("x"),
            Expression.sequence(
                Expression.literal("("), Expression.reference("item"), Expression.literal(")")));
    Grammar grammar =
        Grammar.builder()
            .rule("flat", Expression.repeat(Expression.bytes('a', 'z'), most / 2, most))
            .rule("item", nested)
            .rule("deep", Expression.repeat(Expression.reference("item"), 0, most))
            .build();
    readItems(grammar.compile("flat"), "x", items, items == most);
    readItems(grammar.compile("deep"), "(x)", items, items == most);
    readItems(JsonRules.string(0, most), "x", items, items == most);
  }

  private static void readItems(Rule<?> rule, String item, int items, boolean all) {
    Matcher matcher = constraint(rule).matcher();
    long[] mask = new long[VOCABULARY.maskWords()];
    matcher.acceptBytes(new byte[] {'"'});
    for (int i = 0; i < items; i++) {
      matcher.mask(mask);
      for (int k = 0; k < item.length(); k++) {
        assertTrue(matcher.accept(item.charAt(k)));
      }
    }
    matcher.mask(mask, 2 * items);
    assertEquals(!all, matcher.isAllowed(item.charAt(0)));
    matcher.rollback(matcher.length());
    assertFalse(matcher.isAllowed(0));
  }

  @Test
  void nesting() {
    checkLinear(
        2_000,
        size -> {
          Matcher matcher = constraint(JsonRules.array(JsonRules.VALUE, 1)).matcher();
          long[] mask = new long[VOCABULARY.maskWords()];
          for (int i = 0; i < size; i++) {
            assertTrue(matcher.accept('['));
            matcher.mask(mask);
            matcher.mask(mask, 2 * size);
          }
          assertEquals(size, matcher.exampleCompletion(size).length);
          assertTrue(matcher.acceptBytes("]".repeat(size).getBytes(UTF_8)));
          matcher.rollback(matcher.length());
        });
  }
}
