package dev.strait.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A world of few values, all of which can be looked at, and random schemas that tell them apart.
 * What a schema means there is a list of values; sets, languages and emptiness can be compared with
 * the list as a whole.
 */
public final class SmallWorld {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<JsonNode> SCALARS =
      List.of(
          NODES.nullNode(),
          NODES.booleanNode(true),
          NODES.booleanNode(false),
          NODES.numberNode(0),
          NODES.numberNode(1),
          NODES.textNode("a"),
          NODES.textNode("b"));

  /** The keys of objects. */
  private static final List<String> KEYS = List.of("a", "b", "x");

  private final List<JsonNode> items;
  private final int most;
  private final List<JsonNode> values = new ArrayList<>(SCALARS);

  private SmallWorld(List<JsonNode> items, int most) {
    this.items = items;
    this.most = most;
    arrays(NODES.arrayNode());
    objects(0, NODES.objectNode());
  }

  /** Returns the world of scalars, and of arrays and objects of up to three of 0, 1 and "a". */
  public static SmallWorld ofThree() {
    return new SmallWorld(
        List.of(NODES.numberNode(0), NODES.numberNode(1), NODES.textNode("a")), 3);
  }

  /** Returns the world of scalars, and of arrays and objects of up to two, nested once. */
  public static SmallWorld nested() {
    return new SmallWorld(
        List.of(
            NODES.numberNode(0),
            NODES.textNode("a"),
            NODES.arrayNode(),
            NODES.arrayNode().add(0),
            NODES.objectNode(),
            NODES.objectNode().put("a", 0)),
        2);
  }

  private void arrays(ArrayNode array) {
    values.add(array);
    if (array.size() < most) {
      items.forEach(item -> arrays(array.deepCopy().add(item)));
    }
  }

  private void objects(int key, ObjectNode object) {
    if (key == KEYS.size() || object.size() == most) {
      values.add(object);
      return;
    }
    objects(key + 1, object);
    items.forEach(item -> objects(key + 1, object.deepCopy().set(KEYS.get(key), item)));
  }

  /** Returns all values. */
  public List<JsonNode> values() {
    return List.copyOf(values);
  }

  /** Returns the schema of the world, of its values and no others; no key of it is declared. */
  public JsonNode schema() {
    ObjectNode schema = NODES.objectNode();
    ObjectNode objects = world(schema);
    objects.putObject("additionalProperties").putArray("enum").addAll(items);
    KEYS.forEach(objects.putObject("propertyNames").putArray("enum")::add);
    return schema;
  }

  /** Returns the schema of the world with all keys declared. */
  public JsonNode declaredSchema() {
    ObjectNode schema = NODES.objectNode();
    ObjectNode objects = world(schema).put("additionalProperties", false);
    ObjectNode properties = objects.putObject("properties");
    KEYS.forEach(key -> properties.putObject(key).putArray("enum").addAll(items));
    return schema;
  }

  private ObjectNode world(ObjectNode schema) {
    ArrayNode branches = schema.putArray("anyOf");
    branches.addObject().putArray("enum").addAll(SCALARS);
    ObjectNode arrays = branches.addObject().put("type", "array").put("maxItems", most);
    arrays.putObject("items").putArray("enum").addAll(items);
    return branches.addObject().put("type", "object").put("maxProperties", most);
  }

  /**
   * Returns a random schema of objects that are in some branch of each of several choices: more
   * than are multiplied out.
   */
  public JsonNode mixture(Dice dice, int depth) {
    ObjectNode mixture = NODES.objectNode();
    ArrayNode all = mixture.putArray("allOf");
    for (int n = dice.between(2, 3); n > 0; n--) {
      ArrayNode branches = all.addObject().putArray(dice.pick("anyOf", "oneOf"));
      for (int m = dice.between(3, 4); m > 0; m--) {
        ObjectNode branch = branches.addObject();
        keyword(dice.between(6, 16), dice, depth, branch);
        keyword(dice.pick(6, 9, 10, 12), dice, depth, branch);
      }
    }
    if (dice.once(2)) {
      keyword(dice.between(24, 29), dice, depth, mixture);
    }
    return mixture;
  }

