package dev.strait.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.grammar.Captures.Span;
import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import dev.strait.schema.SchemaOptions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapturesTest {

  private static List<String> found(Rule<?> rule, String text, String... names) {
    byte[] bytes = text.getBytes(UTF_8);
    return Captures.find(rule, Set.of(names), bytes).stream()
        .map(s -> s.name() + "=" + new String(bytes, s.begin(), s.end() - s.begin(), UTF_8))
        .toList();
  }

  @Test
  void findsPartsOfThinkingAndAnswering() throws Exception {
    String schema =
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\"}}, \"required\": [\"a\"]}";
    Expression answer =
        Expression.sequence(
            Expression.literal("<think>"),
            Expression.named("thoughts", Parts.until("</think>")),
            Expression.named(
                "answer",
                Parts.json(new ObjectMapper().readTree(schema), SchemaOptions.defaults())));
    Rule<?> rule = Grammar.builder().rule("root", answer).build().compile("root");
    String json = "{\"a\":12,\"b\":[{}]}";
    assertTrue(Walks.matches(rule, "<think>é?</think>" + json));
    assertEquals(
        List.of("thoughts=é?</think>", "answer=" + json),
        found(rule, "<think>é?</think>" + json, "thoughts", "answer"));
    assertEquals(List.of(), found(rule, "<think>?", "thoughts"));
  }

  @Test
  void findsRepeatedAndNestedParts() {
    Expression item =
        Expression.named(
            "item",
            Expression.choice(
                Expression.oneOrMore(Expression.bytes('a', 'z')),
                Expression.sequence(
                    Expression.literal("("),
                    Expression.reference("list"),
                    Expression.literal(")"))));
    Expression more = Expression.sequence(Expression.literal(","), Expression.reference("item"));
    Rule<?> rule =
        Grammar.builder()
            .rule("item", item)
            .rule(
                "list",
                Expression.sequence(Expression.reference("item"), Expression.zeroOrMore(more)))
            .build()
            .compile("list");
    assertEquals(
        List.of("item=a", "item=(b,cd)", "item=b", "item=cd"), found(rule, "a,(b,cd)", "item"));
    assertEquals(List.of(), found(rule, "a,", "item"));
  }

  @Test
  void controlTokensTakeNoBytes() {
    Rule<?> rule =
        Lark.parse(
                "start: <|call|> word <[" + Walks.END_CALL + "]> word\nword[capture]: /[a-z]+/",
                Walks.VOCABULARY,
                SchemaOptions.defaults())
            .compile();
    int[] tokens = {Walks.CALL, 'a', 'b', Walks.END_CALL, 'c', Walks.END};
    List<Span> spans = Captures.find(rule, Set.of("word"), tokens, Walks.VOCABULARY);
    assertEquals(List.of(new Span("word", 0, 2), new Span("word", 2, 3)), spans);
  }

  @Test
  void longOutputsAreReadWithoutRecursion() {
    Rule<?> rule = Gbnf.parse("root ::= \"(\" root \")\" | \"x\"").compile();
    String text = "(".repeat(20_000) + "x" + ")".repeat(20_000);
    assertEquals(20_001, found(rule, text, "root").size());
  }
}
