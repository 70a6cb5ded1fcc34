package dev.strait.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dk.brics.automaton.RegExp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random grammars, recursive in every way, against an oracle, on all short texts. */
class GrammarPropertyTest {

  private static final int[] SYMBOLS = {'a', 'b', RuleWalk.CONTROL + 7};
  private static final int LONGEST = 5;

  @Property
  void equalsTheOracle(@ForAll long seed) {
    Random random = new Random(seed);
    Grammar grammar = randomGrammar(random);
    int inline = random.nextBoolean() ? 64 : 0;
    int unroll = random.nextInt(3) * random.nextInt(300);
    List<int[]> texts = texts();
    List<int[]> members =
        texts.stream().filter(t -> NaiveGrammar.matches(grammar, "r0", t)).toList();
    Rule<?> rule;
    try {
      rule = GrammarCompiler.compile(grammar.rules(), "r0", inline, unroll);
    } catch (EmptyLanguageException nothing) {
      assertTrue(members.isEmpty(), grammar::toString);
      return;
    }
    for (int[] text : texts) {
      boolean expected = members.contains(text);
      assertEquals(expected, RuleWalk.matches(rule, text), () -> print(grammar, text));
      if (expected) {
        for (int i = 0; i <= text.length; i++) {
          assertTrue(RuleWalk.isAlive(rule, Arrays.copyOf(text, i)));
        }
      }
    }
    RuleWalk.checkShortest(rule);
  }

  /** Parts that may all be left out: many states are reached without reading, in many ways. */
  @Property(tries = 20)
  void longRulesEqualTheOracle(@ForAll long seed) {
    Random random = new Random(seed);
    String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    List<Expression> parts = new ArrayList<>();
    List<Expression> repeated = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      Expression letter = Expression.literal(letters.substring(i, i + 1));
      parts.add(random.nextInt(4) == 0 ? Expression.oneOrMore(letter) : letter);
      parts.set(i, Expression.optional(parts.get(i)));
      repeated.add(Expression.zeroOrMore(letter));
    }
    parts.add(random.nextInt(parts.size()), Expression.choice(repeated));
    Expression nested =
        Expression.sequence(
            Expression.literal("("), Expression.reference("r0"), Expression.literal(")"));
    parts.add(random.nextInt(parts.size()), Expression.optional(nested));
    Grammar grammar = Grammar.builder().rule("r0", Expression.sequence(parts)).build();
    Rule<?> rule = grammar.compile("r0");
    for (int i = 0; i < 40; i++) {
      StringBuilder text = new StringBuilder();
      int gap = 1 + random.nextInt(20);
      for (int at = random.nextInt(gap); at < letters.length(); at += random.nextInt(gap + 1)) {
        text.append(random.nextInt(30) == 0 ? "()" : letters.substring(at, at + 1));
      }
      int[] symbols = text.chars().toArray();
      boolean expected = NaiveGrammar.matches(grammar, "r0", symbols);
      assertEquals(expected, RuleWalk.matches(rule, symbols), () -> text + " " + grammar);
    }
    RuleWalk.checkShortest(rule);
  }

  private static String print(Grammar grammar, int[] text) {
    return Arrays.toString(text) + "\n" + grammar;
  }

  private static List<int[]> texts() {
    List<int[]> all = new ArrayList<>(List.of(new int[0]));
    for (int from = 0; all.get(from).length < LONGEST; from++) {
      for (int symbol : SYMBOLS) {
        int[] text = Arrays.copyOf(all.get(from), all.get(from).length + 1);
        text[text.length - 1] = symbol;
        all.add(text);
      }
    }
    return all;
  }

  static Grammar randomGrammar(Random random) {
    int rules = 1 + random.nextInt(4);
    Grammar.Builder builder = Grammar.builder();
    for (int i = 0; i < rules; i++) {
      builder.rule("r" + i, random(random, rules, 3));
    }
    return builder.build();
  }

  private static Expression random(Random random, int rules, int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 14)) {
      case 0 -> Expression.literal("a");
      case 1 ->
          switch (random.nextInt(12)) {
            case 0 -> Expression.empty();
            case 1 -> Expression.sequence();
            case 2 -> Expression.choice();
            default -> Expression.literal("ba");
          };
      case 2 -> Expression.bytes('a', 'b');
      case 3 -> random.nextInt(3) == 0 ? Expression.control(7) : Expression.literal("b");
      case 4, 5 -> Expression.reference("r" + random.nextInt(rules));
      case 6 -> Expression.regular(new RegExp("(ab)*|b").toAutomaton());
      case 7, 8, 9 ->
          Expression.sequence(random(random, rules, depth - 1), random(random, rules, depth - 1));
      case 10, 11 ->
          Expression.choice(random(random, rules, depth - 1), random(random, rules, depth - 1));
      case 12 -> {
        int min = random.nextInt(3);
        int max = random.nextInt(3) == 0 ? Expression.UNBOUNDED : min + random.nextInt(4);
        yield Expression.repeat(random(random, rules, depth - 1), min, max);
      }
      default -> Expression.named("part", random(random, rules, depth - 1));
    };
  }

  @Example
  void oracleAndWalkCanTellTextsApart() {
    Grammar grammar =
        Grammar.builder().rule("r0", Expression.repeat(Expression.literal("ab"), 1, 2)).build();
    assertTrue(NaiveGrammar.matches(grammar, "r0", 'a', 'b'));
    assertFalse(NaiveGrammar.matches(grammar, "r0", 'a', 'b', 'a'));
    assertFalse(RuleWalk.isAlive(grammar.compile("r0"), 'b'));
  }
}