  /** Returns a random schema of arrays under many keywords at once. */
  public JsonNode arrays(Dice dice) {
    ObjectNode arrays = NODES.objectNode().put("type", "array");
    for (int n = dice.between(0, 2); n > 0; n--) {
      arrays.withArray("prefixItems").add(some(dice));
    }
    if (dice.once(2)) {
      arrays.set("items", dice.once(8) ? NODES.booleanNode(false) : some(dice));
    }
    for (int n = dice.between(0, 2); n > 0; n--) {
      ObjectNode contains = further(arrays).put("minContains", dice.between(0, 2));
      contains.set("contains", some(dice));
      if (dice.once(2)) {
        contains.put("maxContains", dice.between(0, 2));
      }
    }
    ObjectNode unique = dice.once(2) ? arrays : further(arrays).putObject("not");
    unique.put("uniqueItems", dice.once(2));
    counts("Items", dice, arrays);
    return arrays;
  }

  /** Returns a random schema of objects under many keywords at once. */
  public JsonNode objects(Dice dice) {
    ObjectNode objects = NODES.objectNode().put("type", "object");
    for (String key : KEYS) {
      if (dice.once(2)) {
        objects.withObject("/properties").set(key, some(dice));
      }
      if (dice.once(4)) {
        objects.withArray("required").add(key);
      }
    }
    if (dice.once(2)) {
      objects.putObject("patternProperties").set(dice.pick("^[ab]$", "^[bx]$"), some(dice));
    }
    if (dice.once(2)) {
      objects.set("additionalProperties", dice.once(8) ? NODES.booleanNode(false) : some(dice));
    }
    for (int n = dice.between(0, 2); n > 0; n--) {
      ObjectNode members = further(objects).putObject("not");
      switch (dice.between(0, 2)) {
        case 0 -> members.putObject("patternProperties").set(dice.pick("^[ab]$", "x"), some(dice));
        case 1 -> members.set("additionalProperties", some(dice));
        default -> members.putObject("propertyNames").putArray("enum").add(dice.pick(KEYS));
      }
    }
    counts("Properties", dice, objects);
    return objects;
  }

  /** Returns a random schema in which it matters what its branches evaluate. */
  public JsonNode evaluated(Dice dice) {
    boolean arrays = dice.once(2);
    ObjectNode s = branch(arrays, dice).put("type", arrays ? "array" : "object");
    for (int n = dice.between(1, 2); n > 0; n--) {
      ArrayNode branches = further(s).putArray(dice.pick("anyOf", "anyOf", "oneOf", "allOf"));
      for (int m = dice.between(2, 3); m > 0; m--) {
        branches.add(branch(arrays, dice));
      }
    }
    if (dice.once(3)) {
      s.set("if", branch(arrays, dice));
      s.set(dice.pick("then", "else"), branch(arrays, dice));
    }
    if (arrays && dice.once(3)) {
      s.set("contains", some(dice));
    }
    JsonNode rest = dice.once(2) ? NODES.booleanNode(false) : some(dice);
    return s.set(arrays ? "unevaluatedItems" : "unevaluatedProperties", rest);
  }

  private ObjectNode branch(boolean array, Dice dice) {
    ObjectNode branch = NODES.objectNode();
    if (!array) {
      boolean named = dice.once(2);
      ObjectNode members = branch.putObject(named ? "properties" : "patternProperties");
      members.set(named ? dice.pick(KEYS) : dice.pick("^[ab]$", "x"), some(dice));
      keyword(dice.between(6, 8), dice, 0, branch);
    } else {
      branch.putArray("prefixItems").add(some(dice));
      if (dice.once(2)) {
        branch.withArray("prefixItems").add(some(dice));
      }
      keyword(dice.pick(21, 22, 23), dice, 0, branch);
    }
    return branch;
  }

  private static ObjectNode further(ObjectNode s) {
    return s.withArray("allOf").addObject();
  }

  private static void counts(String what, Dice dice, ObjectNode s) {
    if (dice.once(2)) {
      s.put("min" + what, dice.between(0, 3));
    }
    if (dice.once(2)) {
      s.put("max" + what, dice.between(1, 3));
    }
  }

