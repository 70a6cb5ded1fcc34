package dev.strait.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;

/**
 * Random JSON values for a schema: likely valid ones, led by its keywords; nearly valid ones,
 * changed in a place or two; and any others, made of the schema's own keys, strings and numbers.
 */
public final class Instances {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private static final int MOST_TRIES = 6;

  private static final List<String> FORMATTED =
      List.of(
          "2020-02-29",
          "2021-02-29",
          "2020-13-01",
          "12:34:56Z",
          "12:34:56.7+01:00",
          "24:00:00Z",
          "23:59:60Z",
          "2020-01-01T12:34:56Z",
          "2020-01-01 12:34:56Z",
          "2020-01-01T12:34:56",
          "123e4567-e89b-12d3-a456-426614174000",
          "123e4567e89b12d3a456426614174000",
          "127.0.0.1",
          "256.0.0.1",
          "127.0.0",
          "01.2.3.4",
          "::1",
          "1::2::3",
          "::ffff:1.2.3.4",
          "12345::",
          "/a/b",
          "/a~1b",
          "/a~2",
          "a/b");

  private final Dice dice;
  private final JsonNode root;
  private final List<String> strings = new ArrayList<>(Schemas.STRINGS);
  private final List<String> keys = new ArrayList<>(Schemas.KEYS);
  private final List<JsonNode> numbers = new ArrayList<>();
  private final List<JsonNode> constants = new ArrayList<>();

  private Instances(Dice dice, JsonNode root) {
    this.dice = dice;
    this.root = root;
    Schemas.NUMBERS.forEach(text -> numbers.add(JsonText.read(text)));
    harvest(root);
  }

  /** Draws values without regard to a schema. */
  static Instances plain(Dice dice) {
    return new Instances(dice, MissingNode.getInstance());
  }

  /** Draws values for a schema. */
  static Instances of(JsonNode schema, Dice dice) {
    return new Instances(dice, schema);
  }

  /** Returns values that are likely valid. */
  public static Arbitrary<JsonNode> valid(JsonNode schema) {
    return values(dice -> of(schema, dice).valid());
  }

  /** Returns values like valid ones, but changed in a place or two. */
  public static Arbitrary<JsonNode> nearlyValid(JsonNode schema) {
    return values(dice -> of(schema, dice).nearlyValid());
  }

  /** Returns any values, made of the schema's own keys, strings and numbers. */
  public static Arbitrary<JsonNode> random(JsonNode schema) {
    return values(dice -> of(schema, dice).any(3));
  }

  /** Returns values of all three kinds. */
  public static Arbitrary<JsonNode> any(JsonNode schema) {
    return values(dice -> of(schema, dice).draw());
  }

  private static Arbitrary<JsonNode> values(java.util.function.Function<Dice, JsonNode> draw) {
    return Shrinking.arbitrary(draw, Shrinking::smaller, Shrinking::size);
  }

  /** Draws a value of any of the three kinds. */
  JsonNode draw() {
    return switch (dice.between(0, 9)) {
      case 0 -> any(2);
      case 1, 2, 3, 4 -> nearlyValid();
      default -> valid();
    };
  }

  private void harvest(JsonNode schema) {
    if (schema.isNumber()) {
      BigDecimal number = schema.decimalValue();
      if (number.abs().compareTo(BigDecimal.valueOf(1_000_000)) < 0) {
        numbers.add(DecimalNode.valueOf(number.add(BigDecimal.ONE)));
        numbers.add(DecimalNode.valueOf(number.subtract(new BigDecimal("0.5"))));
        numbers.add(DecimalNode.valueOf(number.multiply(BigDecimal.valueOf(3))));
      }
      numbers.add(schema);
    } else if (schema.isTextual()) {
      strings.add(schema.textValue());
    } else if (schema.isObject()) {
      schema.path("const").forEach(constants::add);
      schema.path("enum").forEach(constants::add);
      schema.path("properties").fieldNames().forEachRemaining(keys::add);
      if (schema.has("format")) {
        strings.addAll(FORMATTED);
      }
    }
    schema.forEach(this::harvest);
  }

  // --- any value ---

  /** Draws any value of at most {@code depth} containers in each other. */
  JsonNode any(int depth) {
    if (!constants.isEmpty() && dice.once(8)) {
      return dice.pick(constants);
    }
    return switch (dice.between(0, depth > 0 ? 6 : 4)) {
      case 0 -> NullNode.instance;
      case 1 -> BooleanNode.valueOf(dice.once(2));
      case 2 -> dice.pick(numbers);
      case 3, 4 -> TextNode.valueOf(dice.pick(strings));
      case 5 -> anyArray(depth);
      default -> anyObject(depth);
    };
  }

