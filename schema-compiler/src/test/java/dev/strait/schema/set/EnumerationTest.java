package dev.strait.schema.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.testkit.Dice;
import dev.strait.testkit.JsonText;
import dev.strait.testkit.Oracle;
import dev.strait.testkit.SmallWorld;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many values sets have of which one part has many, against what arithmetic says. */
class EnumerationTest {
  private static final int SCHEMAS = Math.max(1, Integer.getInteger("strait.share", 100));

  private static final int INFINITE = Integer.MAX_VALUE;
  private static final String ONE = "{'contains':{'const':1}}";
  private static final String TWO = "{'contains':{'const':2}}";
  private static final String TWICE = "{'contains':{'const':2},'minContains':2}";

  /** A schema and the number of its values. */
  private record Case(String schema, int count) {
    Sets sets() {
      SchemaGraph graph = new SchemaGraph(Map.of(), uri -> Optional.empty(), Draft.DRAFT_2020_12);
      Budget budget = new Budget(SchemaLimits.defaults(), () -> false);
      return new Sets(graph, budget, new Sets.Options(true, Set.of()));
    }

    Formula formula(Sets sets) {
      String text = schema.replace("INT", "{'type':'integer','minimum':0,'maximum':99}");
      SchemaGraph graph = new SchemaGraph(Map.of(), uri -> Optional.empty(), Draft.DRAFT_2020_12);
      return sets.formulas().schema(graph.root(JsonText.read(text.replace('\'', '"')), ""));
    }
  }

