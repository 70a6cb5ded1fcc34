package dev.strait.schema.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.testkit.Dice;
import dev.strait.testkit.Oracle;
import dev.strait.testkit.SmallWorld;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sets of values against the lists of their values, in a world where these are few: membership,
 * intersection, union, complement and difference of random schemas; emptiness; what is counted and
 * what is listed.
 */
class AlgebraTest {
  private static final SchemaLimits LIMITS = new SchemaLimits(500, 10_000, 400);
  private static final int SCHEMAS = 3;
  private static final int SEEDS = 12;
  private static final int FORMULAS = 6;

  /** A formula and the numbers of its values in the world. */
  private record Known(Formula formula, BitSet values) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void setsAreTheListsOfTheirValues(int group) {
    int limits = 0;
    for (int i = 0; i < SEEDS; i++) {
      SmallWorld world = i % 3 == 0 ? SmallWorld.nested() : SmallWorld.ofThree();
      Comparison test = new Comparison(world, 1_000L * group + i);
      try {
        test.compare();
      } catch (SchemaException e) {
        assertEquals(SchemaException.Kind.LIMIT, e.kind(), () -> test.schemas + ": " + e);
        limits++;
      }
    }
    assertTrue(limits < SEEDS / 5, "limits met: " + limits);
  }

  private static final class Comparison {
    private final SmallWorld world;
    private final List<JsonNode> values;
    private final Dice dice;
    private final Sets sets;
    private final Formulas formulas;
    private final List<Known> known = new ArrayList<>();
    private final Formula all;
    private final ObjectNode schemas = JsonNodeFactory.instance.objectNode();
    private int names;

    private Comparison(SmallWorld world, long seed) {
      this.world = world;
      this.values = world.values().stream().map(Sets::normal).toList();
      this.dice = Dice.of(seed);
      ObjectNode defs = schemas.putObject("$defs");
      defs.set("world", dice.once(2) ? world.schema() : world.declaredSchema());
      for (int i = 0; i < SCHEMAS; i++) {
        defs.set("s" + i, i == 0 && dice.once(3) ? world.mixture(dice, 1) : world.random(dice, 2));
      }
      SchemaGraph graph = new SchemaGraph(Map.of(), uri -> Optional.empty(), Draft.DRAFT_2020_12);
      Budget budget = new Budget(LIMITS, () -> false);
      this.sets = new Sets(graph, budget, new Sets.Options(true, Set.of()));
      this.formulas = sets.formulas();
      Located root = graph.root(schemas, "");
      this.all = formulas.schema(graph.ref(root, "#/$defs/world"));
      for (int i = 0; i < SCHEMAS; i++) {
        Oracle oracle = Oracle.of(defs.get("s" + i));
        BitSet in = new BitSet();
        for (int v = 0; v < values.size(); v++) {
          in.set(v, oracle.isValid(values.get(v)));
        }
        known.add(new Known(formulas.schema(graph.ref(root, "#/$defs/s" + i)), in));
      }
    }

    private void compare() {
      for (Known k : List.copyOf(known)) {
        check(k);
      }
      for (int i = 0; i < FORMULAS; i++) {
        Known next = joined();
        check(next);
        known.add(next);
      }
    }

    private Known joined() {
      Known a = dice.pick(known);
      Known b = dice.pick(known);
      BitSet in = (BitSet) a.values.clone();
      switch (dice.between(0, 4)) {
        case 0 -> {
          in.and(b.values);
          return new Known(formulas.and(a.formula, b.formula), in);
        }
        case 1 -> {
          in.or(b.values);
          return new Known(formulas.or(List.of(a.formula, b.formula)), in);
        }
        case 2 -> {
          in.flip(0, values.size());
          return new Known(formulas.not(a.formula), in);
        }
        case 3 -> {
          in.andNot(b.values);
          return new Known(formulas.and(a.formula, formulas.not(b.formula)), in);
        }
        default -> {
          Known few = few();
          in.andNot(few.values);
          return new Known(formulas.and(a.formula, formulas.not(few.formula)), in);
        }
      }
    }

