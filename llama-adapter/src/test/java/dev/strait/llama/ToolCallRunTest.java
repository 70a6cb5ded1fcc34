package dev.strait.llama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.grammar.Marker;
import dev.strait.grammar.Parts;
import dev.strait.grammar.StructuralTags;
import dev.strait.grammar.StructuralTags.Count;
import dev.strait.grammar.StructuralTags.Tag;
import dev.strait.grammar.Tool;
import dev.strait.grammar.ToolCalls;
import dev.strait.grammar.ToolStyle;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.generate.BatchGenerator;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.JumpForward;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.Sampling;
import dev.strait.rule.Rule;
import dev.strait.schema.SchemaOptions;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Models of random weights call tools, in every style, with control tokens and without. A reader
 * written apart from the grammars takes each output to pieces: wherever a trigger occurs, a call
 * must follow that parses, names a tool and has arguments that another validator finds valid.
 */
class ToolCallRunTest {

  private static final int OUTPUTS = Integer.getInteger("strait.outputs", 24);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TOOLS =
      """
      [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object",
         "properties": {"city": {"type": "string", "maxLength": 8}, "days": {"type": "integer",
         "minimum": 1, "maximum": 9}}, "required": ["city"], "additionalProperties": false}}},
       {"type": "function", "function": {"name": "search", "parameters": {"type": "object",
         "properties": {"words": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$",
         "maxLength": 9}, "minItems": 1, "maxItems": 3}, "in": {"enum": ["web", "mail", null]}},
         "required": ["words", "in"]}}},
       {"type": "function", "function": {"name": "say", "parameters": {"type": "object",
         "properties": {"text": {"type": "string", "maxLength": 40}}, "required": ["text"]}}},
       {"type": "function", "function": {"name": "now"}}]
      """;

  private static final List<String> CONTROLS =
      List.of(
          "<tool_call>",
          "</tool_call>",
          "[TOOL_CALLS]",
          "<|channel|>",
          "<|message|>",
          "<|start|>",
          "<|end|>",
          "<|constrain|>");

  /** How an output is read: what calls begin with, and how one is taken off the text. */
  private record Style(String name, String trigger, Call call) {}

  /** Reads what follows a trigger. */
  private interface Call {
    void read(Reader reader);
  }

  private static final Style LLAMA_JSON =
      new Style("LLAMA_JSON", "{\"name\": ", r -> r.back(9).named("parameters", r.json()));
  private static final Style LLAMA_FUNCTION =
      new Style(
          "LLAMA_FUNCTION",
          "<function=",
          r -> {
            String name = r.until(">");
            r.arguments(name, r.json()).expect("</function>");
          });
  private static final Style HERMES =
      new Style(
          "HERMES",
          "<tool_call>",
          r -> r.expect("\n").named("arguments", r.json()).expect("\n</tool_call>"));
  private static final Style MISTRAL =
      new Style(
          "MISTRAL", "[TOOL_CALLS]", r -> r.json().forEach(call -> r.named("arguments", call)));
  private static final Style CUSTOM =
      new Style(
          "custom",
          "call ",
          r -> {
            String name = r.until("(");
            r.arguments(name, r.json()).expect(");");
          });

  /** Takes an output to pieces. */
  private static final class Reader {
    private final String text;
    private int at;
    private int calls;

    Reader(String text) {
      this.text = text;
    }

    /** Every trigger begins a call. */
    int calls(Style style) {
      for (int next = text.indexOf(style.trigger, at);
          next >= 0;
          next = text.indexOf(style.trigger, at)) {
        at = next + style.trigger.length();
        style.call.read(this);
      }
      return calls;
    }

    /** Messages on channels: analyses, then a call. */
    int channels() {
      expect("<|channel|>");
      while (text.startsWith("analysis", at)) {
        expect("analysis<|message|>").until("<|end|>");
        expect("<|start|>assistant<|channel|>");
      }
      expect("commentary to=functions.");
      String name = until(" ");
      expect("<|constrain|>json<|message|>").arguments(name, json());
      assertEquals(text.length(), at, "nothing after the call: " + text);
      return calls;
    }

    Reader back(int characters) {
      at -= characters;
      return this;
    }

    Reader expect(String word) {
      assertTrue(text.startsWith(word, at), () -> word + " is expected at " + at + ": " + text);
      at += word.length();
      return this;
    }

    String until(String word) {
      int end = text.indexOf(word, at);
      assertTrue(end >= 0, () -> "no " + word + " after " + at + ": " + text);
      String before = text.substring(at, end);
      at = end + word.length();
      return before;
    }

    JsonNode json() {
      try (JsonParser parser = JSON.createParser(text.substring(at))) {
        JsonNode value = JSON.readTree(parser);
        at += (int) parser.currentLocation().getCharOffset();
        return value;
      } catch (IOException malformed) {
        throw new AssertionError("no JSON at " + at + ": " + text, malformed);
      }
    }

    Reader named(String key, JsonNode call) {
      assertEquals(2, call.size(), call::toString);
      return arguments(call.path("name").textValue(), call.path(key));
    }

    Reader arguments(String name, JsonNode arguments) {
      JsonNode schema =
          tools().stream()
              .filter(tool -> tool.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no tool " + name + ": " + text))
              .parameters();
      assertEquals(
          "[]",
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
              .getSchema(schema)
              .validate(arguments)
              .toString(),
          () -> arguments + " " + schema);
      calls++;
      return this;
    }
  }

