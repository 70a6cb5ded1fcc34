package dev.strait.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Schemas by chance, of the kinds that people write, for a long warm-up: a process that has met
 * some thousands of them has run nearly all code that a schema of its users can need. No two are
 * alike, so that the code is run rather than its results remembered.
 */
final class RandomSchemas {
  private static final int DEPTH = 3;

  private static final List<String> NAMES =
      List.of(
          "name",
          "id",
          "type",
          "kind",
          "version",
          "description",
          "url",
          "tags",
          "items",
          "size",
          "count",
          "enabled",
          "created_at",
          "owner",
          "path",
          "config",
          "options",
          "value",
          "x-data",
          "$ref",
          "key",
          "labels",
          "metadata",
          "spec",
          "status",
          "email",
          "a",
          "b",
          "é",
          "data");

  private static final List<String> FORMATS =
      List.of(
          "date-time",
          "date",
          "time",
          "duration",
          "email",
          "hostname",
          "ipv4",
          "ipv6",
          "uri",
          "uri-reference",
          "uuid",
          "json-pointer",
          "regex");

  private static final List<String> CLASSES =
      List.of(
          "[a-z]",
          "[A-Za-z0-9_]",
          "\\d",
          "\\w",
          "[^\\s/]",
          ".",
          "[0-9a-fA-F]",
          "\\S",
          "[^\"\\\\]",
          "\\p{L}",
          "[-.]");

  private static final List<String> TYPES =
      List.of("string", "number", "integer", "boolean", "null", "array", "object");

  private static final List<BigDecimal> STEPS =
      List.of(
          BigDecimal.valueOf(1),
          BigDecimal.valueOf(5),
          BigDecimal.valueOf(12),
          new BigDecimal("0.1"),
          new BigDecimal("0.01"),
          new BigDecimal("0.25"));

  private final SplittableRandom random;

  RandomSchemas(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Returns the next schema; it may be satisfied by nothing. */
  ObjectNode next() {
    ObjectNode root = object(DEPTH);
    ObjectNode definitions = root.putObject("$defs");
    definitions.set("one", object(2));
    definitions.set("two", object(2));
    return root;
  }

  private boolean maybe(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode any(int depth) {
    return depth <= 0 ? scalar() : composite(depth);
  }

  private ObjectNode scalar() {
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> string();
      case 3, 4 -> number();
      case 5 -> choice();
      case 6 -> empty().put("type", "boolean");
      case 7 -> types();
      default -> empty().put("const", word());
    };
  }

  private ObjectNode composite(int depth) {
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> object(depth);
      case 3, 4 -> array(depth);
      case 5 -> alternatives("anyOf", depth);
      case 6 -> alternatives("oneOf", depth);
      case 7 -> all(depth);
      case 8 -> empty().put("$ref", maybe(50) ? "#/$defs/one" : "#/$defs/two");
      case 9 -> tagged(depth);
      default -> scalar();
    };
  }

  private ObjectNode types() {
    ObjectNode schema = empty();
    ArrayNode types = schema.putArray("type").add("null");
    types.add(one(TYPES.subList(0, 4)));
    return schema;
  }

  // ---- strings

  private String word() {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return maybe(20) ? word.append('-').append(random.nextInt(100)).toString() : word.toString();
  }

  private ObjectNode string() {
    ObjectNode schema = empty().put("type", "string");
    switch (random.nextInt(6)) {
      case 0 -> schema.put("format", one(FORMATS));
      case 1, 2 -> schema.put("pattern", pattern());
      default -> {}
    }
    if (maybe(25)) {
      schema.put("minLength", random.nextInt(4));
    }
    if (maybe(25)) {
      schema.put("maxLength", random.nextInt(8, 300));
    }
    return schema;
  }

