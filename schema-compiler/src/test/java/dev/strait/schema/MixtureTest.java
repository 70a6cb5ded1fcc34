package dev.strait.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.TextPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Objects under many overlapping alternatives, which are never multiplied out: accepted if and only
 * if networknt's validator finds them valid, and alive.
 */
class MixtureTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> KEYS = List.of("a", "b", "c", "d");
  private static final int VALUES = 60;

  @Property(tries = 60, seed = "20261124")
  void acceptsWhatIsValid(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    JsonNode schema = mixture(random, 2);
    TwoSided.check(schema, VALUES, () -> object(random, 2));
  }

  /** What is still wanted must have a place: {@code b} in vain, and {@code a} cannot come after. */
  @Test
  void noMemberLeadsToADeadEnd() throws Exception {
    String schema =
        """
        {"type": "object", "additionalProperties": false,
         "properties": {"a": {"enum": [1, 2]}, "b": {"enum": [1, 2]}, "c": {"enum": [1, 2]}},
         "anyOf": [{"required": ["a"], "properties": {"a": {"const": 1}}},
                   {"required": ["b"], "properties": {"b": {"const": 1}}}],
         "oneOf": [{"required": ["a"], "properties": {"a": {"const": 2}}},
                   {"required": ["b"], "properties": {"b": {"const": 1}}},
                   {"required": ["c"], "properties": {"c": {"const": 2}}}]}
        """;
    SchemaOptions options = SchemaOptions.defaults().withPolicy(TextPolicy.compact());
    CompiledSchema compiled = JsonSchema.compile(new ObjectMapper().readTree(schema), options);
    Constraint constraint = compiled.constraint(Suite.BYTES);
    for (int i = 0; i < 100; i++) {
      SchemaWalkTest.walk(schema + " walk " + i, compiled, constraint, new Random(i));
    }
  }

  @Property(tries = 30, seed = "20261125")
  void walksEndInValidValues(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    JsonNode schema = mixture(random, 2);
    for (TextPolicy policy : List.of(TextPolicy.compact(), TextPolicy.lenient())) {
      try {
        SchemaOptions options = SchemaOptions.defaults().withPolicy(policy);
        CompiledSchema compiled = JsonSchema.compile(schema, options);
        Constraint constraint = compiled.constraint(Suite.BYTES);
        for (int i = 0; i < 3; i++) {
          SchemaWalkTest.walk(schema + " walk " + i, compiled, constraint, new Random(i));
        }
      } catch (SchemaException e) {
        assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind(), schema + ": " + e.getMessage());
      }
    }
  }

  /** Of each place some byte keeps the promise, though the search was cut off. */
  @Test
  void leastLengthsAgreeFromMemberToMember() {
    for (TextPolicy policy :
        List.of(TextPolicy.compact(), TextPolicy.compact().withOrder(TextPolicy.Order.ANY))) {
      JsonNode schema = mixture(new Random(188), 2);
      CompiledSchema compiled =
          JsonSchema.compile(schema, SchemaOptions.defaults().withPolicy(policy));
      assertTrue(compiled.isValid(NODES.objectNode().put("b", 2).put("c", 3).put("d", 0)));
      Constraint constraint = compiled.constraint(Suite.BYTES);
      assertEquals(19, constraint.matcher().shortestCompletion());
      for (int seed = 0; seed < 4; seed++) {
        agree(constraint.matcher(), new Random(seed));
      }
    }
  }

  /** Ways to read a value that leave more to come than may come are none. */
  @Test
  void noValueLeadsToADeadEnd() {
    SchemaOptions options =
        SchemaOptions.defaults().withPolicy(TextPolicy.compact().withOrder(TextPolicy.Order.ANY));
    CompiledSchema compiled = JsonSchema.compile(mixture(new Random(39), 2), options);
    Constraint constraint = compiled.constraint(Suite.BYTES);
    for (int seed = 39; seed < 64; seed++) {
      agree(constraint.matcher(), new Random(seed));
    }
  }

  private static void agree(Matcher matcher, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; !matcher.isComplete(); i++) {
      long promised = matcher.shortestCompletion();
      List<Integer> allowed = new ArrayList<>();
      List<Integer> near = new ArrayList<>();
      for (int b = 0; b < 256; b++) {
        Matcher after = matcher.fork();
        if (after.acceptBytes(new byte[] {(byte) b})) {
          allowed.add(b);
          if (after.shortestCompletion() < promised) {
            near.add(b);
          }
        }
      }
      assertFalse(near.isEmpty(), promised + " bytes after " + text);
      List<Integer> from = i < 12 ? allowed : near;
      int next = from.get(random.nextInt(from.size()));
      matcher.acceptBytes(new byte[] {(byte) next});
      text.append((char) next);
    }
  }

  /** Twenty choices of twenty branches each: 20^20 conjunctions. */
  @Test
  void manyChoicesAtOnce() {
    ArrayNode all = NODES.arrayNode();
    for (int i = 0; i < 20; i++) {
      ArrayNode branches = all.addObject().putArray("oneOf");
      for (int j = 0; j < 20; j++) {
        ObjectNode branch = branches.addObject();
        branch.putObject("properties").putObject("k" + i).put("const", j);
        branch.putArray("required").add("k" + i);
      }
    }
    ObjectNode schema = NODES.objectNode().put("type", "object").set("allOf", all);
    CompiledSchema compiled = JsonSchema.compile(schema, SchemaOptions.defaults());
    String right = text(20, -1);
    assertTrue(Suite.accepts(compiled, right), right);
    for (String wrong : List.of(text(19, -1), text(20, 7))) {
      assertEquals(false, Suite.accepts(compiled, wrong), wrong);
    }
  }

  /** Only b and c can make up the number: both are declared, and no part that is left names c. */
  @Test
  void declaredKeysCountThoughNoConditionNamesThem() throws Exception {
    String schema =
        """
        {"allOf":[
          {"oneOf":[
            {"properties":{"a":{"type":"string"},"d":{"const":1}},"additionalProperties":false},
            {"properties":{"b":{"const":2},"c":{"type":"object"}},"required":["d"]},
            {"minProperties":2},
            {"patternProperties":{"^[ab]":{"const":1}}}]},
          {"anyOf":[
            {"properties":{"a":{"minimum":2},"b":{"enum":[0,1,"a"]}},"required":["c"]},
            {"properties":{"d":{"const":0}},"propertyNames":{"pattern":"^[a-c]$"}}]}],
         "type":"object"}
        """;
    CompiledSchema compiled =
        JsonSchema.compile(
            new ObjectMapper().readTree(schema), SchemaOptions.defaults().withPolicy(Suite.POLICY));
    assertTrue(Suite.accepts(compiled, "{\"b\":{},\"c\":2}"));
    assertEquals(false, Suite.accepts(compiled, "{\"b\":{},\"x\":2}"));
    assertEquals(false, Suite.accepts(compiled, "{\"b\":{}}"));
  }

  /** A pattern that all keys match asks what it asks of those that no condition names, too. */
  @Test
  void aPatternMayMatchAllKeys() {
    String schema =
        """
        {"type": "object", "minProperties": 1, "allOf": [
          {"anyOf": [{"patternProperties": {"": {"const": 1}}},
                     {"patternProperties": {".*": {"const": 2}}},
                     {"patternProperties": {"": {"const": 3}}}]},
          {"anyOf": [{"additionalProperties": {"const": %d}},
                     {"additionalProperties": {"const": 4}},
                     {"additionalProperties": {"const": 5}}]}]}
        """;
    CompiledSchema compiled = JsonSchema.compile(schema.formatted(3));
    assertTrue(Suite.accepts(compiled, "{\"k\":3}"));
    assertFalse(Suite.accepts(compiled, "{\"k\":2}"));
    SchemaException e =
        assertThrows(SchemaException.class, () -> JsonSchema.compile(schema.formatted(6)));
    assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind());
  }

  private static String text(int keys, int wrong) {
    return IntStream.range(0, keys)
        .mapToObj(i -> "\"k" + i + "\":" + (i == wrong ? 20 : i))
        .collect(java.util.stream.Collectors.joining(",", "{", "}"));
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = NODES.objectNode();
    for (String key : KEYS) {
      if (random.nextInt(3) > 0) {
        object.set(key, value(random, depth));
      }
    }
    if (random.nextInt(4) == 0) {
      object.put("x", random.nextInt(2));
    }
    return object;
  }

  private static JsonNode value(Random random, int depth) {
    return depth > 0 && random.nextInt(4) == 0
        ? object(random, depth - 1)
        : random.nextBoolean() ? NODES.numberNode(random.nextInt(4)) : NODES.textNode("a");
  }

  /** Three choices of up to six branches, and what else there may be. */
  private static JsonNode mixture(Random random, int depth) {
    ObjectNode schema = NODES.objectNode();
    schema.put("type", "object");
    ArrayNode all = schema.putArray("allOf");
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      String choice = random.nextInt(3) == 0 ? "anyOf" : "oneOf";
      ArrayNode branches = all.addObject().putArray(choice);
      for (int m = 2 + random.nextInt(5); m > 0; m--) {
        branches.add(branch(random, depth));
      }
    }
    if (random.nextInt(3) == 0) {
      schema.set("not", branch(random, depth));
    }
    if (random.nextInt(3) == 0) {
      schema.set("if", branch(random, depth));
      schema.set("then", branch(random, depth));
    }
    if (random.nextInt(4) == 0) {
      schema.putArray("required").add(key(random));
    }
    return schema;
  }

  private static ObjectNode branch(Random random, int depth) {
    ObjectNode branch = NODES.objectNode();
    ObjectNode properties = NODES.objectNode();
    for (String key : KEYS) {
      if (random.nextInt(3) == 0) {
        properties.set(key, member(random, depth));
      }
    }
    if (!properties.isEmpty()) {
      branch.set("properties", properties);
    }
    switch (random.nextInt(10)) {
      case 0 -> branch.put("additionalProperties", false);
      case 1 -> branch.putObject("patternProperties").set("^[ab]", member(random, depth));
      case 2 -> branch.put("minProperties", 1 + random.nextInt(3));
      case 3 -> branch.put("maxProperties", 1 + random.nextInt(3));
      case 4 -> branch.putObject("propertyNames").put("pattern", "^[a-c]$");
      case 5 -> branch.putArray("enum").add(object(random, 1)).add(object(random, 1));
      default -> branch.putArray("required").add(key(random));
    }
    return branch;
  }

  private static JsonNode member(Random random, int depth) {
    if (depth > 0 && random.nextInt(4) == 0) {
      return branch(random, depth - 1).put("type", "object");
    }
    ObjectNode member = NODES.objectNode();
    switch (random.nextInt(4)) {
      case 0 -> member.put("const", random.nextInt(3));
      case 1 -> member.put("type", "string");
      case 2 -> member.put("minimum", random.nextInt(4));
      default -> member.putArray("enum").add(0).add(1).add("a");
    }
    return member;
  }

  private static String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }
}