    private Known few() {
      BitSet in = new BitSet();
      Set<JsonNode> some = new LinkedHashSet<>();
      for (int n = dice.between(1, 3); n > 0; n--) {
        int v = dice.between(0, values.size() - 1);
        in.set(v);
        some.add(values.get(v));
      }
      return new Known(sets.values(some), in);
    }

    private void check(Known k) {
      contains(k.formula, k.values);
      contains(normal(k.formula), k.values);
      Formula here = formulas.and(all, k.formula);
      contains(normal(here), k.values);
      isEmpty(here, k.values);
      isEmpty(normal(here), k.values);
      isEmpty(normal(formulas.and(k.formula, all)), k.values);
      lists(here, k.values);
    }

    /** Returns a formula of which nothing but its normal form is looked at. */
    private Formula normal(Formula f) {
      return formulas.set("normal " + names++, sets.set(f));
    }

    private void contains(Formula f, BitSet in) {
      for (int v = 0; v < values.size(); v++) {
        JsonNode value = values.get(v);
        assertEquals(in.get(v), sets.holds(f, value), () -> value + " in " + say(f));
      }
    }

    private void isEmpty(Formula f, BitSet in) {
      long before = sets.provisional();
      assertEquals(in.isEmpty(), sets.isEmpty(f), () -> "empty: " + say(f) + "=" + sets.set(f));
      assertEquals(before, sets.provisional());
    }

    private void lists(Formula f, BitSet in) {
      int n = in.cardinality();
      Set<JsonNode> members = new LinkedHashSet<>();
      in.stream().forEach(v -> members.add(values.get(v)));
      for (int limit : List.of(0, 1, Math.max(0, n - 1), n, n + 1, 1_000)) {
        Optional<Set<JsonNode>> finite = sets.finite(f, limit);
        finite.ifPresent(listed -> sameValues(members, listed, f));
        assertTrue(finite.isEmpty() || n <= limit, () -> "more than " + limit + ": " + say(f));
        assertTrue(n > limit || !sets.moreThan(f, limit), () -> n + ": " + say(f));
      }
      Seen seen = Seen.NONE;
      for (int steps = dice.between(0, 3); steps > 0; steps--) {
        seen = seen.plus(dice.pick(values));
      }
      if (dice.once(3)) {
        for (JsonNode member : members) {
          seen = seen.plus(member);
        }
      }
      unseen(f, members, seen);
    }

    private void sameValues(Set<JsonNode> members, Set<JsonNode> listed, Formula f) {
      Set<JsonNode> differ = new LinkedHashSet<>(members);
      differ.removeAll(listed);
      listed.stream().filter(v -> !members.contains(v)).forEach(differ::add);
      assertTrue(differ.isEmpty(), () -> differ + " listed, or not: " + say(f));
    }

    private void unseen(Formula f, Set<JsonNode> members, Seen seen) {
      List<JsonNode> left = members.stream().filter(v -> !seen.all().contains(v)).toList();
      String what = "less " + seen.all() + ": " + say(f);
      if (!members.isEmpty()) {
        assertEquals(left.isEmpty(), sets.isSpent(f, seen), what);
      }
      assertEquals(!left.isEmpty(), sets.leaves(f, seen, 1), what);
      contains(sets.less(f, seen), members, left);
      for (int n = 2; n < 6; n++) {
        assertTrue(left.size() >= n || !sets.leaves(f, seen, n), what);
        List<JsonNode> listed = sets.left(f, seen, n);
        if (listed != null) {
          assertTrue(left.size() <= n, what);
          assertEquals(new LinkedHashSet<>(left), new LinkedHashSet<>(listed), what);
        }
      }
      int met = sets.seenOf(f, seen);
      assertTrue(met == 0 || met == members.size() - left.size(), what);
    }

    private void contains(Formula f, Set<JsonNode> members, List<JsonNode> left) {
      for (JsonNode member : members) {
        assertEquals(left.contains(member), sets.holds(f, member), () -> member + " in " + say(f));
      }
    }

    private String say(Formula f) {
      return f + " of " + schemas;
    }
  }
}