  private String pattern() {
    StringBuilder pattern = new StringBuilder(maybe(92) ? "^" : "");
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      pattern.append(piece());
    }
    return pattern.append(maybe(80) ? "$" : "").toString();
  }

  private String piece() {
    return switch (random.nextInt(6)) {
      case 0 -> word();
      case 1 -> "(" + word() + "|" + word() + "|" + one(CLASSES) + "{2})";
      case 2 -> one(CLASSES) + "{" + random.nextInt(3) + "," + random.nextInt(3, 12) + "}";
      case 3 -> "(" + one(CLASSES) + "+[:/]" + ")" + one(List.of("?", "*", "{1,3}"));
      default -> one(CLASSES) + one(List.of("+", "*", "?", "{4}"));
    };
  }

  private ObjectNode choice() {
    ObjectNode schema = empty();
    ArrayNode values = schema.putArray("enum");
    for (int i = random.nextInt(1, maybe(10) ? 80 : 8); i > 0; i--) {
      values.add(word());
    }
    if (maybe(15)) {
      values.add(random.nextInt(100)).addNull();
    }
    return schema;
  }

  // ---- numbers

  private ObjectNode number() {
    ObjectNode schema = empty().put("type", maybe(60) ? "integer" : "number");
    if (maybe(50)) {
      schema.put("minimum", random.nextInt(3) * random.nextInt(-50, 50));
    }
    if (maybe(40)) {
      schema.put(maybe(80) ? "maximum" : "exclusiveMaximum", random.nextInt(51, 100_000));
    }
    if (maybe(5)) {
      schema.put("multipleOf", one(STEPS));
    }
    if (maybe(10)) {
      schema.putObject("not").put("const", random.nextInt(100));
    }
    return schema;
  }

  // ---- objects

  private ObjectNode object(int depth) {
    ObjectNode schema = empty().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = empty().arrayNode();
    for (int i = random.nextInt(1, maybe(15) ? 25 : 7); i > 0; i--) {
      String name = maybe(70) ? one(NAMES) : word();
      properties.set(name, any(depth - 1 - random.nextInt(2)).put("description", "of " + name));
      if (maybe(40)) {
        required.add(name);
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    others(schema, depth);
    counts(schema);
    if (maybe(12)) {
      conditions(schema, depth);
    }
    return schema;
  }

  private void others(ObjectNode schema, int depth) {
    switch (random.nextInt(6)) {
      case 0, 1 -> schema.put("additionalProperties", false);
      case 2 -> schema.set("additionalProperties", any(depth - 2));
      case 3 -> {
        if (maybe(30)) {
          schema.put("unevaluatedProperties", false);
        }
      }
      default -> {}
    }
    if (maybe(12)) {
      schema.putObject("patternProperties").set(pattern(), scalar());
    }
    if (maybe(5)) {
      schema.putObject("propertyNames").put("maxLength", random.nextInt(10, 40));
    }
  }

  private void counts(ObjectNode schema) {
    if (maybe(10)) {
      schema.put("minProperties", random.nextInt(3));
    }
    if (maybe(8)) {
      schema.put("maxProperties", random.nextInt(4, 20));
    }
    if (maybe(6)) {
      schema.putObject("dependentRequired").putArray(one(NAMES)).add(one(NAMES));
    }
  }

  private void conditions(ObjectNode schema, int depth) {
    switch (random.nextInt(4)) {
      case 0 -> {
        schema.set("if", having(one(NAMES), choice()));
        schema.set("then", having(one(NAMES), scalar()));
        schema.set("else", having(one(NAMES), any(depth - 2)));
      }
      case 1 -> schema.set("not", needing(one(NAMES)));
      case 2 -> schema.putArray("oneOf").add(needing(one(NAMES))).add(needing(word()));
      default ->
          schema.putArray("anyOf").add(needing(one(NAMES))).add(having(one(NAMES), scalar()));
    }
  }

  private static ObjectNode having(String name, ObjectNode value) {
    ObjectNode schema = empty();
    schema.putObject("properties").set(name, value);
    return schema;
  }

  private static ObjectNode needing(String name) {
    ObjectNode schema = empty();
    schema.putArray("required").add(name);
    return schema;
  }

  // ---- mixtures

  /** Alternatives are mostly of different kinds of values, as people write them. */
  private static final int KINDS = 5;

  private ObjectNode alternatives(String keyword, int depth) {
    ObjectNode schema = empty();
    ArrayNode parts = schema.putArray(keyword);
    int first = random.nextInt(KINDS);
    for (int i = random.nextInt(2, 5); i > 0; i--) {
      parts.add(maybe(20) ? any(depth - 1) : ofKind((first + i) % KINDS, depth - 1));
    }
    return schema;
  }

  private ObjectNode ofKind(int kind, int depth) {
    return switch (kind) {
      case 0 -> string();
      case 1 -> number();
      case 2 -> array(depth);
      case 3 -> object(depth);
      default -> empty().put("type", "boolean");
    };
  }

  private ObjectNode all(int depth) {
    ObjectNode schema = empty();
    ArrayNode parts = schema.putArray("allOf").add(object(depth - 1));
    parts.add(maybe(50) ? empty().put("$ref", "#/$defs/two") : needing(one(NAMES)));
    return schema;
  }

  /** Objects that a constant member tells apart. */
  private ObjectNode tagged(int depth) {
    ObjectNode schema = empty();
    ArrayNode parts = schema.putArray(maybe(50) ? "oneOf" : "anyOf");
    for (int i = random.nextInt(2, 6); i > 0; i--) {
      ObjectNode part = object(depth - 1);
      ((ObjectNode) part.get("properties")).putObject("kind").put("const", word());
      part.withArray("required").add("kind");
      parts.add(part);
    }
    return schema;
  }

  // ---- arrays

  private ObjectNode array(int depth) {
    ObjectNode schema = empty().put("type", "array");
    if (maybe(90)) {
      schema.set("items", any(depth - 1));
    }
    if (maybe(15)) {
      schema.putArray("prefixItems").add(any(depth - 1)).add(scalar());
    }
    if (maybe(30)) {
      schema.put("minItems", random.nextInt(3));
    }
    if (maybe(20)) {
      schema.put("maxItems", random.nextInt(3, 30));
    }
    if (maybe(15)) {
      schema.put("uniqueItems", true);
    }
    if (maybe(5)) {
      schema.set("contains", scalar());
    }
    return schema;
  }
}