  private JsonNode anyArray(int depth) {
    ArrayNode items = NODES.arrayNode();
    for (int i = dice.between(0, 3); i > 0; i--) {
      items.add(any(depth - 1));
    }
    return items;
  }

  private JsonNode anyObject(int depth) {
    ObjectNode members = NODES.objectNode();
    for (int i = dice.between(0, 3); i > 0; i--) {
      members.set(key(), any(depth - 1));
    }
    return members;
  }

  private String key() {
    return dice.once(6) ? dice.pick(strings) : dice.pick(keys);
  }

  // --- likely valid values ---

  /** Draws a value that is likely valid. */
  JsonNode valid() {
    return forSchemas(List.of(root), 5);
  }

  private JsonNode forSchemas(List<JsonNode> schemas, int depth) {
    List<JsonNode> flat = new ArrayList<>();
    schemas.forEach(schema -> flatten(schema, flat, 8));
    JsonNode best = NullNode.instance;
    for (int i = 0; i < MOST_TRIES; i++) {
      best = forFlat(flat, depth);
      JsonNode value = best;
      if (flat.stream().allMatch(schema -> fits(schema, value))) {
        break;
      }
    }
    return best;
  }

  /** Collects what a value has to obey at once, choosing among alternatives. */
  private void flatten(JsonNode schema, List<JsonNode> into, int depth) {
    if (!schema.isObject() || depth == 0) {
      return;
    }
    into.add(schema);
    for (String keyword : List.of("$ref", "$dynamicRef", "$recursiveRef")) {
      if (schema.has(keyword)) {
        flatten(resolve(schema.get(keyword).asText()), into, depth - 1);
      }
    }
    schema.path("allOf").forEach(part -> flatten(part, into, depth - 1));
    for (String keyword : List.of("anyOf", "oneOf")) {
      if (!schema.path(keyword).isEmpty()) {
        JsonNode branches = schema.get(keyword);
        flatten(branches.get(dice.between(0, branches.size() - 1)), into, depth - 1);
      }
    }
    if (schema.has("if")) {
      boolean then = dice.once(2);
      if (then) {
        flatten(schema.get("if"), into, depth - 1);
      }
      flatten(schema.path(then ? "then" : "else"), into, depth - 1);
    }
    for (String keyword : List.of("dependentSchemas", "dependencies")) {
      if (dice.once(2)) {
        schema.path(keyword).forEach(part -> flatten(part, into, depth - 1));
      }
    }
  }

  private JsonNode resolve(String reference) {
    if (reference.equals("#")) {
      return root;
    } else if (reference.startsWith("#/")) {
      return root.at(reference.substring(1));
    }
    String anchor = reference.substring(reference.indexOf('#') + 1);
    for (JsonNode definition : root.path("$defs")) {
      if (definition.path("$anchor").asText().equals(anchor)) {
        return definition;
      }
    }
    return MissingNode.getInstance();
  }

  private JsonNode forFlat(List<JsonNode> flat, int depth) {
    for (JsonNode schema : flat) {
      if (schema.has("const")) {
        return schema.get("const");
      } else if (!schema.path("enum").isEmpty()) {
        return schema.get("enum").get(dice.between(0, schema.get("enum").size() - 1));
      }
    }
    return switch (type(flat)) {
      case "object" -> object(flat, depth);
      case "array" -> array(flat, depth);
      case "string" -> string(flat);
      case "number" -> dice.pick(numbers);
      case "integer" -> integer();
      case "boolean" -> BooleanNode.valueOf(dice.once(2));
      default -> NullNode.instance;
    };
  }

  private JsonNode integer() {
    JsonNode number = dice.pick(numbers);
    return DecimalNode.valueOf(number.decimalValue().setScale(0, java.math.RoundingMode.FLOOR));
  }

  private String type(List<JsonNode> flat) {
    List<String> possible = new ArrayList<>(List.of("object", "array", "string", "number"));
    if (dice.once(3)) {
      possible.addAll(List.of("boolean", "null", "integer"));
    }
    List<String> led = new ArrayList<>();
    for (JsonNode schema : flat) {
      if (schema.has("type")) {
        JsonNode types = schema.get("type");
        possible = List.of(types.isArray() ? dice.pick(texts(types)) : types.asText());
      }
      schema.fieldNames().forEachRemaining(keyword -> led.addAll(typesOf(keyword)));
    }
    led.retainAll(possible);
    return led.isEmpty() || dice.once(6) ? dice.pick(possible) : dice.pick(led);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts.isEmpty() ? List.of("null") : texts;
  }

