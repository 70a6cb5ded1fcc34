package dev.strait.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.testkit.Dice;
import dev.strait.values.NumberPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that must differ: whether there are enough, and that budgets suffice for them. */
class DistinctValuesTest {
  private static final int SHARE = Integer.getInteger("strait.share", 100);
  private static final int SCHEMAS = Math.max(1, 120 * SHARE / 100);
  private static final int COUNTED = Math.max(1, 400 * SHARE / 100);

  private static final TextPolicy FEW_DIGITS =
      TextPolicy.compact()
          .withOrder(TextPolicy.Order.ANY)
          .withNumbers(new NumberPolicy(4, 3, 1, false));

  /** No walk is stuck, within a budget or without, in whatever is compiled. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void budgetsAreEnough(int group) throws Exception {
    for (int i = 0; i < SCHEMAS; i++) {
      long seed = 1_000_000L * group + i;
      String schema = DistinctSchemas.any(Dice.of(seed)).toString();
      TextPolicy policy = i % 2 == 0 ? TextPolicy.compact() : FEW_DIGITS;
      BudgetSweepTest.check(schema, policy, new Random(seed));
    }
  }

  /** A condition that some of the items, no fewer and no more than so many, are in a range. */
  private record Counted(int from, int to, int least, int most) {
    static Counted any(Dice dice) {
      int from = dice.between(0, 5);
      int least = dice.between(0, 3);
      int most = dice.once(2) ? 99 : dice.between(Math.max(1, least), 4);
      return new Counted(from, dice.between(from, 5), least, most);
    }

    void describe(ObjectNode schema) {
      schema.putObject("contains").put("minimum", from).put("maximum", to);
      schema.put("minContains", least);
      if (most < 99) {
        schema.put("maxContains", most);
      }
    }

    boolean isMet(List<Integer> items) {
      long n = items.stream().filter(item -> item >= from && item <= to).count();
      return n >= least && n <= most;
    }
  }

  /** Arrays of different small numbers, of which some are counted: compiled iff there is one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void matchesAreCounted(int group) {
    int compiled = 0;
    for (int i = 0; i < COUNTED; i++) {
      Dice dice = Dice.of(1_000_000L * group + i);
      int[] tops = {dice.between(2, 5), dice.between(0, 5), dice.between(0, 5)};
      int prefix = dice.between(0, 2);
      int least = dice.between(0, 5);
      int most = dice.once(2) ? 6 : dice.between(least, 5);
      List<Counted> counted = List.of(Counted.any(dice), Counted.any(dice));
      ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
      schema.put("uniqueItems", true).put("minItems", least).put("maxItems", most);
      schema.set("items", upTo(tops[0]));
      for (int p = 1; p <= prefix; p++) {
        schema.withArray("prefixItems").add(upTo(tops[p]));
      }
      counted.forEach(c -> c.describe(schema.withArray("allOf").addObject()));
      Predicate<List<Integer>> valid =
          items -> items.size() >= least && counted.stream().allMatch(c -> c.isMet(items));
      boolean some = exists(new ArrayList<>(), tops, prefix, most, valid);
      assertEquals(some, isCompiled(schema), schema::toString);
      compiled += some ? 1 : 0;
    }
    assertEquals(0.5, compiled / (double) COUNTED, 0.4);
  }

  private static JsonNode upTo(int top) {
    ObjectNode items = JsonNodeFactory.instance.objectNode().put("type", "integer");
    return items.put("minimum", 0).put("maximum", top);
  }

  private static boolean exists(
      List<Integer> items, int[] tops, int prefix, int most, Predicate<List<Integer>> valid) {
    if (valid.test(items)) {
      return true;
    }
    boolean found = false;
    int top = tops[items.size() < prefix ? items.size() + 1 : 0];
    for (int n = 0; n <= top && items.size() < most && !found; n++) {
      if (!items.contains(n)) {
        items.add(n);
        found = exists(items, tops, prefix, most, valid);
        items.remove(items.size() - 1);
      }
    }
    return found;
  }

  private static boolean isCompiled(JsonNode schema) {
    try {
      JsonSchema.compile(schema.toString());
      return true;
    } catch (SchemaException e) {
      assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind(), schema + ": " + e.getMessage());
      return false;
    }
  }
}
