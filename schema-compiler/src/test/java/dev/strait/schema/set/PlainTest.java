package dev.strait.schema.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
      read("[null,true,false,-2,-1,0,1,2,\"\",\"a\",\"b\",\"aa\",\"aaa\",\"2024-02-29\",[],{}]");

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
      boolean told = isPlain(schema, Draft.DRAFT_2020_12);
      assertTrue(some || !told, () -> "no value: " + schema);
      plain += told ? 1 : 0;
      inhabited += some ? 1 : 0;
    }
    assertTrue(inhabited < SCHEMAS * 95 / 100, "schemas without a value are among them");
    assertTrue(plain > 100, plain + " of " + inhabited);
  }

  private static boolean isPlain(JsonNode schema, Draft draft) {
    SchemaGraph graph = new SchemaGraph(Map.of(), uri -> Optional.empty(), draft);
    return new Plain(graph).isInhabited(graph.root(schema, ""));
  }

  /** Told or not, whatever else could be known of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true  | 2020 | {'type':'string','title':'t','description':'d','$comment':'c','$defs':{}}",
        "true  | 2020 | {'type':'object','properties':{'a':false},'additionalProperties':false}",
        "true  | 2020 | {'type':'array','items':false}",
        "true  | 2020 | {'items':{'type':'null'},'additionalProperties':{}}",
        "true  | 2020 | {'type':'string','format':'date'}",
        "true  | 2020 | {'type':'string','pattern':'^[a-c]+$'}",
        "true  | 7    | {'$ref':'#/definitions/a','definitions':{'a':{'type':'null'}}}",
        "true  | 2020 | {'properties':{'a':{'$ref':'#'}}}",
        "false | 2020 | {'$ref':'#/$defs/a','$defs':{'a':{'type':'null'}}}",
        "false | 7    | {'$ref':'#/definitions/a','definitions':{'a':{'minimum':1}}}",
        "false | 7    | {'$ref':1}",
        "false | 7    | {'$ref':'#'}",
        "false | 2020 | true",
        "false | 2020 | false",
        "false | 2020 | {'type':1}",
        "false | 2020 | {'type':'odd'}",
        "false | 2020 | {'type':['string']}",
        "false | 2020 | {'format':1}",
        "false | 2020 | {'pattern':1}",
        "false | 2020 | {'pattern':'('}",
        "false | 2020 | {'pattern':'a^'}",
        "false | 2020 | {'pattern':'a','format':'date'}",
        "false | 2020 | {'properties':[]}",
        "false | 2020 | {'items':[]}",
        "false | 2020 | {'items':1}",
        "false | 2020 | {'additionalProperties':1}",
        "false | 2020 | {'minimum':1}",
        "false | 2020 | {'x-span-of':'document'}"
      })
  void keywordsArePlainOrNot(boolean plain, int draft, String schema) {
    Draft named = draft == 7 ? Draft.DRAFT_7 : Draft.DRAFT_2020_12;
    assertEquals(plain, isPlain(read(schema.replace('\'', '"')), named));
  }

  @Test
  void referencesAreFollowedAsFarAsTheyLead() {
    for (int n : new int[] {1, 16, 17}) {
      ObjectNode root = JsonNodeFactory.instance.objectNode().put("$ref", "#/definitions/d1");
      for (int i = 1; i < n; i++) {
        root.withObject("/definitions/d" + i).put("$ref", "#/definitions/d" + (i + 1));
      }
      root.withObject("/definitions/d" + n).put("type", "null");
      assertEquals(n <= 16, isPlain(root, Draft.DRAFT_7), () -> "chain of " + n);
    }
  }

  private static ObjectNode schema(Dice dice) {
    ObjectNode schema = single(dice);
    if (!dice.once(6)) {
      return schema;
    }
    ObjectNode outer = dice.once(2) ? single(dice) : JsonNodeFactory.instance.objectNode();
    outer.putObject("$defs").set("d", schema);
    return outer.put("$ref", "#/$defs/d");
  }

  private static ObjectNode single(Dice dice) {
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
    if (dice.once(6)) {
      schema.put("format", dice.pick("date", "odd"));
    }
    if (dice.once(6)) {
      schema.put("items", false).putObject("properties").put("a", false);
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