  static List<Case> cases() {
    String arrays = "{'type':'array','items':INT,";
    String some = "{'type':'array','items':{'enum':[1,2]},";
    String few = "{'type':'array','uniqueItems':true,'items':{'enum':[1,2,3]},";
    String closed = "{'type':'object','additionalProperties':false,";
    String digits = closed + "'patternProperties':{'^[0-9]{2}$':{'const':1}},";
    return List.of(
        new Case("INT", 100),
        new Case("{'type':'string'}", INFINITE),
        new Case("{'type':'array','items':INT}", INFINITE),
        new Case(arrays + "'maxItems':0}", 1),
        new Case(arrays + "'maxItems':1}", 101),
        new Case(arrays + "'maxItems':1,'uniqueItems':true}", 101),
        new Case(arrays + "'maxItems':1,'contains':{'const':5}}", 1),
        new Case(arrays + "'maxItems':1,'minItems':1,'not':{'enum':[[5]]}}", 99),
        new Case(arrays + "'maxItems':2,'not':{'uniqueItems':true}}", 100),
        new Case(arrays + "'prefixItems':[INT,false]}", 101),
        new Case(arrays + "'prefixItems':[false]}", 1),
        new Case(
            "{'type':'array','minItems':2,'maxItems':2,'prefixItems':[{'const':1}],"
                + "'items':{'const':0},'not':{'prefixItems':[true],'items':{'const':0}}}",
            0),
        new Case(
            "{'type':'array','minItems':2,'maxItems':2,'prefixItems':[{'const':1}],"
                + "'items':{'enum':[0,2]},'not':{'prefixItems':[true],'items':{'const':0}}}",
            1),
        new Case(few + "'contains':{'const':1},'minContains':2,'maxItems':3}", 0),
        new Case(few + "'contains':{'enum':[1,2]},'minContains':2,'maxItems':2}", 2),
        new Case(few + "'contains':{'enum':[1,2]},'minContains':3,'maxItems':3}", 0),
        new Case(few + "'allOf':[" + ONE + "," + TWO + "],'maxItems':1}", 0),
        new Case(few + "'allOf':[" + ONE + "," + TWO + "],'maxItems':2}", 2),
        new Case(some + "'allOf':[" + ONE + "," + TWO + "],'maxItems':2,'minContains':2}", 2),
        new Case(some + "'allOf':[" + ONE + "," + TWICE + "],'maxItems':2}", 0),
        new Case(some + "'allOf':[" + ONE + "," + TWICE + "],'maxItems':3}", 3),
        new Case("{'type':'object'}", INFINITE),
        new Case(closed + "'properties':{'a':INT}}", 101),
        new Case(closed + "'properties':{'a':INT},'not':{'enum':[{'a':5}]}}", 100),
        new Case(
            closed + "'properties':{'a':INT,'b':{'const':1}},'required':['b'],'maxProperties':1}",
            1),
        new Case(
            closed + "'properties':{'a':INT,'b':{'const':1}},'required':['b'],'maxProperties':2}",
            101),
        new Case(
            closed + "'properties':{'a':INT,'b':{'const':1}},'required':['a'],'maxProperties':1}",
            100),
        new Case(digits + "'maxProperties':1}", 101),
        new Case(digits + "'maxProperties':1,'minProperties':1}", 100),
        new Case(digits + "'maxProperties':1,'required':['07']}", 1),
        new Case(digits + "'maxProperties':2,'required':['07']}", 100),
        new Case(
            closed
                + "'patternProperties':{'^[0-9]{2}$':{'enum':[1,2]}},'maxProperties':1,"
                + "'not':{'patternProperties':{'^[0-9]{2}$':{'const':1}}}}",
            100),
        // of what could be many nothing can be, or little
        new Case("{'type':'array','items':{'type':'number'},'contains':{'type':'string'}}", 0),
        new Case(
            "{'type':'array','items':{'type':'number'},'maxItems':2,"
                + "'contains':{'enum':[1,2,'a']},'minContains':2}",
            4),
        new Case("{'type':'array','items':{'const':1},'contains':{'const':1},'maxContains':3}", 3),
        new Case(
            "{'type':'array','prefixItems':[{'type':'integer'},{'enum':[1,2]}],'items':false,"
                + "'not':{'uniqueItems':true}}",
            2),
        new Case(closed + "'properties':{'a':{'type':'string'}},'minProperties':2}", 0),
        new Case(
            closed
                + "'properties':{'a':{'type':'string'},'b':{'enum':[1,2]},'c':{'const':1}},"
                + "'required':['b','c'],'maxProperties':2}",
            2),
        new Case(closed + "'patternProperties':{'^[kl]$':{'enum':[1,2]}}}", 9),
        new Case(
            closed
                + "'patternProperties':{'^[kl]$':{'enum':[1,2]}},'properties':{'a':{}},"
                + "'not':{'required':['a']}}",
            9),
        new Case(
            "{'type':'object','additionalProperties':{'type':'string'},'oneOf':["
                + closed
                + "'properties':{'a':{'enum':['x','y']},'b':{'const':'z'}},'required':['a']},"
                + closed
                + "'properties':{'b':{'type':'string'}},'maxProperties':0}]}",
            5),
        new Case(
            "{'allOf':[{'anyOf':[{'required':['a']},{'required':['b']},{'maxProperties':0}]},"
                + "{'anyOf':[{'properties':{'a':false},'required':['b','c']},"
                + "{'maxProperties':1,'not':{'required':['c']}},{'required':['d']}]},"
                + closed
                + "'properties':{'a':{'enum':[1,2]},'b':{'enum':[3]},'c':{'enum':[4]}}}]}",
            5));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void countsAreThoseOfArithmetic(Case c) {
    Sets kept = c.sets();
    Formula formula = c.formula(kept);
    assertEquals(c.count == 0, kept.isEmpty(formula));
    for (int n : List.of(0, 1, 2, 31, 97, 98, 99, 100, 101, 102, 250, 10_000)) {
      Sets fresh = c.sets();
      check(c, n, fresh.moreThan(c.formula(fresh), n));
      check(c, n, kept.moreThan(formula, n));
      Optional<Integer> listed = kept.finite(formula, n).map(Set::size);
      assertTrue(listed.isEmpty() || c.count <= n);
      assertEquals(c.count, listed.orElse(c.count));
    }
  }

  /** Random schemas of a small world: all of their values are listed, and no others. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void allValuesAreListed(int group) {
    SmallWorld world = SmallWorld.ofThree();
    for (int i = 0; i < SCHEMAS; i++) {
      Dice dice = Dice.of(1_000L * group + i);
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      JsonNode random =
          switch (group) {
            case 1 -> world.arrays(dice);
            case 2 -> world.objects(dice);
            default -> world.mixture(dice, 1);
          };
      schema.putArray("allOf").add(random).add(world.schema());
      Oracle oracle = Oracle.of(schema);
      Set<JsonNode> valid = new HashSet<>(world.values());
      valid.removeIf(value -> !oracle.isValid(value));
      Case c = new Case(schema.toString(), valid.size());
      Sets sets = c.sets();
      Set<JsonNode> listed = sets.finite(c.formula(sets), 1_000).orElseThrow();
      assertEquals(valid, normal(listed), schema::toString);
      Sets fresh = c.sets();
      assertEquals(valid.size() > 7, fresh.moreThan(c.formula(fresh), 7), schema::toString);
    }
  }

  private static Set<JsonNode> normal(Set<JsonNode> values) {
    return values.stream()
        .map(value -> JsonText.read(value.toString()))
        .collect(Collectors.toSet());
  }

  private static void check(Case c, int n, boolean more) {
    assertTrue(!more || c.count > n, "more than " + n);
    assertTrue(more || c.count <= n, "no more than " + n);
  }
}
