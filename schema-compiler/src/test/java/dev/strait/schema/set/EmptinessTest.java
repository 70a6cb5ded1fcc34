package dev.strait.schema.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.testkit.Dice;
import dev.strait.testkit.JsonText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Emptiness of schemas that refer to each other, against a fixpoint over sets of them. */
class EmptinessTest {
  private static final SchemaLimits LIMITS = new SchemaLimits(500, 20_000, 400);
  private static final int SYSTEMS = 200;
  private static final int SCHEMAS = 4;
  private static final int ROW = 40;
  private static final int SETS = 1 << SCHEMAS;
  private static final int COUNTED = Math.max(1, 3 * Integer.getInteger("strait.share", 100));

  /** Values of one type: some of them, or those whose parts are in the sets of schemas named. */
  private record Branch(String type, Map<String, Integer> parts) {
    static Branch of(Dice dice, boolean joined) {
      String type = dice.once(joined ? 4 : 8) ? "null" : dice.pick("object", "object", "array");
      Map<String, Integer> parts = new TreeMap<>();
      if (type.equals("array")) {
        parts.put("items", joined ? dice.between(1, SETS - 1) : one(dice));
      } else if (type.equals("object")) {
        parts.put(dice.pick("a", "b"), one(dice));
        parts.put(dice.pick("a", "b"), joined ? dice.between(1, SETS - 1) : one(dice));
      }
      return new Branch(type, parts);
    }

    private static int one(Dice dice) {
      return 1 << dice.between(0, SCHEMAS - 1);
    }

    /** Returns what is both, or null. */
    Branch and(Branch other) {
      if (!type.equals(other.type)) {
        return null;
      }
      Map<String, Integer> both = new TreeMap<>(parts);
      other.parts.forEach((key, set) -> both.merge(key, set, (x, y) -> x | y));
      return new Branch(type, both);
    }

    void write(ObjectNode s) {
      s.put("type", type);
      if (type.equals("array")) {
        s.put("minItems", 1);
      }
      parts.forEach(
          (key, set) -> {
            if (!type.equals("array")) {
              s.withArray("required").add(key);
            }
            ObjectNode part = s.withObject(type.equals("array") ? "/items" : "/properties/" + key);
            if (Integer.bitCount(set) == 1) {
              part.put("$ref", "#/$defs/s" + members(set).get(0));
            } else {
              ArrayNode all = part.putArray("allOf");
              members(set).forEach(i -> all.addObject().put("$ref", "#/$defs/s" + i));
            }
          });
    }
  }

  private static List<Integer> members(int set) {
    return BitSet.valueOf(new long[] {set}).stream().boxed().toList();
  }

  /** Returns the sets of schemas that have a value in common: the least fixpoint. */
  private static boolean[] inhabited(List<List<Branch>> schemas) {
    boolean[] known = new boolean[SETS];
    known[0] = true;
    for (boolean more = true; more; ) {
      more = false;
      for (int set = 1; set < SETS; set++) {
        if (!known[set]) {
          known[set] =
              branches(schemas, set).stream()
                  .anyMatch(b -> b.parts.values().stream().allMatch(part -> known[part]));
          more |= known[set];
        }
      }
    }
    return known;
  }

  private static List<Branch> branches(List<List<Branch>> schemas, int set) {
    List<Branch> all = null;
    for (int i : members(set)) {
      List<Branch> next = new ArrayList<>();
      for (Branch branch : schemas.get(i)) {
        if (all == null) {
          next.add(branch);
        } else {
          all.stream().map(branch::and).filter(b -> b != null).forEach(next::add);
        }
      }
      all = next;
    }
    return all;
  }

  /** Asked in any order, of all sets of schemas, and once more. */
  @Test
  void isTheLeastFixpoint() {
    int limits = 0;
    for (int seed = 0; seed < SYSTEMS; seed++) {
      try {
        compare(Dice.of(seed));
      } catch (SchemaException e) {
        assertEquals(SchemaException.Kind.LIMIT, e.kind());
        limits++;
      }
    }
    assertTrue(limits < SYSTEMS / 10, "limits met: " + limits);
  }

