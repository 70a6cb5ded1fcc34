package dev.strait.schema.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.testkit.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many values sets have of which one part has many, against what arithmetic says. */
class EnumerationTest {
  private static final int INFINITE = Integer.MAX_VALUE;
  private static final String ONE = "{'contains':{'const':1}}";
  private static final String TWO = "{'contains':{'const':2}}";
  private static final String TWICE = "{'contains':{'const':2},'minContains':2}";

  /** A schema, the number of its values, and whether it is sure to be told. */
  private record Case(String schema, int count, boolean told) {
    static Case exact(String schema, int count) {
      return new Case(schema, count, true);
    }

    static Case bound(String schema, int count) {
      return new Case(schema, count, false);
    }

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
        Case.exact("INT", 100),
        Case.exact("{'type':'string'}", INFINITE),
        Case.exact("{'type':'array','items':INT}", INFINITE),
        Case.exact(arrays + "'maxItems':0}", 1),
        Case.exact(arrays + "'maxItems':1}", 101),
        Case.bound(arrays + "'maxItems':1,'uniqueItems':true}", 101),
        Case.bound(arrays + "'maxItems':1,'contains':{'const':5}}", 1),
        Case.bound(arrays + "'maxItems':1,'minItems':1,'not':{'enum':[[5]]}}", 99),
        Case.bound(arrays + "'maxItems':2,'not':{'uniqueItems':true}}", 100),
        Case.exact(arrays + "'prefixItems':[INT,false]}", 101),
        Case.exact(arrays + "'prefixItems':[false]}", 1),
        Case.exact(
            "{'type':'array','minItems':2,'maxItems':2,'prefixItems':[{'const':1}],"
                + "'items':{'const':0},'not':{'prefixItems':[true],'items':{'const':0}}}",
            0),
        Case.exact(
            "{'type':'array','minItems':2,'maxItems':2,'prefixItems':[{'const':1}],"
                + "'items':{'enum':[0,2]},'not':{'prefixItems':[true],'items':{'const':0}}}",
            1),
        Case.exact(few + "'contains':{'const':1},'minContains':2,'maxItems':3}", 0),
        Case.exact(few + "'contains':{'enum':[1,2]},'minContains':2,'maxItems':2}", 2),
        Case.exact(few + "'contains':{'enum':[1,2]},'minContains':3,'maxItems':3}", 0),
        Case.exact(few + "'allOf':[" + ONE + "," + TWO + "],'maxItems':1}", 0),
        Case.exact(few + "'allOf':[" + ONE + "," + TWO + "],'maxItems':2}", 2),
        Case.exact(some + "'allOf':[" + ONE + "," + TWO + "],'maxItems':2,'minContains':2}", 2),
        Case.exact(some + "'allOf':[" + ONE + "," + TWICE + "],'maxItems':2}", 0),
        Case.exact(some + "'allOf':[" + ONE + "," + TWICE + "],'maxItems':3}", 3),
        Case.exact("{'type':'object'}", INFINITE),
        Case.exact(closed + "'properties':{'a':INT}}", 101),
        Case.bound(closed + "'properties':{'a':INT},'not':{'enum':[{'a':5}]}}", 100),
        Case.exact(
            closed + "'properties':{'a':INT,'b':{'const':1}},'required':['b'],'maxProperties':1}",
            1),
        Case.exact(
            closed + "'properties':{'a':INT,'b':{'const':1}},'required':['b'],'maxProperties':2}",
            101),
        Case.exact(
            closed + "'properties':{'a':INT,'b':{'const':1}},'required':['a'],'maxProperties':1}",
            100),
        Case.bound(digits + "'maxProperties':1}", 101),
        Case.bound(digits + "'maxProperties':1,'minProperties':1}", 100),
        Case.exact(digits + "'maxProperties':1,'required':['07']}", 1),
        Case.bound(digits + "'maxProperties':2,'required':['07']}", 100),
        Case.bound(
            closed
                + "'patternProperties':{'^[0-9]{2}$':{'enum':[1,2]}},'maxProperties':1,"
                + "'not':{'patternProperties':{'^[0-9]{2}$':{'const':1}}}}",
            100));
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

  private static void check(Case c, int n, boolean more) {
    assertTrue(!more || c.count > n, "more than " + n);
    assertTrue(more || !c.told || c.count <= n, "no more than " + n);
  }
}
