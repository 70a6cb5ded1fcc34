package dev.strait.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;

/**
 * Random schemas over the whole keyword set: small, and made of few keys, strings and numbers, so
 * that their parts meet. References lead to definitions, to the root, by anchor, by {@code $id} and
 * dynamically; none leads to itself without descending into the value.
 */
public final class Schemas {
  static final List<String> KEYS = List.of("a", "b", "c", "ab", "aa", "", "é", "x-1");

  static final List<String> STRINGS =
      List.of(
          "", "a", "b", "c", "ab", "ba", "abc", "aab", "1", "a1", "é", "😀", "a b", "A", "\n",
          "a\n", "\"", "\\", "/", "\u0000", "foo", "foo bar", "\uFEFF", "a/b", "𝒳y", "zzzzzz");

  static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "5",
          "10",
          "-1",
          "-2",
          "0.5",
          "1.5",
          "-0.5",
          "2.5",
          "0.1",
          "0.01",
          "12.25",
          "100",
          "1000",
          "99.99",
          "12345678901234567890",
          "1e2",
          "-7");

  static final List<String> PATTERNS =
      List.of(
          "^a",
          "b$",
          "^[a-c]+$",
          "a|b",
          "^(?!a)",
          "\\d",
          "^.{1,2}$",
          "[^a]",
          "(?=.*b)a",
          "\\w$",
          "^\\p{L}*$",
          "é",
          "^a*b?$",
          "\\bfoo\\b",
          "^$",
          "(?<=a)b",
          "^(?:ab|c){1,2}$",
          "\\s",
          "^\\S+$",
          "(?<!a)b",
          "^(?:a|ab)(?:c|bcd)?$",
          "^[^\\n]*$",
          "\\u{1F600}",
          "a{2,}",
          "^x-");

  static final List<String> FORMATS =
      List.of(
          "date", "time", "date-time", "uuid", "ipv4", "ipv6", "json-pointer", "no-such-format");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Dice dice;
  private final Dialect dialect;
  private final int definitions;

  /** References so far not below a value's member or item lead only to later definitions. */
  private int definition = -1;

  private Schemas(Dice dice, Dialect dialect, int definitions) {
    this.dice = dice;
    this.dialect = dialect;
    this.definitions = definitions;
  }

  /** Returns schemas of all drafts; they say which. */
  public static Arbitrary<JsonNode> any() {
    return Shrinking.arbitrary(
        dice -> draw(dice, dice.pick(Dialect.values())), Schemas::smaller, Shrinking::size);
  }

  /** Returns schemas of one draft; they say which. */
  public static Arbitrary<JsonNode> any(Dialect dialect) {
    return Shrinking.arbitrary(dice -> draw(dice, dialect), Schemas::smaller, Shrinking::size);
  }

  /** Draws a schema. */
  static JsonNode draw(Dice dice, Dialect dialect) {
    int definitions = dice.once(2) ? dice.between(1, 2) : 0;
    return new Schemas(dice, dialect, definitions).root();
  }

  private JsonNode root() {
    ObjectNode body = NODES.objectNode();
    body.put("$schema", dialect.uri());
    if (dialect == Dialect.DRAFT_2020_12) {
      body.put("$id", "https://strait.test/schema");
    }
    JsonNode root = object(dice.between(1, 3), false);
    root.fields().forEachRemaining(m -> body.set(m.getKey(), m.getValue()));
    ObjectNode named = NODES.objectNode();
    for (definition = 0; definition < definitions; definition++) {
      named.set("d" + definition, definition());
    }
    if (definitions > 0) {
      body.set(dialect.atLeast(Dialect.DRAFT_2019_09) ? "$defs" : "definitions", named);
    }
    return body;
  }

  private JsonNode definition() {
    ObjectNode body = object(2, false);
    if (dialect.atLeast(Dialect.DRAFT_2019_09)) {
      body.put("$anchor", "anchor" + definition);
    }
    return body;
  }

  /** Draws a subschema; {@code depth} bounds those within. */
  private JsonNode schema(int depth, boolean below) {
    if (dice.once(8) && dialect.atLeast(Dialect.DRAFT_6)) {
      return BooleanNode.valueOf(!dice.once(3));
    }
    return object(depth, below);
  }

  private ObjectNode object(int depth, boolean below) {
    ObjectNode body = NODES.objectNode();
    if (dice.once(6)) {
      reference(body, below);
      if (!dialect.atLeast(Dialect.DRAFT_2019_09) || dice.once(2)) {
        return body;
      }
    }
    if (dice.once(2)) {
      body.set("type", types());
    }
    int keywords = dice.between(depth <= 0 ? 0 : 1, 3);
    for (int i = 0; i < keywords; i++) {
      keyword(body, depth, below);
    }
    return body;
  }

  private void reference(ObjectNode body, boolean below) {
    int first = below ? 0 : definition + 1;
    if (below && dice.once(4)) {
      boolean dynamic = dialect == Dialect.DRAFT_2020_12 && dice.once(3);
      boolean recursive = dialect == Dialect.DRAFT_2019_09 && dice.once(3);
      body.put(dynamic ? "$dynamicRef" : recursive ? "$recursiveRef" : "$ref", "#");
    } else if (first < definitions) {
      int to = dice.between(first, definitions - 1);
      boolean modern = dialect.atLeast(Dialect.DRAFT_2019_09);
      String pointer = (modern ? "#/$defs/d" : "#/definitions/d") + to;
      body.put("$ref", modern && dice.once(3) ? "#anchor" + to : pointer);
    }
  }

  private JsonNode types() {
    List<String> names =
        List.of("object", "array", "string", "number", "integer", "boolean", "null");
    if (!dice.once(4)) {
      return TextNode.valueOf(dice.pick(names.subList(0, dice.once(3) ? 7 : 5)));
    }
    ArrayNode list = NODES.arrayNode();
    Set<String> chosen = new HashSet<>();
    for (int i = dice.between(1, 3); i > 0; i--) {
      String name = dice.pick(names);
      if (chosen.add(name)) {
        list.add(name);
      }
    }
    return list;
  }

  private void keyword(ObjectNode body, int depth, boolean below) {
    switch (dice.between(0, depth > 0 ? 10 : 4)) {
      case 0 -> values(body);
      case 1 -> numbers(body);
      case 2 -> strings(body);
      case 3 -> arrayCounts(body);
      case 4 -> objectCounts(body);
      case 5, 6 -> arrays(body, depth - 1);
      case 7, 8 -> objects(body, depth - 1);
      default -> logic(body, depth - 1, below);
    }
  }

  private void values(ObjectNode body) {
    Instances values = Instances.plain(dice);
    if (dice.once(2) && dialect.atLeast(Dialect.DRAFT_6)) {
      body.set("const", values.any(1));
    } else {
      ArrayNode list = NODES.arrayNode();
      List<JsonNode> normal = new ArrayList<>();
      for (int i = dice.between(1, 4); i > 0; i--) {
        JsonNode value = values.any(1);
        if (!normal.contains(JsonText.normal(value))) {
          normal.add(JsonText.normal(value));
          list.add(value);
        }
      }
      body.set("enum", list);
    }
  }

  private void numbers(ObjectNode body) {
    JsonNode number = JsonText.read(dice.pick(NUMBERS));
    switch (dice.between(0, 4)) {
      case 0 -> body.set("minimum", number);
      case 1 -> body.set("maximum", number);
      case 2 -> exclusive(body, "minimum", "exclusiveMinimum", number);
      case 3 -> exclusive(body, "maximum", "exclusiveMaximum", number);
      default ->
          body.set(
              "multipleOf",
              JsonText.read(dice.pick("1", "2", "3", "0.5", "0.01", "7", "1.5", "1e2")));
    }
  }

  private void exclusive(ObjectNode body, String plain, String exclusive, JsonNode number) {
    if (dialect == Dialect.DRAFT_4) {
      body.set(plain, number);
      body.put(exclusive, dice.once(2));
    } else {
      body.set(exclusive, number);
    }
  }

  private void strings(ObjectNode body) {
    switch (dice.between(0, 5)) {
      case 0 -> body.put("minLength", dice.between(0, 3));
      case 1 -> body.put("maxLength", dice.between(0, 4));
      case 2, 3 -> body.put("pattern", dice.pick(PATTERNS));
      case 4 -> body.put("format", dice.pick(FORMATS));
      default -> body.put("title", "a note");
    }
  }

  private void arrayCounts(ObjectNode body) {
    switch (dice.between(0, 2)) {
      case 0 -> body.put("minItems", dice.between(0, 3));
      case 1 -> body.put("maxItems", dice.between(0, 4));
      default -> body.put("uniqueItems", !dice.once(5));
    }
  }

  private void objectCounts(ObjectNode body) {
    switch (dice.between(0, 3)) {
      case 0 -> body.put("minProperties", dice.between(0, 3));
      case 1 -> body.put("maxProperties", dice.between(0, 4));
      case 2 -> body.set("required", keys(dialect == Dialect.DRAFT_4 ? 1 : 0, 3));
      default -> dependentKeys(body);
    }
  }

  private void dependentKeys(ObjectNode body) {
    ObjectNode keys = NODES.objectNode();
    int least = dialect == Dialect.DRAFT_4 ? 1 : 0;
    for (int i = dice.between(1, 2); i > 0; i--) {
      keys.set(dice.pick(KEYS), keys(least, 2));
    }
    body.set(dialect.atLeast(Dialect.DRAFT_2019_09) ? "dependentRequired" : "dependencies", keys);
  }

  private ArrayNode keys(int least, int most) {
    Set<String> chosen = new HashSet<>();
    for (int i = dice.between(least, most); i > 0; i--) {
      chosen.add(dice.pick(KEYS));
    }
    ArrayNode list = NODES.arrayNode();
    chosen.stream().sorted().forEach(list::add);
    return list;
  }

  private void arrays(ObjectNode body, int depth) {
    boolean prefix = dialect == Dialect.DRAFT_2020_12;
    switch (dice.between(0, 4)) {
      case 0 -> body.set(prefix ? "prefixItems" : "items", list(depth, true));
      case 1 -> body.set("items", schema(depth, true));
      case 2 -> contains(body, depth);
      case 3 -> {
        if (prefix) {
          body.set("prefixItems", list(depth, true));
          body.set("items", schema(depth, true));
        } else {
          body.set("items", list(depth, true));
          body.set("additionalItems", additional(depth));
        }
      }
      default -> {
        if (dialect.atLeast(Dialect.DRAFT_2019_09)) {
          body.set("unevaluatedItems", schema(depth, true));
        } else {
          body.set("items", schema(depth, true));
        }
      }
    }
  }

  private void contains(ObjectNode body, int depth) {
    if (!dialect.atLeast(Dialect.DRAFT_6)) {
      return;
    }
    body.set("contains", schema(depth, true));
    if (dialect.atLeast(Dialect.DRAFT_2019_09)) {
      if (dice.once(3)) {
        body.put("minContains", dice.between(0, 2));
      }
      if (dice.once(3)) {
        body.put("maxContains", dice.between(0, 2));
      }
    }
  }

  private JsonNode additional(int depth) {
    return dice.once(2) ? BooleanNode.valueOf(dice.once(4)) : object(depth, true);
  }

  private void objects(ObjectNode body, int depth) {
    switch (dice.between(0, 7)) {
      case 0, 1, 2 -> body.set("properties", members(KEYS, depth));
      case 3 -> body.set("patternProperties", members(PATTERNS, depth));
      case 4 -> body.set("additionalProperties", additional(depth));
      case 5 -> {
        if (dialect.atLeast(Dialect.DRAFT_6)) {
          body.set("propertyNames", dice.once(2) ? names() : schema(0, true));
        }
      }
      case 6 -> {
        boolean modern = dialect.atLeast(Dialect.DRAFT_2019_09);
        ObjectNode schemas = NODES.objectNode();
        schemas.set(dice.pick(KEYS), schema(depth, false));
        body.set(modern ? "dependentSchemas" : "dependencies", schemas);
      }
      default -> {
        boolean modern = dialect.atLeast(Dialect.DRAFT_2019_09);
        body.set(modern ? "unevaluatedProperties" : "additionalProperties", additional(depth));
      }
    }
  }

  private ObjectNode names() {
    ObjectNode body = NODES.objectNode();
    return dice.once(2)
        ? body.put("pattern", dice.pick(PATTERNS))
        : body.put("maxLength", dice.between(0, 2));
  }

  private ObjectNode members(List<String> keys, int depth) {
    ObjectNode members = NODES.objectNode();
    for (int i = dice.between(1, 3); i > 0; i--) {
      members.set(dice.pick(keys), schema(depth, true));
    }
    return members;
  }

  private void logic(ObjectNode body, int depth, boolean below) {
    switch (dice.between(0, dialect.atLeast(Dialect.DRAFT_7) ? 5 : 4)) {
      case 0 -> body.set("allOf", list(depth, below));
      case 1 -> body.set("anyOf", list(depth, below));
      case 2, 3 -> body.set("oneOf", list(depth, below));
      case 4 -> body.set("not", schema(depth, below));
      default -> {
        body.set("if", schema(depth, below));
        if (!dice.once(3)) {
          body.set("then", schema(depth, below));
        }
        if (!dice.once(3)) {
          body.set("else", schema(depth, below));
        }
      }
    }
  }

  private ArrayNode list(int depth, boolean below) {
    ArrayNode list = NODES.arrayNode();
    for (int i = dice.between(1, 3); i > 0; i--) {
      list.add(schema(depth, below));
    }
    return list;
  }

  // --- smaller schemas ---

  /**
   * Returns smaller schemas of the same draft: no keyword loses its shape, no reference its goal.
   */
  static Stream<JsonNode> smaller(JsonNode schema) {
    return Shrinking.smaller(schema)
        .filter(s -> s.isObject() && s.path("$schema").equals(schema.path("$schema")))
        .filter(s -> isWellFormed(s, s));
  }

  private static boolean isWellFormed(JsonNode schema, JsonNode root) {
    if (!schema.isObject()) {
      return schema.isBoolean() && !Dialect.DRAFT_4.uri().equals(root.path("$schema").asText());
    }
    for (var members = schema.fields(); members.hasNext(); ) {
      var member = members.next();
      if (!isWellFormed(member.getKey(), member.getValue(), root)) {
        return false;
      }
    }
    return !(schema.path("exclusiveMinimum").isBoolean() && !schema.has("minimum"))
        && !(schema.path("exclusiveMaximum").isBoolean() && !schema.has("maximum"));
  }

  private static boolean isWellFormed(String keyword, JsonNode value, JsonNode root) {
    boolean old = Dialect.DRAFT_4.uri().equals(root.path("$schema").asText());
    return switch (keyword) {
      case "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "minContains",
          "maxContains" ->
          value.isInt() && value.intValue() >= 0;
      case "minimum", "maximum" -> value.isNumber();
      case "exclusiveMinimum", "exclusiveMaximum" -> old ? value.isBoolean() : value.isNumber();
      case "multipleOf" -> value.isNumber() && value.decimalValue().signum() > 0;
      case "uniqueItems" -> value.isBoolean();
      case "type" ->
          value.isTextual() ? isType(value) : value.isArray() && all(value, Schemas::isType);
      case "enum" -> value.isArray() && !value.isEmpty();
      case "required" ->
          value.isArray() && !(old && value.isEmpty()) && all(value, JsonNode::isTextual);
      case "pattern", "format", "title", "$anchor", "$dynamicAnchor", "$schema", "$id" ->
          value.isTextual() && !value.textValue().isEmpty();
      case "$ref" -> value.isTextual() && resolves(value.textValue(), root);
      case "$dynamicRef", "$recursiveRef" -> value.asText().equals("#");
      case "allOf", "anyOf", "oneOf" ->
          value.isArray() && !value.isEmpty() && all(value, part -> isWellFormed(part, root));
      case "prefixItems" ->
          value.isArray() && !value.isEmpty() && all(value, part -> isWellFormed(part, root));
      case "items" ->
          value.isArray()
              ? all(value, part -> isWellFormed(part, root))
              : (!old || value.isObject()) && isWellFormed(value, root);
      case "properties", "patternProperties", "dependentSchemas", "$defs", "definitions" ->
          value.isObject() && all(value, part -> isWellFormed(part, root));
      case "dependencies", "dependentRequired" ->
          value.isObject()
              && all(
                  value,
                  p -> p.isArray() ? isWellFormed("required", p, root) : isWellFormed(p, root));
      case "const" -> true;
      case "additionalProperties", "additionalItems" ->
          value.isBoolean() || isWellFormed(value, root);
      default -> isWellFormed(value, root);
    };
  }

  private static boolean isType(JsonNode name) {
    return List.of("object", "array", "string", "number", "integer", "boolean", "null")
        .contains(name.asText());
  }

  private static boolean all(JsonNode values, Predicate<JsonNode> holds) {
    for (JsonNode value : values) {
      if (!holds.test(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean resolves(String reference, JsonNode root) {
    return reference.equals("#")
        || (reference.startsWith("#/")
            ? !root.at(reference.substring(1)).isMissingNode()
            : reference.startsWith("#")
                && root.toString().contains("\"$anchor\":\"" + reference.substring(1) + '"'));
  }
}
