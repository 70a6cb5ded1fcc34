package dev.strait.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The kit itself: it draws everything, tells texts of equal values, and makes cases smaller. */
class KitTest {
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "enum",
          "const",
          "$ref",
          "$dynamicRef",
          "$recursiveRef",
          "$anchor",
          "$defs",
          "definitions",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else",
          "properties",
          "patternProperties",
          "additionalProperties",
          "propertyNames",
          "required",
          "minProperties",
          "maxProperties",
          "dependencies",
          "dependentRequired",
          "dependentSchemas",
          "unevaluatedProperties",
          "items",
          "prefixItems",
          "additionalItems",
          "contains",
          "minContains",
          "maxContains",
          "uniqueItems",
          "minItems",
          "maxItems",
          "unevaluatedItems",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "format");

  @Test
  void everyKeywordIsDrawn() {
    Set<String> missing = new TreeSet<>(KEYWORDS);
    Dice dice = Dice.of(1);
    for (int i = 0; i < 3_000 && !missing.isEmpty(); i++) {
      String text = Schemas.draw(dice, dice.pick(Dialect.values())).toString();
      missing.removeIf(keyword -> text.contains("\"" + keyword + "\":"));
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void validAndInvalidValuesAreDrawn() {
    Dice dice = Dice.of(2);
    int mixed = 0;
    for (int i = 0; i < 100; i++) {
      JsonNode schema = Schemas.draw(dice, Dialect.DRAFT_2020_12);
      Oracle oracle = Oracle.of(schema);
      Instances instances = Instances.of(schema, dice);
      int valid = 0;
      for (int k = 0; k < 10; k++) {
        valid += oracle.isValid(instances.draw()) ? 1 : 0;
      }
      mixed += valid > 0 && valid < 10 ? 1 : 0;
    }
    assertTrue(mixed > 40, "only " + mixed + " of 100 schemas saw both");
  }

  @Property(tries = 300)
  void textsStandForTheirValues(@ForAll("values") JsonNode value, @ForAll long seed) {
    String text = JsonText.spelled(value, Dice.of(seed), true);
    assertEquals(JsonText.normal(value), JsonText.normal(JsonText.read(text)), text);
    assertEquals(JsonText.normal(value), JsonText.normal(JsonText.read(JsonText.compact(value))));
  }

  @Property(tries = 300)
  void smallerFormsAreSmaller(@ForAll("values") JsonNode value) {
    long size = Shrinking.size(value);
    long smaller = Shrinking.smaller(value).filter(v -> Shrinking.size(v) < size).count();
    assertTrue(smaller > 0 || value.isNull(), value::toString);
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return Instances.random(JsonText.read("{\"const\": 0.10}"));
  }
}