  /** Returns the schema of some items, in one of several forms. */
  private ObjectNode some(Dice dice) {
    ObjectNode some = NODES.objectNode();
    if (dice.once(4)) {
      return some.put("type", dice.pick("integer", "string"));
    }
    ArrayNode values = (dice.once(3) ? some.putObject("not") : some).putArray("enum");
    values.add(dice.pick(items)).add(dice.pick(items));
    return some;
  }

  /** Returns a random schema, nested up to {@code depth} deep. */
  public JsonNode random(Dice dice, int depth) {
    if (dice.once(10)) {
      return NODES.booleanNode(!dice.once(3));
    }
    ObjectNode random = NODES.objectNode();
    int about = depth == 0 ? 0 : dice.between(1, 6);
    for (int n = dice.between(1, 3); n > 0; n--) {
      switch (about) {
        case 0 -> keyword(dice.between(0, 5), dice, depth, random);
        case 1 -> keyword(dice.between(6, 16), dice, depth, random);
        case 2 -> keyword(dice.between(17, 23), dice, depth, random);
        default -> keyword(dice.between(0, 30), dice, depth, random);
      }
    }
    return random;
  }

  private void keyword(int which, Dice dice, int depth, ObjectNode s) {
    switch (which) {
      case 0 -> s.put("type", dice.pick("null", "boolean", "integer", "string", "array", "object"));
      case 1 -> s.putArray("enum").add(dice.pick(values)).add(dice.pick(items));
      case 2 -> s.set("const", dice.pick(dice.once(2) ? values : items));
      case 3 -> s.put(dice.pick("minimum", "exclusiveMinimum", "maximum"), dice.between(0, 1));
      case 4 -> s.put("pattern", dice.pick("^a", "b"));
      case 5 -> s.putArray("enum").add(dice.pick(items)).add(dice.pick(SCALARS));
      case 6 -> s.putArray("required").add(dice.pick(KEYS));
      case 7 -> s.put("minProperties", dice.between(0, 3));
      case 8 -> s.put("maxProperties", dice.between(0, 3));
      case 9, 10, 11 -> members(dice, depth, s.putObject("properties"));
      case 12 ->
          s.putObject("patternProperties").set(dice.pick("^[ab]", "x"), random(dice, depth - 1));
      case 13 -> s.set("additionalProperties", random(dice, depth - 1));
      case 14 -> s.putObject("propertyNames").putArray("enum").add("a").add(dice.pick(KEYS));
      case 15 -> s.putObject("dependentRequired").putArray(dice.pick(KEYS)).add(dice.pick(KEYS));
      case 16 -> s.putObject("dependentSchemas").set(dice.pick(KEYS), random(dice, depth - 1));
      case 17 -> s.set("items", random(dice, depth - 1));
      case 18 -> {
        s.putArray("prefixItems").add(random(dice, 0)).add(random(dice, depth - 1));
        s.set("items", random(dice, 0));
      }
      case 19, 20 -> {
        s.set("contains", random(dice, depth - 1));
        s.put(dice.pick("minContains", "maxContains"), dice.between(0, 2));
      }
      case 21 -> s.put("uniqueItems", true);
      case 22 -> s.put("minItems", dice.between(0, 3));
      case 23 -> s.put("maxItems", dice.between(0, 3));
      case 24 -> branches(dice, depth, s.putArray("allOf"));
      case 25 -> branches(dice, depth, s.putArray("anyOf"));
      case 26 -> branches(dice, depth, s.putArray("oneOf"));
      case 27, 28 -> s.set("not", random(dice, depth - 1));
      case 29 -> {
        s.set("if", random(dice, depth - 1));
        s.set(dice.pick("then", "else"), random(dice, depth - 1));
      }
      default -> s.set(dice.pick("unevaluatedProperties", "unevaluatedItems"), random(dice, 0));
    }
  }

  private void members(Dice dice, int depth, ObjectNode properties) {
    for (String key : KEYS) {
      if (dice.once(2)) {
        properties.set(key, random(dice, depth - 1));
      }
    }
  }

  private void branches(Dice dice, int depth, ArrayNode branches) {
    for (int n = dice.between(1, 3); n > 0; n--) {
      branches.add(random(dice, depth - 1));
    }
  }
}