  private static void compare(Dice dice) {
    boolean joined = dice.once(2);
    List<List<Branch>> schemas = new ArrayList<>();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < SCHEMAS; i++) {
      List<Branch> branches = new ArrayList<>();
      ArrayNode any = root.withObject("/$defs/s" + i).putArray("anyOf");
      for (int n = dice.between(1, joined ? 2 : 3); n > 0; n--) {
        Branch branch = Branch.of(dice, joined);
        branches.add(branch);
        branch.write(any.addObject());
      }
      schemas.add(branches);
    }
    boolean[] inhabited = inhabited(schemas);
    SchemaGraph graph = graph();
    Sets sets = sets(graph);
    Located at = graph.root(root, "");
    for (int set : order(dice)) {
      Formula f = sets.formulas().anything();
      for (int i : members(set)) {
        f = sets.formulas().and(f, sets.formulas().schema(graph.ref(at, "#/$defs/s" + i)));
      }
      assertEquals(!inhabited[set], sets.isEmpty(f), () -> members(set) + " of " + root);
    }
  }

  /** Returns all sets of schemas in some order, twice. */
  private static List<Integer> order(Dice dice) {
    List<Integer> order = new ArrayList<>();
    for (int set = 1; set < SETS; set++) {
      order.add(set);
    }
    Collections.shuffle(order, new Random(dice.seed()));
    order.addAll(List.copyOf(order));
    return order;
  }

  /** So many values of a schema are made; a schema of as many has at least these. */
  private static final int SOME = 60;

  /** A constant, or arrays of so many items of one schema, which differ or need not. */
  private record Part(String constant, int items, int least, int most, boolean unique) {
    static Part of(Dice dice, int schemas) {
      int least = dice.between(0, 3);
      int most = Math.min(3, least + dice.between(0, 1));
      String constant = dice.once(3) ? dice.pick("0", "1", "\"x\"", "[]", "[[]]") : "";
      return new Part(constant, dice.between(0, schemas - 1), least, most, !dice.once(4));
    }

    void write(ObjectNode schema) {
      if (!constant.isEmpty()) {
        schema.set("const", JsonText.read(constant));
        return;
      }
      schema.put("type", "array").put("minItems", least).put("maxItems", most);
      schema.put("uniqueItems", unique);
      schema.putObject("items").put("$ref", "#/$defs/s" + items);
    }

    /** Adds the values made of those that schemas have. */
    void add(List<Set<String>> values, Set<String> all) {
      if (constant.isEmpty()) {
        arrays(new ArrayList<>(), values.get(items), all);
      } else {
        all.add(constant);
      }
    }

    private void arrays(List<String> begun, Set<String> values, Set<String> all) {
      if (begun.size() >= least && all.size() < SOME) {
        all.add("[" + String.join(",", begun) + "]");
      }
      if (begun.size() < most && all.size() < SOME) {
        for (String value : List.copyOf(values)) {
          if (!unique || !begun.contains(value)) {
            begun.add(value);
            arrays(begun, values, all);
            begun.remove(begun.size() - 1);
          }
        }
      }
    }
  }

  /** How many values schemas have whose arrays must have different items of them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void valuesOfRecursiveSchemasAreCounted(int schemas) {
    int limits = 0;
    for (int seed = 0; seed < COUNTED; seed++) {
      Dice dice = Dice.of(1_000_000L * schemas + seed);
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      List<List<Part>> parts = new ArrayList<>();
      for (int i = 0; i < schemas; i++) {
        List<Part> some = new ArrayList<>();
        for (int n = dice.between(1, 3); n > 0; n--) {
          Part part = Part.of(dice, schemas);
          part.write(root.withObject("/$defs/s" + i).withArray("anyOf").addObject());
          some.add(part);
        }
        parts.add(some);
      }
      List<Set<String>> values = values(parts);
      SchemaGraph graph = graph();
      Sets sets = sets(graph);
      Located at = graph.root(root, "");
      for (int n = 0; n < 8; n++) {
        int i = dice.between(0, schemas - 1);
        int asked = dice.pick(0, 0, 1, 2, 5, 30);
        Formula f = sets.formulas().schema(graph.ref(at, "#/$defs/s" + i));
        int count = values.get(i).size();
        String what = seed + ": " + asked + " of s" + i + ", which has " + count + ", of " + root;
        try {
          if (dice.once(2)) {
            assertEquals(count == 0, sets.isEmpty(f), what);
          } else {
            assertEquals(count > asked, sets.moreThan(f, asked), what);
          }
        } catch (SchemaException e) {
          assertEquals(SchemaException.Kind.LIMIT, e.kind());
          limits++;
        }
      }
    }
    assertTrue(limits <= COUNTED / 50, "limits met: " + limits);
  }

  /** Returns the values of schemas, of many some: the least fixpoint. */
  private static List<Set<String>> values(List<List<Part>> schemas) {
    List<Set<String>> values = new ArrayList<>();
    schemas.forEach(schema -> values.add(new LinkedHashSet<>()));
    for (int before = -1; before != values.stream().mapToInt(Set::size).sum(); ) {
      before = values.stream().mapToInt(Set::size).sum();
      for (int i = 0; i < schemas.size(); i++) {
        for (Part part : schemas.get(i)) {
          part.add(values, values.get(i));
        }
      }
    }
    return values;
  }

  /** What is empty only as long as a set further out is taken for empty is not kept as empty. */
  @Test
  void whatRestsOnAGuessIsNotKept() {
    String schemas =
        """
        {"$defs": {
          "again": {"anyOf": [{"$ref": "#/$defs/deep"}, {"$ref": "#/$defs/flat"}]},
          "flat": {"type": "object", "required": ["b"], "properties": {"b": {"type": "null"}}},
          "deep": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/1"}}},
          "1": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/2"}}},
          "2": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/again"}}},
          "other": {"properties": {"b": {"type": "string"}}}}}
        """;
    SchemaGraph graph = graph();
    Sets sets = sets(graph);
    Located at = graph.root(JsonText.read(schemas), "");
    assertFalse(sets.isEmpty(sets.formulas().schema(graph.ref(at, "#/$defs/2"))));
    Formula again = sets.formulas().schema(graph.ref(at, "#/$defs/again"));
    Formula other = sets.formulas().schema(graph.ref(at, "#/$defs/other"));
    assertFalse(sets.isEmpty(sets.formulas().and(again, other)));
  }

  /**
   * Each of a long row of schemas needs the next one, in either of two ways, and the last one the
   * first: that is seen of each of them once, not once for each way there, and is known then. With
   * a way out of the first all of them have values.
   */
  @Test
  void whatRestsOnAGuessIsFoundOnce() {
    for (boolean out : new boolean[] {false, true}) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < ROW; i++) {
        ArrayNode ways = root.withObject("/$defs/s" + i).putArray("anyOf");
        for (String key : List.of("a", "b")) {
          member(ways.addObject(), key).put("$ref", "#/$defs/s" + (i + 1) % ROW);
        }
        if (out && i == 0) {
          member(ways.addObject(), "c").put("type", "null");
        }
      }
      SchemaGraph graph = graph();
      Sets sets = sets(graph);
      Located at = graph.root(root, "");
      for (int i : new int[] {ROW / 2, 1, 0, ROW - 1}) {
        Formula f = sets.formulas().schema(graph.ref(at, "#/$defs/s" + i));
        long before = sets.provisional();
        assertEquals(!out, sets.isEmpty(f), () -> i + " of " + root);
        assertTrue(out || i == ROW / 2 || before == sets.provisional(), () -> i + " of " + root);
      }
    }
  }

  /** Makes a schema that of objects with a member; returns the schema of its value. */
  private static ObjectNode member(ObjectNode schema, String key) {
    schema.put("type", "object").putArray("required").add(key);
    return schema.withObject("/properties/" + key);
  }

  /** Defines objects with a member whose value is one of other such objects, or null. */
  private static void define(ObjectNode root, String name, String key, String... values) {
    ArrayNode any = member(root.withObject("/$defs/" + name), key).putArray("anyOf");
    for (String value : values) {
      if (value.equals("null")) {
        any.addObject().put("type", value);
      } else {
        any.addObject().put("$ref", "#/$defs/" + value);
      }
    }
  }

  /** The second rests on the third, and this, by what it rests on, on the first. */
  @Test
  void whatRestsOnWhatRestsOnAGuessIsNotKept() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    define(root, "first", "v", "third", "second", "flat");
    define(root, "second", "v", "inner");
    define(root, "third", "v", "inner", "first");
    define(root, "inner", "v", "third");
    define(root, "flat", "v", "null");
    areInhabited(root, "first/v", "second/v", "inner/v", "third/v");
  }

  /** The first has no value; what was taken for empty on the way there has. */
  @Test
  void whatIsForgottenStaysSo() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    define(root, "first", "v", "second");
    define(root, "second", "v", "both", "first");
    define(root, "some", "w", "inner", "flat");
    define(root, "inner", "v", "some");
    define(root, "flat", "v", "null");
    ArrayNode both = root.withObject("/$defs/both").putArray("allOf");
    both.addObject().put("$ref", "#/$defs/some");
    both.addObject().put("$ref", "#/$defs/first");
    areInhabited(root, "-first/v", "inner/v", "some/w", "-second/v");
  }

  /** Asks of members' values, in order; those with a minus sign have none. */
  private static void areInhabited(ObjectNode root, String... names) {
    SchemaGraph graph = graph();
    Sets sets = sets(graph);
    Located at = graph.root(root, "");
    for (String name : names) {
      String ref = "#/$defs/" + name.replace("-", "").replace("/", "/properties/");
      assertEquals(
          name.startsWith("-"), sets.isEmpty(sets.formulas().schema(graph.ref(at, ref))), name);
    }
  }

  /** What is of none of some types. */
  @Test
  void complementsOfTypes() {
    List<String> types = List.of("null", "boolean", "number", "string", "array", "object");
    for (int set = 1; set < 1 << types.size(); set++) {
      SchemaGraph graph = graph();
      Sets sets = sets(graph);
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      members(set).forEach(i -> schema.withArray("type").add(types.get(i)));
      Formula f = sets.formulas().not(sets.formulas().schema(graph.root(schema, "")));
      assertEquals(set + 1 == 1 << types.size(), sets.isEmpty(f), schema.toString());
    }
  }

  private static SchemaGraph graph() {
    return new SchemaGraph(Map.of(), uri -> Optional.empty(), Draft.DRAFT_2020_12);
  }

  private static Sets sets(SchemaGraph graph) {
    Budget budget = new Budget(LIMITS, () -> false);
    return new Sets(graph, budget, new Sets.Options(true, Set.of()));
  }
}