  private static List<Tool> tools() {
    try {
      return Tool.fromOpenAi(JSON.readTree(TOOLS));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Rule<?> rule(Style style, Vocabulary vocabulary, Random random) {
    StructuralTags tags =
        style == CUSTOM
            ? StructuralTags.of(tools().stream().map(ToolCallRunTest::custom).toList())
            : new ToolCalls(tools(), vocabulary, SchemaOptions.defaults())
                .tags(ToolStyle.valueOf(style.name));
    StructuralTags counted = tags.withCount(random.nextBoolean() ? Count.ONE : Count.AT_LEAST_ONE);
    return switch (random.nextInt(3)) {
      case 0 -> counted.withoutFreeText().compile();
      case 1 -> counted.withFreeText(random.nextInt(20)).compile();
      default -> counted.compile();
    };
  }

  private static Tag custom(Tool tool) {
    return new Tag(
        Marker.text("call "),
        Marker.text("call " + tool.name() + "("),
        Parts.json(tool.parameters(), SchemaOptions.defaults()),
        Marker.text(");"));
  }

  @TestFactory
  Stream<DynamicTest> everyCallIsValidAndFreeTextHoldsNoTrigger() {
    return Stream.of(LLAMA_JSON, LLAMA_FUNCTION, HERMES, MISTRAL, CUSTOM)
        .map(
            style ->
                dynamicTest(
                    style.name,
                    () -> {
                      int calls = 0;
                      for (Path file : models()) {
                        calls += run(file, style);
                      }
                      assertTrue(calls >= OUTPUTS * models().size(), "calls: " + calls);
                    }));
  }

  private static List<Path> models() {
    return List.of(
        TestModels.byteLevel(21),
        TestModels.sentencePiece(21),
        TestModels.withControls(21, CONTROLS));
  }

  private static int run(Path file, Style style) {
    Random random = new Random(style.name.hashCode());
    try (LlamaModel model = LlamaModel.load(file);
        Workspace workspace = open(model)) {
      List<Rule<?>> rules = new ArrayList<>();
      for (int i = 0; i < OUTPUTS; i++) {
        rules.add(rule(style, model.vocabulary(), random));
      }
      return outputs(workspace, rules, random).stream()
          .mapToInt(text -> new Reader(text).calls(style))
          .sum();
    }
  }

  @Test
  void callsOnChannels() {
    Random random = new Random(5);
    for (Path file : models()) {
      try (LlamaModel model = LlamaModel.load(file);
          Workspace workspace = open(model)) {
        ToolCalls calls = new ToolCalls(tools(), model.vocabulary(), SchemaOptions.defaults());
        List<Rule<?>> rules = new ArrayList<>();
        for (int i = 0; i < OUTPUTS; i++) {
          rules.add(calls.channels(true));
        }
        outputs(workspace, rules, random).forEach(text -> new Reader(text).channels());
      }
    }
  }

  /** The reader finds the faults that the constraint rules out. */
  @Test
  void theReaderFindsStrayTriggersAndBadCalls() {
    assertEquals(
        2,
        new Reader(
                "a <tool_call>\n{\"name\":\"now\",\"arguments\":{}}\n</tool_call>"
                    + "<tool_call>\n{\"name\":\"now\",\"arguments\":{}}\n</tool_call> b")
            .calls(HERMES));
    for (String bad :
        List.of(
            "a <tool_call> b",
            "<tool_call>\n{\"name\":\"later\",\"arguments\":{}}\n</tool_call>",
            "<tool_call>\n{\"name\":\"now\",\"arguments\":{\"x\":1}}\n</tool_call>",
            "<tool_call>\n{\"name\":\"now\",\"arguments\":{}}</tool_call>",
            "<tool_call>\n{\"name\":\"now\",\"arguments\":{}\n</tool_call>")) {
      assertThrows(AssertionError.class, () -> new Reader(bad).calls(HERMES), bad);
    }
  }

  private static Workspace open(LanguageModel model) {
    return Workspace.open(
        model, ContextSettings.defaults().withTokens(8192).withSequences(8).withThreads(1));
  }

  /** Generates with each rule and returns the texts, control tokens by their names. */
  private static List<String> outputs(Workspace workspace, List<Rule<?>> rules, Random random) {
    Vocabulary vocabulary = workspace.model().vocabulary();
    List<BatchGenerator.Request> requests = new ArrayList<>();
    for (Rule<?> rule : rules) {
      Constraint constraint = Constraint.compile(rule, vocabulary, Limits.defaults());
      int least = (int) constraint.matcher().shortestCompletion();
      GenerationOptions options =
          GenerationOptions.defaults()
              .withMaxTokens(least + random.nextInt(300))
              .withSampling(Sampling.temperature(0.5 + random.nextInt(4) / 2.0, random.nextLong()))
              .withJumpForward(JumpForward.values()[random.nextInt(3)]);
      int[] prompt = workspace.model().tokenize("the ", false);
      requests.add(new BatchGenerator.Request(prompt, constraint, options));
    }
    List<String> texts = new ArrayList<>();
    for (BatchGenerator.Result result : new BatchGenerator(workspace).run(requests)) {
      assertTrue(result.orElseThrow().valid());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      result.orElseThrow().tokens().forEach(token -> bytes.writeBytes(vocabulary.bytes(token)));
      texts.add(bytes.toString(UTF_8));
    }
    return texts;
  }
}