  private static List<String> typesOf(String keyword) {
    return switch (keyword) {
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
          List.of("number", "integer");
      case "minLength", "maxLength", "pattern", "format" -> List.of("string");
      case "minItems",
          "maxItems",
          "uniqueItems",
          "items",
          "prefixItems",
          "additionalItems",
          "contains",
          "unevaluatedItems" ->
          List.of("array");
      case "minProperties",
          "maxProperties",
          "required",
          "dependentRequired",
          "dependencies",
          "dependentSchemas",
          "properties",
          "patternProperties",
          "additionalProperties",
          "propertyNames",
          "unevaluatedProperties" ->
          List.of("object");
      default -> List.of();
    };
  }

  private JsonNode string(List<JsonNode> flat) {
    if (flat.stream().anyMatch(schema -> schema.has("format")) && !dice.once(4)) {
      return TextNode.valueOf(dice.pick(FORMATTED));
    }
    String text = dice.pick(strings);
    return TextNode.valueOf(dice.once(4) ? text + dice.pick(strings) : text);
  }

  private JsonNode array(List<JsonNode> flat, int depth) {
    int least = most(flat, "minItems", 0);
    int length = Math.min(8, least + dice.between(0, 3));
    ArrayNode items = NODES.arrayNode();
    for (int i = 0; i < length; i++) {
      items.add(depth == 0 ? NullNode.instance : forSchemas(itemSchemas(flat, i), depth - 1));
    }
    if (dice.once(4)) {
      flat.stream().filter(s -> s.path("maxItems").isInt()).forEach(s -> cut(items, s));
    }
    return items;
  }

  private static void cut(ArrayNode items, JsonNode schema) {
    while (items.size() > schema.get("maxItems").intValue()) {
      items.remove(items.size() - 1);
    }
  }

