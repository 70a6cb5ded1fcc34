package dev.strait.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.grammar.StructuralTags.Count;
import dev.strait.grammar.StructuralTags.Tag;
import dev.strait.regex.Regex;
import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import dev.strait.schema.SchemaOptions;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StructuralTagsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TOOLS =
      """
      [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object",
         "properties": {"city": {"type": "string", "maxLength": 8}, "days": {"type": "integer",
         "minimum": 1, "maximum": 9}}, "required": ["city"], "additionalProperties": false}}},
       {"type": "function", "function": {"name": "now"}}]
      """;

  private static Tag tag(String begin, String end) {
    return Tag.of(Marker.text(begin), Parts.regex("[0-9]+"), Marker.text(end));
  }

  private static ToolCalls calls(Vocabulary vocabulary) throws Exception {
    List<Tool> tools = Tool.fromOpenAi(JSON.readTree(TOOLS));
    return new ToolCalls(tools, vocabulary, SchemaOptions.defaults());
  }

  @Test
  void freeTextSwitchesAtTriggers() {
    Rule<?> rule = StructuralTags.of(List.of(tag("<a>", "</a>"), tag("<<", ">>"))).compile();
    for (String member : List.of("", "x < y", "<a>1</a>", "é<a>12</a><<3>>!<", "< <a<a>1</a>")) {
      assertTrue(Walks.matches(rule, member), member);
    }
    for (String other : List.of("<a>", "<a>x</a>", "x<<", "<<<3>>", "<a>1</a><a>", "<<a>1</a>")) {
      assertFalse(Walks.matches(rule, other), other);
    }
  }

  @Test
  void triggersMayBePartOfTheBeginning() {
    Marker trigger = Marker.text("<f=");
    Rule<?> rule =
        StructuralTags.of(
                List.of(
                    new Tag(trigger, Marker.text("<f=a>"), Parts.regex("1+"), Marker.text("</f>")),
                    new Tag(trigger, Marker.text("<f=b>"), Parts.regex("2+"), Marker.text("</f>"))))
            .compile();
    assertTrue(Walks.matches(rule, "x<f=a>11</f><f=b>2</f>y"));
    assertFalse(Walks.matches(rule, "<f=a>2</f>"));
    assertFalse(Walks.matches(rule, "<f=c>"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Tag(trigger, Marker.text("f=a"), Expression.empty(), Marker.text("")));
  }

  @Test
  void countsTagsAndBoundsText() {
    StructuralTags tags = StructuralTags.of(List.of(tag("[", "]")));
    Rule<?> one = tags.withCount(Count.ONE).compile();
    assertTrue(Walks.matches(one, "a[1]b"));
    assertFalse(Walks.matches(one, "ab") || Walks.matches(one, "[1][2]"));
    Rule<?> some = tags.withCount(Count.AT_LEAST_ONE).withoutFreeText().compile();
    assertTrue(Walks.matches(some, "[1][2]"));
    assertFalse(Walks.matches(some, "") || Walks.matches(some, "[1] [2]"));
    Rule<?> most = tags.withCount(Count.AT_MOST_ONE).withFreeText(3).compile();
    assertTrue(Walks.matches(most, "aéあ") && Walks.matches(most, "aéあ[1]xyz"));
    assertFalse(Walks.matches(most, "abcd") || Walks.matches(most, "abcd[1]"));
    assertFalse(Walks.matches(most, "[1]wxyz"));
  }

  @Test
  void boundedTextCountsCharactersBeforeAnEndOfAnyKind() {
    for (String end : List.of("é", "<あ>", "x", "ab")) {
      Rule<?> rule =
          Grammar.builder().rule("r", Parts.until(end, List.of(end), 2)).build().compile("r");
      assertTrue(Walks.matches(rule, end) && Walks.matches(rule, "あ-" + end), end);
      assertFalse(Walks.matches(rule, "あ--" + end) || Walks.matches(rule, end + end), end);
    }
  }

  @Test
  void reasoningComesFirst() {
    StructuralTags tags = StructuralTags.of(List.of(tag("[", "]")));
    Marker begin = Marker.text("<think>");
    Marker end = Marker.text("</think>");
    Rule<?> required = tags.withReasoning(begin, end, true).compile();
    assertTrue(Walks.matches(required, "<think>[ no [call</think>[1]"));
    assertFalse(Walks.matches(required, "[1]"));
    assertFalse(Walks.matches(required, "<think>[1]"));
    Rule<?> optional = tags.withReasoning(begin, end, false).compile();
    assertTrue(Walks.matches(optional, "[1]"));
  }

  @Test
  void hermesCallsParseAndValidate() throws Exception {
    ToolCalls calls = calls(Walks.VOCABULARY);
    Rule<?> rule = calls.tags(ToolStyle.HERMES).compile();
    String call =
        "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\":\"Oslo\"}}\n</tool_call>";
    assertTrue(Walks.matches(rule, "Let me look. " + call + call + " Done."));
    assertTrue(
        Walks.matches(rule, "<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>"));
    assertFalse(Walks.matches(rule, call.replace("city", "town")));
    assertFalse(Walks.matches(rule, call.replace("weather", "now")));
    Pattern whole = Pattern.compile("<tool_call>\n(\\{.*?\\})\n</tool_call>", Pattern.DOTALL);
    int found = 0;
    for (int seed = 0; seed < 30; seed++) {
      String text = randomOutput(calls.tags(ToolStyle.HERMES).withCount(Count.AT_LEAST_ONE), seed);
      var match = whole.matcher(text);
      StringBuilder free = new StringBuilder();
      while (match.find()) {
        JsonNode read = JSON.readTree(match.group(1));
        assertTrue(List.of("weather", "now").contains(read.path("name").asText()));
        assertTrue(read.path("arguments").isObject());
        match.appendReplacement(free, "");
        found++;
      }
      match.appendTail(free);
      assertFalse(free.toString().contains("<tool_call>"), "no stray trigger");
    }
    assertTrue(found >= 30);
  }

  /** Random tokens for a while, then the shortest way to the end. */
  private static String randomOutput(StructuralTags tags, int seed) {
    Random random = new Random(seed);
    Matcher matcher = Walks.constraint(tags.compile()).matcher();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    long[] mask = new long[Walks.VOCABULARY.maskWords()];
    for (int i = 0; i < 150; i++) {
      matcher.mask(mask);
      int[] tokens = BitSet.valueOf(mask).stream().filter(t -> t != Walks.END).toArray();
      int token = tokens[random.nextInt(tokens.length)];
      if (random.nextInt(3) == 0 && matcher.acceptBytes("<tool_call>".getBytes(UTF_8))) {
        output.writeBytes("<tool_call>".getBytes(UTF_8));
      } else if (matcher.accept(token)) {
        output.writeBytes(Walks.VOCABULARY.bytes(token));
      }
    }
    byte[] rest = matcher.exampleCompletion(10_000);
    assertTrue(matcher.acceptBytes(rest) && matcher.isComplete());
    output.writeBytes(rest);
    return output.toString(UTF_8);
  }

  @Test
  void theOtherStyles() throws Exception {
    ToolCalls calls = calls(Walks.VOCABULARY);
    assertTrue(
        Walks.matches(
            calls.tags(ToolStyle.LLAMA_JSON).compile(),
            "{\"name\": \"weather\", \"parameters\": {\"city\":\"Rom\",\"days\":3}}"));
    assertTrue(
        Walks.matches(
            calls.tags(ToolStyle.LLAMA_FUNCTION).compile(),
            "ok <function=weather>{\"city\":\"Rom\"}</function>"));
    Rule<?> mistral = calls.tags(ToolStyle.MISTRAL).compile();
    assertTrue(
        Walks.matches(
            mistral,
            "[TOOL_CALLS][{\"name\": \"now\", \"arguments\": {}}, {\"name\": \"now\", \"arguments\": {}}]"));
    assertFalse(Walks.matches(mistral, "[TOOL_CALLS][]"));
    Rule<?> channels = calls.channels(false);
    String analysis = "<|channel|>analysis<|message|>hm<|end|><|start|>assistant";
    String call = "<|channel|>commentary to=functions.now <|constrain|>json<|message|>{}";
    assertTrue(Walks.matches(channels, analysis + call));
    assertTrue(Walks.matches(channels, analysis + "<|channel|>final<|message|>Hello."));
    assertFalse(Walks.matches(calls.channels(true), "<|channel|>final<|message|>Hello."));
    assertFalse(Walks.matches(channels, "Hello."));
    assertThrows(IllegalArgumentException.class, () -> calls.tags(ToolStyle.CHANNELS));
  }

  @Test
  void controlTokensAreTriggersOfTheirOwn() throws Exception {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    builder.add(TokenKind.CONTROL, "<tool_call>".getBytes(UTF_8));
    builder.add(TokenKind.CONTROL, "</tool_call>".getBytes(UTF_8));
    Vocabulary vocabulary =
        builder.add(TokenKind.CONTROL, new byte[] {'e'}).endOfGeneration(258).build();
    Rule<?> rule = calls(vocabulary).tags(ToolStyle.HERMES).withCount(Count.ONE).compile();
    Matcher matcher = Constraint.compile(rule, vocabulary, Limits.defaults()).matcher();
    assertTrue(matcher.acceptBytes("<tool_call>".getBytes(UTF_8)), "as text it is only text");
    assertTrue(matcher.accept(256));
    assertFalse(matcher.accept(257));
    assertTrue(matcher.acceptBytes("\n{\"name\": \"now\", \"arguments\": {}}\n".getBytes(UTF_8)));
    assertFalse(matcher.isComplete());
    assertTrue(matcher.accept(257) && matcher.isComplete());
    assertFalse(matcher.accept(256), "exactly one");
  }

  @Test
  void controlTokensCountInBudgets() {
    Expression call =
        Expression.sequence(
            Expression.control(Walks.CALL),
            Parts.regex("[a-z]*"),
            Expression.control(Walks.END_CALL),
            Expression.control(Walks.CALL),
            Expression.literal("ab"),
            Expression.control(Walks.END_CALL));
    Rule<?> rule = Grammar.builder().rule("r", call).build().compile("r");
    Random random = new Random(3);
    for (int more = 0; more < 20; more++) {
      Matcher matcher = Walks.constraint(rule).matcher();
      assertEquals(6, matcher.sufficientTokens());
      int left = 6 + more;
      long[] mask = new long[Walks.VOCABULARY.maskWords()];
      while (!matcher.isFinished()) {
        matcher.mask(mask, left--);
        int[] tokens = BitSet.valueOf(mask).stream().toArray();
        assertTrue(tokens.length > 0, "an end fits");
        assertTrue(matcher.accept(tokens[random.nextInt(tokens.length)]));
      }
    }
  }

  @Test
  void readsOpenAiTools() throws Exception {
    assertEquals(2, Tool.fromOpenAi(JSON.readTree(TOOLS)).size());
    assertThrows(
        IllegalArgumentException.class, () -> Tool.fromOpenAi(JSON.readTree("{\"a\": 1}")));
    JsonNode nameless = JSON.readTree("[{\"type\": \"function\", \"function\": {}}]");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Tool.fromOpenAi(nameless))
            .getMessage()
            .startsWith("/0/function/name"));
  }

  @Test
  void algebraOfExpressions() {
    Expression names =
        Parts.texts(Regex.parse("[a-z]+").whole().minus(Regex.parse("if|else").whole()));
    Rule<?> rule = Grammar.builder().rule("r", names).build().compile("r");
    assertTrue(Walks.matches(rule, "iff") && Walks.matches(rule, "i"));
    assertFalse(Walks.matches(rule, "if") || Walks.matches(rule, "else"));
  }
}
