package dev.strait.schema.set;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.testkit.Dice;
import dev.strait.testkit.Oracle;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Schemas over few keywords, of each of which one of some values is valid if any is: whoever is
 * told to be plainly inhabited is valid for one of them; and most that are are told so.
 */
class PlainTest {
  private static final int SCHEMAS = 3_000;
  private static final String[] TYPES = {
    "null", "boolean", "integer", "number", "string", "array", "object"
  };
  private static final JsonNode VALUES =
      read("[null,true,false,-2,-1,0,1,2,\"\",\"a\",\"b\",\"aa\",\"aaa\",[],{}]");

  @Test
  void plainlyInhabitedSchemasHaveAValue() {
    Dice dice = Dice.of(7);
    int plain = 0;
    int inhabited = 0;
    for (int i = 0; i < SCHEMAS; i++) {
      ObjectNode schema = schema(dice);
      Oracle oracle = Oracle.of(schema);
      boolean some = false;
      for (JsonNode value : VALUES) {
        some |= oracle.isValid(value);
      }
      boolean told = isPlain(schema);
      assertTrue(some || !told, () -> "no value: " + schema);
      plain += told ? 1 : 0;
      inhabited += some ? 1 : 0;
    }
    assertTrue(inhabited < SCHEMAS * 95 / 100, "schemas without a value are among them");
    assertTrue(plain > 100, plain + " of " + inhabited);
  }

  private static boolean isPlain(ObjectNode schema) {
    SchemaGraph graph = new SchemaGraph(Map.of(), uri -> Optional.empty(), Draft.DRAFT_2020_12);
    return new Plain(graph).isInhabited(graph.root(schema, ""));
  }

  private static ObjectNode schema(Dice dice) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (!dice.once(4)) {
      types(schema, dice);
    }
    if (dice.once(3)) {
      ArrayNode some = schema.putArray("enum");
      for (int n = 1 + dice.between(0, 1); n > 0; n--) {
        some.add(VALUES.get(dice.between(0, VALUES.size() - 1)));
      }
    }
    number(schema, "minimum", -2, dice);
    number(schema, "maximum", -2, dice);
    number(schema, "minLength", 0, dice);
    number(schema, "maxLength", 0, dice);
    number(schema, "maxItems", 0, dice);
    if (dice.once(4)) {
      schema.put("pattern", dice.once(2) ? "^a+$" : "^b");
    }
    if (dice.once(8)) {
      schema.set("const", VALUES.get(dice.between(0, VALUES.size() - 1)));
    }
    if (dice.once(8)) {
      schema.putArray("required").add("a");
    }
    return schema;
  }

  private static void types(ObjectNode schema, Dice dice) {
    String one = TYPES[dice.between(0, TYPES.length - 1)];
    if (dice.once(2)) {
      schema.put("type", one);
    } else {
      String other = TYPES[dice.between(0, TYPES.length - 1)];
      ArrayNode list = schema.putArray("type").add(one);
      if (!one.equals(other)) {
        list.add(other);
      }
    }
  }

  private static void number(ObjectNode schema, String keyword, int least, Dice dice) {
    if (dice.once(4)) {
      schema.put(keyword, dice.between(least, 2));
    }
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
