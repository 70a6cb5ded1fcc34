package dev.strait.examples.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.schema.CompiledSchema;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.vocabulary.Vocabulary;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A schema made at random, the same for the same seed: every type, combinations, negation, and
 * references that recur.
 */
final class RandomSchema {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
  private static final int DEPTH = 4;

  /** The validator divides as doubles do: beyond this it finds remainders where there are none. */
  private static final int LARGEST_EXACT = 1_000_000;

  private static final List<String> KEYS = List.of("a", "b", "name", "items", "id", "\u00e9");
  private static final List<String> PATTERNS =
      List.of("^[a-z]{2,5}$", "\\d+", "^(foo|bar)?$", "^[A-Z][a-z]*$", "x", "^\\S+@\\S+$");
  private static final List<String> DEFINITIONS = List.of("one", "two");

  private final long seed;
  private final SplittableRandom random;
  private final ObjectNode schema;

  private RandomSchema(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.schema = make(DEPTH);
    ObjectNode definitions = schema.putObject("$defs");
    DEFINITIONS.forEach(name -> definitions.set(name, make(2)));
  }

  static RandomSchema of(long seed) {
    return new RandomSchema(seed);
  }

  long seed() {
    return seed;
  }

  String text() {
    return schema.toString();
  }

  /** Compiles the schema under a text policy that goes with the seed. */
  Constraint compile(Vocabulary vocabulary) {
    TextPolicy policy =
        switch ((int) Math.floorMod(seed, 4L)) {
          case 0 -> TextPolicy.compact();
          case 1 -> TextPolicy.spaced();
          case 2 -> TextPolicy.flexible(2);
          default -> TextPolicy.spaced().withOrder(TextPolicy.Order.ANY);
        };
    CompiledSchema compiled =
        JsonSchema.compile(schema, SchemaOptions.defaults().withPolicy(policy).withFormats(false));
    return compiled.constraint(vocabulary, limits());
  }

  /** Small tables, so that they fill and are dropped. */
  private Limits limits() {
    return seed % 3 == 0 ? new Limits(200, 4, 10_000) : Limits.defaults();
  }

  /** Returns why a text is no instance, by an independent validator; empty if it is one. */
  String whyInvalid(String text) {
    try {
      JsonNode value = MAPPER.readTree(text);
      var errors =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
              .getSchema(schema)
              .validate(value);
      return errors.isEmpty() ? "" : "invalid: " + errors.iterator().next().getMessage();
    } catch (JsonProcessingException e) {
      return "not JSON: " + e.getOriginalMessage();
    }
  }

  private boolean maybe(double probability) {
    return random.nextDouble() < probability;
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private ObjectNode make(int depth) {
    ObjectNode node = MAPPER.createObjectNode();
    int kind = random.nextInt(depth > 0 ? 11 : 5);
    switch (kind) {
      case 0 -> string(node);
      case 1 -> number(node);
      case 2 -> scalars(node.putArray("enum"));
      case 3 -> node.putArray("type").add("boolean").add("null");
      case 4 -> node.put("type", "integer").put("minimum", random.nextInt(-50, 50));
      case 5, 6 -> object(node, depth);
      case 7 -> array(node, depth);
      case 8 -> combination(node, depth);
      case 9 -> node.put("$ref", "#/$defs/" + one(DEFINITIONS));
      default -> node.putObject("not").put("type", one(List.of("object", "string", "number")));
    }
    return node;
  }

  private void string(ObjectNode node) {
    node.put("type", "string");
    if (maybe(0.4)) {
      node.put("pattern", one(PATTERNS));
    }
    if (maybe(0.3)) {
      node.put("minLength", random.nextInt(4));
    }
    if (maybe(0.3)) {
      node.put("maxLength", random.nextInt(3, 40));
    }
  }

  private void number(ObjectNode node) {
    node.put("type", maybe(0.5) ? "number" : "integer");
    if (maybe(0.5)) {
      node.put("minimum", random.nextInt(-100, 100));
    }
    if (maybe(0.4)) {
      node.put("exclusiveMaximum", random.nextInt(100, 1000));
    }
    if (maybe(0.3)) {
      node.put("multipleOf", one(List.of(2, 3, 7)));
      node.put("maximum", LARGEST_EXACT);
      node.put("minimum", -100);
    }
  }

  private void scalars(ArrayNode node) {
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> node.add(random.nextInt(100));
        case 1 -> node.add("v" + i);
        case 2 -> node.add("\u65e5\"\\" + i);
        default -> node.add(i * 1.5);
      }
    }
  }

  private void object(ObjectNode node, int depth) {
    node.put("type", "object");
    ObjectNode properties = node.putObject("properties");
    for (int i = random.nextInt(4); i > 0; i--) {
      properties.set(one(KEYS), make(depth - 1));
    }
    if (maybe(0.6)) {
      node.putArray("required").add(one(KEYS));
    }
    if (maybe(0.3)) {
      node.putObject("patternProperties").set("^x", make(0));
    }
    if (maybe(0.3)) {
      node.put("maxProperties", random.nextInt(1, 5));
    }
    if (maybe(0.5)) {
      node.put("additionalProperties", false);
    } else if (maybe(0.5)) {
      node.set("additionalProperties", make(0));
    }
    if (maybe(0.2)) {
      node.putObject("dependentRequired").putArray("a").add("b");
    }
  }

  private void array(ObjectNode node, int depth) {
    node.put("type", "array");
    if (maybe(0.4)) {
      node.putArray("prefixItems").add(make(depth - 1)).add(make(0));
    }
    node.set("items", make(depth - 1));
    if (maybe(0.4)) {
      node.put("minItems", random.nextInt(3));
    }
    if (maybe(0.5)) {
      node.put("maxItems", random.nextInt(2, 6));
    }
    if (maybe(0.3)) {
      node.put("uniqueItems", true);
    }
    if (maybe(0.3)) {
      node.set("contains", make(0));
    }
  }

  private void combination(ObjectNode node, int depth) {
    ArrayNode parts = node.putArray(one(List.of("anyOf", "oneOf", "allOf")));
    parts.add(make(depth - 1)).add(make(depth - 1));
  }
}
