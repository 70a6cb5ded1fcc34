package dev.strait.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GrammarTest {

  private static Expression text(String text) {
    return Expression.literal(text);
  }

  private static Expression ref(String name) {
    return Expression.reference(name);
  }

  private static int[] symbols(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] symbols = new int[bytes.length];
    Arrays.setAll(symbols, i -> bytes[i] & 0xff);
    return symbols;
  }

  private static boolean matches(Rule<?> rule, String text) {
    return RuleWalk.matches(rule, symbols(text));
  }

  private static Grammar arithmetic() {
    return Grammar.builder()
        .rule(
            "sum",
            Expression.choice(
                Expression.sequence(ref("sum"), text("+"), ref("product")), ref("product")))
        .rule(
            "product",
            Expression.choice(
                Expression.sequence(ref("product"), text("*"), ref("atom")), ref("atom")))
        .rule(
            "atom",
            Expression.choice(
                Expression.oneOrMore(Expression.bytes('0', '9')),
                Expression.sequence(text("("), ref("sum"), text(")"))))
        .build();
  }

  @Test
  void printsCanonically() {
    assertEquals(
        """
        sum ::= ((sum "+" product) | product)
        product ::= ((product "*" atom) | atom)
        atom ::= ([0-9]+ | ("(" sum ")"))
        """,
        arithmetic().toString());
    Expression all =
        Expression.sequence(
            Expression.optional(text("a\"\n\u0000")),
            Expression.zeroOrMore(Expression.control(5)),
            Expression.repeat(Expression.codePoints('é', 'é'), 2, 3),
            Expression.named("part", Expression.repeat(ref("x"), 4, Expression.UNBOUNDED)),
            Expression.call(new DfaRule("leaf", Dfa.literal(new byte[] {1}))),
            Expression.choice(List.of()),
            Expression.empty());
    assertEquals(
        "(\"a\\\"\\n\\x00\"? <[5]>* <3 states>{2,3} part:x{4,} <leaf> [] \"\")", all.toString());
  }

  @Test
  void printsCompiledRules() {
    assertEquals(
        """
        sum
        0: product>1
        1*: +>0
        product
        0: atom>1
        1*: *>0
        atom
        0: (>1 0-9>2
        1: sum>3
        2*: 0-9>2
        3: )>4
        4*:
        """,
        Rules.print(arithmetic().compile("sum"), 100));
    assertTrue(Rules.dot(arithmetic().compile("sum"), 100).contains("label=\"product\""));
  }

  @Test
  void removesLeftRecursion() {
    Rule<?> rule = arithmetic().compile("sum");
    assertTrue(matches(rule, "1+2*(3+4)*5"));
    assertFalse(matches(rule, "1+2*(3+4)*"));
    assertFalse(matches(rule, "+1"));
  }

  @Test
  void readsEveryByte() {
    Grammar grammar =
        Grammar.builder()
            .rule(
                "any",
                Expression.optional(
                    Expression.sequence(Expression.bytes(0, 255), ref("any"), text("."))))
            .rule("all", Expression.repeat(Expression.bytes(0, 255), 2, 2))
            .build();
    Rule<?> any = grammar.compile("any");
    Rule<?> all = grammar.compile("all");
    for (int b = 0; b < 256; b++) {
      assertTrue(RuleWalk.matches(any, b, '.'));
      assertTrue(RuleWalk.matches(all, b, 255 - b));
    }
  }

  @Test
  void regularGrammarsAreLeaves() {
    Grammar grammar =
        Grammar.builder()
            .rule("ws", Expression.optional(Expression.sequence(text(" "), ref("ws"))))
            .rule("list", Expression.sequence(text("a"), ref("ws"), text("b")))
            .build();
    assertEquals(
        "0: a>1\n1: x20>1 b>2\n2*:\n",
        assertInstanceOf(DfaRule.class, grammar.compile("list")).dfa().toString());
    assertTrue(matches(grammar.compile("ws"), ""));
  }

  @Test
  void namesWhatIsUndefinedTwiceDefinedOrEmpty() {
    Grammar.Builder undefined = Grammar.builder().rule("a", ref("b"));
    assertEquals("b", assertThrows(UndefinedRuleException.class, undefined::build).rule());
    Grammar.Builder twice = Grammar.builder().rule("a", text("x"));
    assertThrows(GrammarException.class, () -> twice.rule("a", text("y")));
    assertThrows(UndefinedRuleException.class, () -> twice.build().compile("nowhere"));
    Grammar endless =
        Grammar.builder()
            .rule("a", Expression.sequence(text("x"), ref("b")))
            .rule("b", Expression.sequence(text("y"), ref("a"), text("z")))
            .build();
    assertEquals(
        "a", assertThrows(EmptyLanguageException.class, () -> endless.compile("a")).rule());
  }

  @Test
  void trimsWhatCannotEnd() {
    Grammar grammar =
        Grammar.builder()
            .rule("a", Expression.choice(text("x"), Expression.sequence(text("y"), ref("b"))))
            .rule("b", Expression.sequence(text("z"), ref("b"), text("!")))
            .build();
    assertEquals("a\n0: x78>1\n1*:\n", Rules.print(grammar.compile("a"), 10));
  }

  @Test
  void countsLargeRepeats() {
    Grammar grammar =
        Grammar.builder()
            .rule("flat", Expression.repeat(Expression.bytes('a', 'z'), 3, 1_000_000))
            .rule(
                "item",
                Expression.choice(
                    text("x"), Expression.sequence(text("("), ref("item"), text(")"))))
            .rule("deep", Expression.repeat(ref("item"), 1_000, 1_000_000))
            .build();
    Rule<?> flat = grammar.compile("flat");
    assertFalse(matches(flat, "ab"));
    assertTrue(matches(flat, "abc"));
    assertEquals(3, shortest(flat));
    assertEquals(1_000, shortest(grammar.compile("deep")));
    assertFalse(matches(grammar.compile("deep"), "x(x)"));
  }

  private static <S> long shortest(Rule<S> rule) {
    return rule.shortest(rule.start());
  }

  @Test
  @Tag("slow")
  void survivesDeepNesting() {
    Expression sequence = text("x");
    Expression optional = text("x");
    for (int i = 0; i < 100_000; i++) {
      sequence = Expression.sequence(text("("), sequence, text(")"));
      optional = Expression.optional(Expression.choice(optional, ref("a")));
    }
    Grammar grammar = Grammar.builder().rule("a", sequence).rule("b", optional).build();
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertEquals(200_001, shortest(grammar.compile("a")));
          assertEquals(0, shortest(grammar.compile("b")));
          assertTrue(grammar.toString().length() > 200_000);
        });
  }

  @Test
  @Tag("slow")
  void survivesManyRules() {
    Grammar.Builder builder = Grammar.builder();
    for (int i = 0; i < 20_000; i++) {
      Expression next = ref("r" + (i + 1));
      builder.rule(
          "r" + i, Expression.choice(next, Expression.sequence(text("("), ref("r0"), text(")"))));
    }
    builder.rule("r20000", text("x"));
    Rule<?> rule = builder.build().compile("r0");
    assertEquals(1, shortest(rule));
  }

  @Test
  @Tag("slow")
  void holdsHugeLiteralsAndChoices() {
    List<Expression> literals = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      literals.add(text("item-" + Integer.toString(i * 7919, 36)));
    }
    Grammar grammar =
        Grammar.builder()
            .rule("item", Expression.choice(literals))
            .rule(
                "list",
                Expression.sequence(
                    ref("item"),
                    Expression.zeroOrMore(Expression.sequence(text(","), ref("item")))))
            .rule("huge", Expression.literal(new byte[10_000_000]))
            .rule(
                "both",
                Expression.choice(ref("list"), Expression.sequence(ref("huge"), ref("both"))))
            .build();
    Rule<?> list = grammar.compile("list");
    assertTrue(matches(list, "item-0,item-" + Integer.toString(99_999 * 7919, 36)));
    assertFalse(matches(list, "item-0,item-!"));
    assertEquals(6, shortest(grammar.compile("both")));
    assertEquals(10_000_000, shortest(grammar.compile("huge")));
  }

  @Test
  void encodesEveryCodePoint() {
    Dfa all = Utf8.dfa(0, 0x10ffff);
    assertEquals(all, Utf8.dfa(Utf8.complement()));
    for (int c = 0; c <= 0x10ffff; c++) {
      boolean surrogate = c >= 0xd800 && c <= 0xdfff;
      if (!surrogate) {
        assertTrue(all.matches(Character.toString(c).getBytes(StandardCharsets.UTF_8)));
      }
    }
    assertFalse(all.matches(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}), "surrogate");
    assertFalse(all.matches(new byte[] {(byte) 0xc0, (byte) 0x80}), "overlong");
    assertFalse(all.matches(new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}));
    assertThrows(EmptyLanguageException.class, () -> Utf8.dfa(0xd800, 0xdfff));
  }

  @Test
  void codePointRangesAreExact() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      int first = random.nextInt(1 << (5 + random.nextInt(16)));
      int last = Math.min(0x10ffff, first + random.nextInt(70_000));
      if (first >= 0xd800 && last <= 0xdfff) {
        continue;
      }
      Dfa inside = Utf8.dfa(first, last);
      Dfa outside = Utf8.dfa(Utf8.complement(first, last));
      for (int i = 0; i < 3_000; i++) {
        int c = i < 3 ? first + i - 1 : i < 6 ? last + i - 4 : random.nextInt(0x110000);
        if (c >= 0 && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff)) {
          byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
          assertEquals(c >= first && c <= last, inside.matches(bytes));
          assertEquals(c < first || c > last, outside.matches(bytes));
        }
      }
    }
  }

  @Test
  void nullableRulesFromElsewhereAreCalledWithoutTheirEmptyText() {
    Rule<?> nullable =
        Grammar.builder()
            .rule("n", Expression.optional(Expression.sequence(text("("), ref("n"), text(")"))))
            .build()
            .compile("n");
    assertTrue(NonEmptyRule.isNullable(nullable));
    Grammar grammar =
        Grammar.builder()
            .rule(
                "a",
                Expression.sequence(Expression.zeroOrMore(Expression.call(nullable)), ref("b")))
            .rule(
                "b",
                Expression.optional(
                    Expression.sequence(ref("b"), Expression.call(nullable), text("x"))))
            .build();
    Rule<?> rule = grammar.compile("a");
    assertTrue(matches(rule, ""));
    assertTrue(matches(rule, "()(())xx()x"));
    assertFalse(matches(rule, "()(()"));
    RuleWalk.checkShortest(rule);
  }
}
