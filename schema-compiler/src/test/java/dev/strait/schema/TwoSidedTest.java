package dev.strait.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * For random schemas and values a matcher accepts the value's text if and only if networknt's
 * validator finds the value valid. Values are from a small universe, so that many are nearly valid.
 *
 * <p>The oracle errs where {@code uniqueItems} or {@code maxContains: 0} meets a value that is no
 * array (the specification: such a value is valid): here they stand beside {@code type: array}.
 */
class TwoSidedTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final int VALUES = 40;

  @Property(tries = 200, seed = "20261123")
  void acceptsWhatIsValid(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    JsonNode schema = schema(random, 3);
    TwoSided.check(schema, VALUES, () -> value(random, 3));
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 9)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2, 3 -> NODES.numberNode(random.nextInt(4));
      case 4 -> NODES.textNode(KEYS.get(random.nextInt(KEYS.size())));
      case 5, 6 -> {
        ArrayNode array = NODES.arrayNode();
        for (int n = random.nextInt(4); n > 0; n--) {
          array.add(value(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        for (String key : KEYS) {
          if (random.nextBoolean()) {
            object.set(key, value(random, depth - 1));
          }
        }
        yield object;
      }
    };
  }

  private static JsonNode schema(Random random, int depth) {
    if (random.nextInt(10) == 0) {
      return NODES.booleanNode(random.nextInt(3) > 0);
    }
    ObjectNode schema = NODES.objectNode();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      keyword(random, depth, schema);
    }
    if (schema.has("contains") || schema.has("uniqueItems")) {
      schema.put("type", "array");
    }
    return schema;
  }

  private static void keyword(Random random, int depth, ObjectNode schema) {
    switch (random.nextInt(depth == 0 ? 9 : 30)) {
      case 0, 1 -> {
        List<String> types =
            List.of("null", "boolean", "integer", "number", "string", "array", "object");
        schema.put("type", types.get(random.nextInt(types.size())));
      }
      case 2 -> schema.putArray("enum").add(value(random, 1)).add(value(random, 2));
      case 3 -> schema.set("const", value(random, 1));
      case 4 -> schema.put("minimum", random.nextInt(4));
      case 5 -> schema.put("exclusiveMaximum", random.nextInt(5));
      case 6 -> schema.put("pattern", "^[ab]$");
      case 7 -> schema.put("multipleOf", 1 + random.nextInt(3));
      case 8 -> schema.put("maxLength", random.nextInt(2));
      case 9 -> schema.putArray("required").add(key(random));
      case 10 -> schema.put("minProperties", random.nextInt(3));
      case 11 -> schema.put("maxProperties", random.nextInt(3));
      case 12, 13 -> properties(random, depth, schema.putObject("properties"));
      case 14 -> schema.putObject("patternProperties").set("^[ab]", schema(random, depth - 1));
      case 15 -> schema.set("additionalProperties", schema(random, depth - 1));
      case 16 -> schema.putObject("propertyNames").putArray("enum").add("a").add(key(random));
      case 17 -> schema.putObject("dependentRequired").putArray(key(random)).add(key(random));
      case 18 -> schema.putObject("dependentSchemas").set(key(random), schema(random, depth - 1));
      case 19 -> schema.set("items", schema(random, depth - 1));
      case 20 -> schema.putArray("prefixItems").add(schema(random, depth - 1));
      case 21 -> {
        schema.set("contains", schema(random, depth - 1));
        schema.put(random.nextBoolean() ? "minContains" : "maxContains", random.nextInt(3));
      }
      case 22 -> schema.put("uniqueItems", true);
      case 23 -> schema.put(random.nextBoolean() ? "minItems" : "maxItems", random.nextInt(3));
      case 24 -> branches(random, depth, schema.putArray("allOf"));
      case 25 -> branches(random, depth, schema.putArray("anyOf"));
      case 26 -> branches(random, depth, schema.putArray("oneOf"));
      case 27 -> schema.set("not", schema(random, depth - 1));
      case 28 -> {
        schema.set("if", schema(random, depth - 1));
        schema.set("then", schema(random, depth - 1));
        schema.set("else", schema(random, depth - 1));
      }
      default ->
          schema.set(
              random.nextBoolean() ? "unevaluatedProperties" : "unevaluatedItems",
              schema(random, 0));
    }
  }

  private static String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private static void properties(Random random, int depth, ObjectNode properties) {
    for (String key : KEYS) {
      if (random.nextBoolean()) {
        properties.set(key, schema(random, depth - 1));
      }
    }
  }

  private static void branches(Random random, int depth, ArrayNode branches) {
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      branches.add(schema(random, depth - 1));
    }
  }
}