  private List<JsonNode> itemSchemas(List<JsonNode> flat, int place) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode schema : flat) {
      JsonNode items = schema.path("items");
      JsonNode prefix = schema.has("prefixItems") ? schema.get("prefixItems") : items;
      JsonNode rest = items.isArray() ? schema.path("additionalItems") : items;
      found.add(prefix.isArray() && place < prefix.size() ? prefix.get(place) : rest);
      if (dice.once(3)) {
        found.add(schema.path("contains"));
      }
    }
    return found;
  }

  private static int most(List<JsonNode> flat, String keyword, int least) {
    return flat.stream().mapToInt(schema -> schema.path(keyword).asInt(0)).reduce(least, Math::max);
  }

  private JsonNode object(List<JsonNode> flat, int depth) {
    Set<String> wanted = new LinkedHashSet<>();
    for (JsonNode schema : flat) {
      schema.path("required").forEach(key -> wanted.add(key.asText()));
      schema.path("properties").fieldNames().forEachRemaining(key -> maybe(key, wanted));
    }
    int extra = dice.once(2) ? 0 : dice.between(0, 2);
    int enough = Math.min(8, Math.max(wanted.size() + extra, most(flat, "minProperties", 0)));
    for (int i = 0; i < 30 && wanted.size() < enough; i++) {
      wanted.add(key());
    }
    for (JsonNode schema : flat) {
      dependents(schema.path("dependentRequired"), wanted);
      dependents(schema.path("dependencies"), wanted);
    }
    ObjectNode members = NODES.objectNode();
    for (String key : wanted) {
      members.set(
          key, depth == 0 ? NullNode.instance : forSchemas(memberSchemas(flat, key), depth - 1));
    }
    return members;
  }

  private void maybe(String key, Set<String> wanted) {
    if (dice.once(2)) {
      wanted.add(key);
    }
  }

  private static void dependents(JsonNode keyword, Set<String> wanted) {
    for (String key : List.copyOf(wanted)) {
      if (keyword.path(key).isArray()) {
        keyword.get(key).forEach(other -> wanted.add(other.asText()));
      }
    }
  }

  private static List<JsonNode> memberSchemas(List<JsonNode> flat, String key) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode schema : flat) {
      int before = found.size();
      if (schema.path("properties").has(key)) {
        found.add(schema.get("properties").get(key));
      }
      schema
          .path("patternProperties")
          .fields()
          .forEachRemaining(
              m -> {
                if (new EcmaRegex(m.getKey()).matches(key)) {
                  found.add(m.getValue());
                }
              });
      if (found.size() == before) {
        found.add(schema.path("additionalProperties"));
        found.add(schema.path("unevaluatedProperties"));
      }
    }
    return found;
  }

  /** Whether a value obeys the keywords of a schema that look at nothing within it. */
  private static boolean fits(JsonNode schema, JsonNode value) {
    if (value.isTextual()) {
      int length = value.textValue().codePointCount(0, value.textValue().length());
      return length >= schema.path("minLength").asInt(0)
          && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
          && (!schema.has("pattern")
              || new EcmaRegex(schema.get("pattern").asText()).matches(value.textValue()));
    } else if (value.isNumber()) {
      return fitsNumber(schema, value.decimalValue());
    } else if (value.isArray()) {
      return value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE);
    }
    return !value.isObject()
        || value.size() <= schema.path("maxProperties").asInt(Integer.MAX_VALUE);
  }

  private static boolean fitsNumber(JsonNode schema, BigDecimal number) {
    return (!schema.has("minimum") || number.compareTo(schema.get("minimum").decimalValue()) >= 0)
        && (!schema.has("maximum") || number.compareTo(schema.get("maximum").decimalValue()) <= 0)
        && (!schema.has("multipleOf")
            || number.remainder(schema.get("multipleOf").decimalValue()).signum() == 0)
        && (!schema.path("exclusiveMinimum").isNumber()
            || number.compareTo(schema.get("exclusiveMinimum").decimalValue()) > 0)
        && (!schema.path("exclusiveMaximum").isNumber()
            || number.compareTo(schema.get("exclusiveMaximum").decimalValue()) < 0);
  }

  // --- nearly valid values ---

  /** Draws a likely valid value, changed in a place or two. */
  JsonNode nearlyValid() {
    JsonNode changed = change(valid());
    return dice.once(3) ? change(changed) : changed;
  }

  private JsonNode change(JsonNode value) {
    if (value.isContainerNode() && !value.isEmpty() && !dice.once(3)) {
      return changeWithin(value);
    }
    if (value.isObject() && !dice.once(4)) {
      return changeObject((ObjectNode) value);
    } else if (value.isArray() && !dice.once(4)) {
      return changeArray((ArrayNode) value);
    } else if (value.isTextual() && !dice.once(3)) {
      return changeString(value.textValue());
    } else if (value.isNumber() && !dice.once(3)) {
      BigDecimal by = new BigDecimal(dice.pick("1", "-1", "0.5", "0.01", "10"));
      return DecimalNode.valueOf(value.decimalValue().add(by));
    }
    return any(1);
  }

  private JsonNode changeWithin(JsonNode value) {
    if (value.isArray()) {
      int place = dice.between(0, value.size() - 1);
      return ((ArrayNode) value.deepCopy()).set(place, change(value.get(place)));
    }
    List<String> names = new ArrayList<>();
    value.fieldNames().forEachRemaining(names::add);
    String key = dice.pick(names);
    return ((ObjectNode) value.deepCopy()).set(key, change(value.get(key)));
  }

  private JsonNode changeObject(ObjectNode object) {
    ObjectNode changed = object.deepCopy();
    if (object.isEmpty() || dice.once(2)) {
      changed.set(key(), any(1));
      return changed;
    }
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String key = dice.pick(names);
    JsonNode member = changed.remove(key);
    if (dice.once(2)) {
      changed.set(key(), member);
    }
    return changed;
  }

  private JsonNode changeArray(ArrayNode array) {
    ArrayNode changed = array.deepCopy();
    if (array.isEmpty() || dice.once(2)) {
      JsonNode item = array.isEmpty() || dice.once(2) ? any(1) : array.get(0);
      return changed.insert(dice.between(0, array.size()), item);
    }
    changed.remove(dice.between(0, array.size() - 1));
    return changed;
  }

  private JsonNode changeString(String text) {
    if (!text.isEmpty() && dice.once(2)) {
      int cut =
          text.offsetByCodePoints(0, dice.between(0, text.codePointCount(0, text.length()) - 1));
      return TextNode.valueOf(
          text.substring(0, cut) + text.substring(text.offsetByCodePoints(cut, 1)));
    }
    return TextNode.valueOf(dice.once(2) ? text + dice.pick(strings) : dice.pick(strings) + text);
  }
}
