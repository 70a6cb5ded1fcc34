package dev.strait.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.strait.constraint.Constraint;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.generate.BatchGenerator;
import dev.strait.llama.generate.BeamSearch;
import dev.strait.llama.generate.Generated;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.JumpForward;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.Sampling;
import dev.strait.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Models of random weights under random schemas; an independent validator judges the outputs. */
class SchemaOutputTest {

  private static final JsonSchemaFactory VALIDATORS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final int SCHEMAS = Integer.getInteger("strait.schemas", 30);

  @Test
  void outputsAreValidUnderEverySampler() {
    Random random = new Random(2024);
    List<Sampling> samplings = samplings();
    try (LlamaModel pairs = LlamaModel.load(TestModels.byteLevel(11));
        LlamaModel pieces = LlamaModel.load(TestModels.sentencePiece(11));
        Workspace first = open(pairs);
        Workspace second = open(pieces)) {
      for (int i = 0; i < SCHEMAS; i++) {
        ObjectNode schema = schema(random, 3);
        for (Workspace workspace : List.of(first, second)) {
          check(workspace, schema, samplings, random);
        }
      }
    }
  }

  private static List<Sampling> samplings() {
    Sampling hot = Sampling.temperature(1, 0);
    return List.of(
        Sampling.greedy(),
        hot,
        hot.withTopK(0).withTemperature(2),
        hot.withTopP(0.5),
        hot.withMinP(0.2),
        hot.withTypicalP(0.4),
        hot.withPenalties(new Sampling.Penalties(64, 1.5, 0.5, 0.5)),
        hot.withDry(new Sampling.Dry(1, 1.75, 2, 128, List.of("\n"))),
        hot.withMirostat(new Sampling.Mirostat(1, 4, 0.1)),
        hot.withMirostat(new Sampling.Mirostat(2, 4, 0.1)));
  }

  private static Workspace open(LanguageModel model) {
    return Workspace.open(
        model, ContextSettings.defaults().withTokens(4096).withSequences(10).withThreads(1));
  }

  /** One batch with every sampler, budgets from the smallest upwards; then beams. */
  private static void check(
      Workspace workspace, ObjectNode schema, List<Sampling> samplings, Random random) {
    LanguageModel model = workspace.model();
    Constraint constraint = JsonSchema.compile(schema.toString()).constraint(model.vocabulary());
    int smallest = (int) constraint.matcher().shortestCompletion();
    List<BatchGenerator.Request> requests = new ArrayList<>();
    for (Sampling sampling : samplings) {
      GenerationOptions options =
          GenerationOptions.defaults()
              .withMaxTokens(smallest + requests.size() * random.nextInt(20))
              .withSampling(sampling.withSeed(random.nextLong()))
              .withDraftTokens(random.nextInt(3))
              .withJumpForward(JumpForward.values()[requests.size() % 3]);
      int[] prompt = model.tokenize("the ", false);
      requests.add(new BatchGenerator.Request(prompt, constraint, options));
    }
    List<BatchGenerator.Result> results = new BatchGenerator(workspace).run(requests);
    for (int i = 0; i < results.size(); i++) {
      Generated out = results.get(i).orElseThrow();
      assertTrue(out.tokens().size() <= requests.get(i).options().maxTokens());
      assertValid(schema, out.text());
    }
    new BeamSearch(workspace, 2, 1)
        .search(model.tokenize("x", false), constraint, smallest + 10)
        .forEach(found -> assertValid(schema, found.text()));
  }

  private static void assertValid(JsonNode schema, String text) {
    try {
      JsonNode value = MAPPER.readTree(text);
      assertEquals(
          "[]", VALIDATORS.getSchema(schema).validate(value).toString(), () -> text + " " + schema);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** Returns a random schema that has valid values. */
  private static ObjectNode schema(Random random, int depth) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> node.put("type", "string").put("maxLength", random.nextInt(12));
      case 1 -> node.put("type", "string").put("pattern", "^[a-c]{2,4}(x|yy)$");
      case 2 -> node.put("type", "integer").put("minimum", -random.nextInt(50)).put("maximum", 990);
      case 3 -> node.put("type", random.nextBoolean() ? "boolean" : "null");
      case 4 -> node.putArray("enum").add("red").add(7).add(random.nextBoolean()).addNull();
      case 5 -> node.put("type", "string").put("format", "date");
      case 6 -> {
        node.put("type", "array").put("minItems", random.nextInt(3)).put("maxItems", 4);
        node.set("items", schema(random, depth - 1));
      }
      case 7 ->
          node.putArray("anyOf").add(schema(random, depth - 1)).add(schema(random, depth - 1));
      default -> object(node, random, depth);
    }
    return node;
  }

  private static void object(ObjectNode node, Random random, int depth) {
    node.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = node.putObject("properties");
    var required = node.putArray("required");
    for (String name : List.of("id", "the name", "tags", "é")) {
      if (random.nextInt(3) > 0) {
        properties.set(name, schema(random, depth - 1));
        if (random.nextBoolean()) {
          required.add(name);
        }
      }
    }
  }
}
