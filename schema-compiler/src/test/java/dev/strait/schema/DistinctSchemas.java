package dev.strait.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.testkit.Dice;
import dev.strait.testkit.JsonText;
import java.util.List;

/**
 * Random schemas of values that must differ from each other or from given ones: sets of few values
 * beside sets of many, of scalars, of arrays with matches, and of objects under choices. Which of
 * them are few or empty is not plain to see.
 */
final class DistinctSchemas {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> KEYS = List.of("a", "b", "cc");

  private static final List<JsonNode> SCALARS =
      List.of(
              "{'enum':['a','b']}",
              "{'enum':[1,2,3]}",
              "{'enum':['aaaa','bbbb','cccc','dddddddddddddddddddddd']}",
              "{'enum':[1,{'a':1},[1],'xyz']}",
              "{'enum':[1,'long long long']}",
              "{'const':'abcdefgh'}",
              "{'type':'boolean'}",
              "{'type':'null'}",
              "{'type':'integer'}",
              "{'type':'integer','minimum':100}",
              "{'type':'number','minimum':0.25,'maximum':0.5}",
              "{'type':'string'}",
              "{'type':'string','minLength':4}",
              "{'type':'string','pattern':'^(ab|cd)+$'}")
          .stream()
          .map(DistinctSchemas::read)
          .toList();

  private static final JsonNode FEW_OBJECTS = read("[{},{'a':1},{'a':'a'},{'a':'a','b':'a'}]");
  private static final JsonNode FEW_ARRAYS = read("[[],[1],['a']]");

  private final Dice dice;

  private DistinctSchemas(Dice dice) {
    this.dice = dice;
  }

  private static JsonNode read(String text) {
    return JsonText.read(text.replace('\'', '"'));
  }

  /** Returns a random schema. */
  static JsonNode any(Dice dice) {
    return new DistinctSchemas(dice).outer();
  }

  private JsonNode outer() {
    ObjectNode outer = NODES.objectNode();
    outer.putObject("$defs").set("n", definition());
    if (dice.once(5)) {
      outer.put("type", "object").putObject("properties").set("k", value(2));
      outer.set("additionalProperties", dice.pick(SCALARS));
      outer.putObject("not").set("enum", read("[{},{'k':1},{'k':'a'},{'k':{}},{'k':[]}]"));
      return outer;
    }
    outer.put("type", "array").put("uniqueItems", true).set("items", value(2));
    outer.put("minItems", dice.between(2, 6));
    if (dice.once(4)) {
      outer.put("minItems", dice.between(2, 4)).set("contains", value(1));
      if (dice.once(2)) {
        outer.put("minContains", dice.between(2, 3));
      }
    } else if (dice.once(4)) {
      outer.put("minItems", dice.between(2, 4)).putArray("prefixItems").add(value(1)).add(value(1));
    }
    return outer;
  }

  /** A reference to it within it stands below a property or an item. */
  private JsonNode definition() {
    return switch (dice.between(0, 2)) {
      case 0 -> dice.pick(SCALARS);
      case 1 -> object(1);
      default -> array(1);
    };
  }

  private JsonNode value(int depth) {
    if (depth == 0) {
      return dice.once(12) ? NODES.objectNode().put("$ref", "#/$defs/n") : dice.pick(SCALARS);
    }
    return switch (dice.between(0, 8)) {
      case 0, 1 -> dice.pick(SCALARS);
      case 2, 3 -> object(depth);
      case 4 -> array(depth);
      case 5 -> choice(depth);
      default -> either("anyOf", value(depth - 1), value(depth));
    };
  }

  private ObjectNode object(int depth) {
    ObjectNode object = NODES.objectNode().put("type", "object");
    ObjectNode properties = object.putObject("properties");
    for (String key : KEYS.subList(0, dice.between(1, 3))) {
      properties.set(key, value(depth - 1));
      if (dice.once(2)) {
        object.withArray("required").add(key);
      }
    }
    if (dice.once(6)) {
      object.putObject("patternProperties").set("^[kl]$", value(depth - 1));
    }
    if (!dice.once(3)) {
      object.put("additionalProperties", false);
    } else if (dice.once(2)) {
      object.set("additionalProperties", value(depth - 1));
    }
    if (dice.once(4)) {
      object.put("minProperties", dice.between(1, 2));
    }
    if (dice.once(5)) {
      object.put("maxProperties", 2);
    }
    if (dice.once(5)) {
      object.putObject("not").set("enum", FEW_OBJECTS);
    }
    return object;
  }

  private ObjectNode array(int depth) {
    ObjectNode array = NODES.objectNode().put("type", "array");
    array.set("items", value(depth - 1));
    if (dice.once(2)) {
      array.put("minItems", dice.between(0, 2));
    }
    if (dice.once(2)) {
      array.put("maxItems", dice.between(2, 3));
    }
    if (dice.once(3)) {
      array.put("uniqueItems", dice.once(2));
    }
    if (dice.once(4)) {
      array.set("contains", dice.pick(SCALARS));
      array.put("minContains", dice.between(1, 2));
    }
    if (dice.once(5)) {
      array.putArray("prefixItems").add(value(depth - 1));
    }
    if (dice.once(5)) {
      array.putObject("not").set("enum", FEW_ARRAYS);
    }
    return array;
  }

  /** Objects of which it depends on one member what another may be. */
  private ObjectNode choice(int depth) {
    return switch (dice.between(0, 3)) {
      case 0 -> either("oneOf", object(depth), object(depth));
      case 1 -> {
        ObjectNode all = NODES.objectNode();
        ArrayNode parts = all.putArray("allOf");
        parts.add(either("anyOf", object(depth), object(depth)));
        parts.add(either("anyOf", object(depth), read("{'required':['a']}")));
        yield all;
      }
      case 2 -> {
        ObjectNode object = NODES.objectNode().put("type", "object");
        ObjectNode properties = object.putObject("properties");
        KEYS.forEach(key -> properties.set(key, value(depth - 1)));
        object.put("additionalProperties", false);
        object.set(
            "dependentSchemas",
            read(
                "{'a':{'anyOf':[{'required':['b']},{'required':['cc']}]},"
                    + "'b':{'not':{'required':['cc']}}}"));
        yield object;
      }
      default -> {
        ObjectNode either = either("anyOf", object(depth), object(depth));
        either.set("not", read("{'required':['cc']}"));
        yield either;
      }
    };
  }

  private static ObjectNode either(String keyword, JsonNode a, JsonNode b) {
    ObjectNode either = NODES.objectNode();
    either.putArray(keyword).add(a).add(b);
    return either;
  }
}
