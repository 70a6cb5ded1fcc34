package dev.strait.schema.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.testkit.Dice;
import dev.strait.testkit.JsonText;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conditions on members against the lists of the objects that meet them, in a world of few keys and
 * values: what a condition means, what it becomes by a member, whether and how it can still be met,
 * and what that costs.
 */
class MixTest {
  private static final int MIXES = 10;
  private static final int WALKS = 4;

  /** Keys: the first two are declared, the others are of a class of few. */
  private static final List<String> KEYS = List.of("a", "b", "x", "y");

  private static final int DECLARED = 2;

  /** The prices of the declared keys and of any other. */
  private static final int[] PRICES = {5, 6, 4};

  private static final StringSet FREE = StringSet.pattern("^[xy]$");

  /** Arrays too: whether a value is one of these is not settled by its type. */
  private static final List<JsonNode> VALUES =
      IntStream.range(0, 4)
          .mapToObj(i -> Sets.normal(JsonText.read("[0,\"s\",[],[0]]").get(i)))
          .toList();

  private static final String SCHEMAS =
      """
      {"$defs": {
        "world": {"type": ["integer", "string", "array"]},
        "arrays": {"type": "array"},
        "texts": {"type": ["array", "string"]},
        "some": {"type": "array", "minItems": 1},
        "short": {"maxItems": 0},
        "integers": {"type": "integer"},
        "nulls": {"type": "null"}}}
      """;

  private static final int RADIX = 5;
  private static final int[] PLACES = {1, 5, 25, 125};
  private static final int OBJECTS = 625;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void conditionsAreTheListsOfTheirObjects(int group) {
    for (int i = 0; i < MIXES; i++) {
      new World(1_000L * group + i).check();
    }
  }

  /** A condition and, by its definition, the numbers of the objects that meet it. */
  private record Known(Condition condition, BitSet objects) {}

  /**
   * A place within an object.
   *
   * @param gone the keys that have come or can no longer come
   * @param free the free keys that have come
   */
  private record Place(Condition rest, BitSet gone, List<String> free) {
    MixSearch.Gone known() {
      BitSet declared = (BitSet) gone.clone();
      declared.clear(DECLARED, KEYS.size());
      return new MixSearch.Gone(declared, free, free.size());
    }
  }

  private static final class World {
    private final long seed;
    private final Dice dice;
    private final Sets sets;
    private final Formulas formulas;
    private final Conditions conditions = new Conditions();
    private final List<Formula> values = new ArrayList<>();
    private final Map<Condition, BitSet> meanings = new HashMap<>();
    private final Map<Formula, BitSet> digits = new HashMap<>();

    /** Whether formulas ask for types alone: no array is told from another. */
    private final boolean simple;

    private final Formula world;
    private final ObjectMix mix;
    private final MixSteps steps;
    private final MixSearch search;
    private final MixSearch once;
    private final MixSearch prices;

    World(long seed) {
      this.seed = seed;
      this.dice = Dice.of(seed);
      SchemaGraph graph = new SchemaGraph(Map.of(), uri -> Optional.empty(), Draft.DRAFT_2020_12);
      Budget budget = new Budget(SchemaLimits.defaults(), () -> false);
      this.sets = new Sets(graph, budget, new Sets.Options(true, Set.of()));
      this.formulas = sets.formulas();
      SchemaGraph.Located root = graph.root(JsonText.read(SCHEMAS), "");
      this.simple = dice.once(3);
      this.world =
          simple ? formulas.schema(graph.ref(root, "#/$defs/world")) : formulas.values(VALUES);
      for (String name :
          simple
              ? List.of("arrays", "texts", "integers", "nulls")
              : List.of("arrays", "texts", "some", "short", "integers", "nulls")) {
        values.add(formulas.schema(graph.ref(root, "#/$defs/" + name)));
      }
      Condition start = start();
      this.mix = new ObjectMix(sets, conditions, start, KEYS.subList(0, DECLARED));
      this.steps = new MixSteps(sets, conditions, mix);
      this.search = new MixSearch(sets, mix, sets.emptinessMeasure(), true);
      this.once = new MixSearch(sets, mix, sets.emptinessMeasure(), false);
      this.prices = new MixSearch(sets, mix, new Prices(), dice.once(2));
    }

    /** Returns the condition that an object is in the world and meets a random condition. */
    private Condition start() {
      Set<String> names = Set.copyOf(KEYS.subList(0, DECLARED));
      KeyRange others = KeyRange.outside(names, List.of(FREE));
      List<Condition> parts = new ArrayList<>();
      parts.add(conditions.every(others, formulas.nothing()));
      parts.add(conditions.every(KeyRange.outside(Set.of(), List.of()), world));
      for (int n = dice.between(1, 3); n > 0; n--) {
        Known k = random(dice.between(0, 3));
        assertEquals(k.objects, meaning(k.condition), () -> seed + ": " + k.condition);
        parts.add(k.condition);
      }
      if (dice.once(3)) {
        parts.add(conditions.every(KeyRange.within(FREE), formulas.nothing()));
      }
      if (dice.once(2)) {
        parts.add(conditions.count(dice.between(0, 1), dice.between(1, 2)));
        parts.add(conditions.or(List.of(conditions.some(range(), value()), conditions.has("a"))));
      }
      return conditions.and(parts);
    }

    // ---- objects: the digits of a number are the values of the keys, 0 where a key is not there

    private static int digit(int object, int key) {
      return object / PLACES[key] % RADIX;
    }

    private static int with(int object, int key, int digit) {
      return object + (digit - digit(object, key)) * PLACES[key];
    }

    private static int size(int object) {
      return (int) IntStream.range(0, KEYS.size()).filter(k -> digit(object, k) > 0).count();
    }

    private boolean in(int object, int key, Formula value) {
      return digits(value).get(digit(object, key));
    }

    /** Returns the digits of the values of a formula. */
    private BitSet digits(Formula value) {
      return digits.computeIfAbsent(
          value,
          f -> {
            BitSet in = new BitSet();
            for (int digit = 1; digit < RADIX; digit++) {
              in.set(digit, sets.holds(f, VALUES.get(digit - 1)));
            }
            return in;
          });
    }

    private BitSet objects(java.util.function.IntPredicate wanted) {
      BitSet all = new BitSet();
      IntStream.range(0, OBJECTS).filter(wanted).forEach(all::set);
      return all;
    }

    /** Returns the objects of which all members in the range have values in the formula. */
    private BitSet every(KeyRange range, Formula value) {
      BitSet in = in(range);
      return objects(o -> in.stream().allMatch(k -> digit(o, k) == 0 || in(o, k, value)));
    }

    private BitSet some(KeyRange range, Formula value) {
      BitSet in = in(range);
      return objects(o -> in.stream().anyMatch(k -> digit(o, k) > 0 && in(o, k, value)));
    }

    private static BitSet in(KeyRange range) {
      BitSet in = new BitSet();
      for (int key = 0; key < KEYS.size(); key++) {
        in.set(key, range.contains(KEYS.get(key)));
      }
      return in;
    }

    /** Returns the objects that meet a condition, read part by part. */
    private BitSet meaning(Condition c) {
      BitSet known = meanings.get(c);
      if (known == null) {
        known = made(c);
        meanings.put(c, known);
      }
      return known;
    }

    private BitSet made(Condition c) {
      if (c.shape() instanceof Condition.Has has) {
        return objects(o -> digit(o, KEYS.indexOf(has.key())) > 0);
      } else if (c.shape() instanceof Condition.Value v) {
        int key = KEYS.indexOf(v.key());
        return objects(o -> digit(o, key) == 0 || in(o, key, v.value()));
      } else if (c.shape() instanceof Condition.Every e) {
        return every(e.keys(), e.value());
      } else if (c.shape() instanceof Condition.Some s) {
        return some(s.keys(), s.value());
      } else if (c.shape() instanceof Condition.Count n) {
        return objects(o -> size(o) >= n.min() && size(o) <= n.max());
      }
      boolean all = c.isAlways() || c.shape() instanceof Condition.And;
      BitSet met = objects(o -> all);
      for (Condition part : c.parts()) {
        if (all) {
          met.and(meaning(part));
        } else {
          met.or(meaning(part));
        }
      }
      return met;
    }

    // ---- random conditions

    private Known random(int depth) {
      if (depth == 0) {
        return single();
      }
      boolean all = dice.once(2);
      List<Condition> parts = new ArrayList<>();
      BitSet met = objects(o -> all);
      for (int n = dice.between(2, 3); n > 0; n--) {
        Known k = random(dice.between(0, depth - 1));
        parts.add(k.condition);
        if (all) {
          met.and(k.objects);
        } else {
          met.or(k.objects);
        }
      }
      if (all && parts.size() == 2 && dice.once(2)) {
        return new Known(conditions.and(parts.get(0), parts.get(1)), met);
      }
      return new Known(all ? conditions.and(parts) : conditions.or(parts), met);
    }

    private Known single() {
      int key = dice.between(0, DECLARED - 1);
      Formula value = value();
      KeyRange range = range();
      int least = dice.between(-1, 4);
      long most = dice.once(2) ? ObjectSet.UNBOUNDED : dice.between(-1, 4);
      return switch (dice.between(0, 8)) {
        case 0, 1 -> new Known(conditions.has(KEYS.get(key)), objects(o -> digit(o, key) > 0));
        case 2, 3 ->
            new Known(
                conditions.value(KEYS.get(key), value),
                objects(o -> digit(o, key) == 0 || in(o, key, value)));
        case 4, 5 -> new Known(conditions.every(range, value), every(range, value));
        case 6, 7 -> new Known(conditions.some(range, value), some(range, value));
        default ->
            new Known(
                conditions.count(least, most), objects(o -> size(o) >= least && size(o) <= most));
      };
    }

    private KeyRange range() {
      return dice.pick(
          KeyRange.within(FREE),
          KeyRange.within(StringSet.pattern("^[ax]$")),
          KeyRange.within(StringSet.all()),
          KeyRange.outside(Set.of("a"), List.of()),
          KeyRange.outside(Set.of("a", "b"), List.of()),
          KeyRange.outside(Set.of("b"), List.of(StringSet.pattern("^[ax]$"))));
    }

    private Formula value() {
      if (dice.once(8)) {
        return dice.once(2) ? formulas.nothing() : formulas.anything();
      }
      Formula value =
          simple || dice.once(2)
              ? dice.pick(values)
              : formulas.values(List.of(dice.pick(VALUES), dice.pick(VALUES)));
      return dice.once(3) ? formulas.not(value) : value;
    }

    // ---- checks

    private void check() {
      if (mix.start().isNever()) {
        return;
      }
      layout();
      for (int i = 0; i < WALKS; i++) {
        Place at = new Place(mix.start(), new BitSet(), List.of());
        while (at != null && !at.rest.isNever()) {
          check(at);
          at = next(at);
        }
      }
      long cost = mix.cost(sets.emptinessMeasure());
      assertEquals(meaning(mix.start()).isEmpty(), cost >= Measure.NEVER);
    }

    private void layout() {
      for (int cell = 0; cell < mix.cells(); cell++) {
        List<String> keys = new ArrayList<>();
        for (String key : KEYS.subList(DECLARED, KEYS.size())) {
          if (mix.keys(cell).contains(key)) {
            keys.add(key);
          }
        }
        assertEquals(keys.size(), mix.used(cell, KEYS.subList(DECLARED, KEYS.size())));
        assertEquals(
            Math.min(1, keys.size()), mix.used(cell, keys.isEmpty() ? keys : List.of(keys.get(0))));
        if (!keys.isEmpty()) {
          assertEquals(keys.size(), mix.capacity(cell));
          assertEquals(
              keys.get(keys.size() - 1),
              mix.unseen(cell, keys.subList(0, keys.size() - 1)).orElseThrow());
          assertTrue(mix.unseen(cell, keys).isEmpty());
        } else {
          assertEquals(ObjectPlan.MANY, mix.capacity(cell));
        }
      }
    }

    private int column(int key) {
      if (key < DECLARED) {
        return key;
      }
      for (int cell = 0; cell < mix.cells(); cell++) {
        if (mix.keys(cell).contains(KEYS.get(key))) {
          return mix.column(cell);
        }
      }
      throw new AssertionError(KEYS.get(key) + " is in no class");
    }

    /** Returns the objects that may still come. */
    private BitSet left(Place at) {
      BitSet left = new BitSet();
      meaning(at.rest).stream()
          .filter(o -> at.gone.stream().noneMatch(k -> digit(o, k) > 0))
          .forEach(left::set);
      return left;
    }

    private void check(Place at) {
      BitSet left = left(at);
      assertEquals(left.get(0), at.rest.canEnd(), () -> say(at));
      assertEquals(left.get(0), mix.canEnd(at.rest), () -> say(at));
      for (MixSearch some : List.of(search, once)) {
        long cost = some.cost(at.rest, at.known());
        assertEquals(left.isEmpty() ? Measure.NEVER : 0, cost, () -> say(at));
      }
      way(at, left);
      regarded(at);
      outlook(at, left);
      for (int key = 0; key < KEYS.size(); key++) {
        if (!at.gone.get(key)) {
          mayCome(at, left, key);
          steps(at, key);
        }
      }
      for (int from = 0; from <= DECLARED; from++) {
        for (int to = from; to <= DECLARED; to++) {
          passed(at, from, to);
        }
      }
    }

    private void way(Place at, BitSet left) {
      long least = left.stream().mapToLong(World::price).min().orElse(Measure.NEVER);
      assertEquals(least, prices.cost(at.rest, at.known()), () -> say(at));
      Condition way = prices.way(at.rest, at.known());
      if (left.isEmpty()) {
        assertNull(way, () -> say(at));
        return;
      }
      assertNotNull(way, () -> say(at));
      BitSet met = left(new Place(way, at.gone, at.free));
      assertEquals(least, met.stream().mapToLong(World::price).min().orElse(Measure.NEVER));
      met.andNot(left);
      assertTrue(met.isEmpty(), () -> way + say(at));
      for (Condition part : way.conjuncts()) {
        assertFalse(part.shape() instanceof Condition.Or, () -> way + say(at));
      }
      firstNeeded(way, at);
    }

    /** The members that must come in any case either are all that need to, or are not. */
    private void firstNeeded(Condition way, Place at) {
      BitSet left = left(new Place(way, at.gone, at.free));
      int first = mix.firstNeeded(way);
      int least = left.stream().map(World::size).min().orElseThrow();
      BitSet needed = new BitSet();
      for (Condition part : way.conjuncts()) {
        if (part.shape() instanceof Condition.Has has) {
          needed.set(KEYS.indexOf(has.key()));
        }
      }
      if (first >= 0) {
        assertEquals(needed.nextSetBit(0), first, () -> way + say(at));
        assertEquals(needed.cardinality(), least, () -> way + say(at));
      } else if (way.conjuncts().stream().noneMatch(c -> c.shape() instanceof Condition.Some)) {
        assertTrue(least == 0 || least > needed.cardinality(), () -> way + say(at));
      }
    }

    private static long price(int object) {
      long price = 0;
      for (int key = 0; key < KEYS.size(); key++) {
        int digit = digit(object, key);
        price += digit == 0 ? 0 : PRICES[Math.min(key, DECLARED)] + digit;
      }
      return price;
    }

    private void regarded(Place at) {
      for (Condition part : at.rest.conjuncts()) {
        BitSet columns = mix.regarded(part);
        BitSet meaning = meaning(part);
        for (int key = 0; key < KEYS.size(); key++) {
          if (!columns.get(column(key)) || !part.regards(KEYS.get(key))) {
            for (int o = 0; o < OBJECTS; o++) {
              assertEquals(meaning.get(with(o, key, 0)), meaning.get(o), () -> "" + part);
            }
          }
        }
      }
    }

    private void outlook(Place at, BitSet left) {
      Outlook outlook = mix.outlook(at.rest);
      for (int key = 0; key < KEYS.size(); key++) {
        int column = column(key);
        BitSet values = digits(outlook.value(column));
        assertEquals(!values.isEmpty(), outlook.isPossible(column), () -> say(at));
        int k = key;
        if (!at.gone.get(key)) {
          assertTrue(left.stream().allMatch(o -> digit(o, k) == 0 || values.get(digit(o, k))));
        }
        if (outlook.needed().get(column)) {
          assertTrue(left.stream().allMatch(o -> digit(o, k) > 0), () -> k + say(at));
        }
        if (!at.gone.get(key) && !outlook.isChosen(column)) {
          left.stream()
              .forEach(o -> values.stream().forEach(v -> assertTrue(left.get(with(o, k, v)))));
        }
      }
    }

    private void mayCome(Place at, BitSet left, int key) {
      int column = column(key);
      boolean can =
          left.stream()
              .anyMatch(
                  o ->
                      IntStream.range(0, KEYS.size())
                          .anyMatch(k -> digit(o, k) > 0 && column(k) == column));
      MixSearch.Answer answer = search.mayCome(at.rest, at.known(), column);
      assertTrue(can || answer != MixSearch.Answer.YES, () -> key + say(at));
      assertTrue(!can || answer != MixSearch.Answer.NO, () -> key + say(at));
    }

    private void steps(Place at, int key) {
      BitSet meaning = meaning(at.rest);
      for (List<ObjectMix.Option> options :
          List.of(mix.steps(at.rest, column(key)), steps.steps(at.rest, column(key)))) {
        for (ObjectMix.Option option : options) {
          assertFalse(sets.isEmpty(option.value()), () -> option + say(at));
          assertFalse(option.after().isNever(), () -> option + say(at));
        }
        for (int digit = 1; digit < RADIX; digit++) {
          BitSet after = new BitSet();
          int ways = 0;
          for (ObjectMix.Option option : options) {
            if (digits(option.value()).get(digit)) {
              after.or(meaning(option.after()));
              ways++;
            }
          }
          assertTrue(ways <= 1 || !simple, () -> options + say(at));
          for (int o = 0; o < OBJECTS; o++) {
            if (digit(o, key) == 0) {
              int with = with(o, key, digit);
              assertEquals(meaning.get(with), after.get(o), () -> with + " by " + key + say(at));
            }
          }
        }
      }
    }

    private void passed(Place at, int from, int to) {
      BitSet before = meaning(at.rest);
      BitSet after = meaning(mix.passed(at.rest, from, to));
      for (int o = 0; o < OBJECTS; o++) {
        int object = o;
        if (IntStream.range(from, to).allMatch(k -> digit(object, k) == 0)) {
          assertEquals(before.get(o), after.get(o), () -> from + ".." + to + say(at));
        }
      }
    }

    /** Returns a place after a member or without a key, or null. */
    private Place next(Place at) {
      List<Place> all = new ArrayList<>();
      for (int key = 0; key < KEYS.size(); key++) {
        if (!at.gone.get(key)) {
          BitSet gone = (BitSet) at.gone.clone();
          gone.set(key);
          List<String> free = new ArrayList<>(at.free);
          if (key >= DECLARED) {
            free.add(KEYS.get(key));
          } else {
            all.add(new Place(mix.passed(at.rest, key, key + 1), gone, free));
          }
          for (ObjectMix.Option option : mix.steps(at.rest, column(key))) {
            all.add(new Place(option.after(), gone, free));
          }
        }
      }
      return all.isEmpty() ? null : dice.pick(all);
    }

    private String say(Place at) {
      return " of " + seed + ": " + at.rest + " without " + at.gone;
    }

    /** Prices that do not depend on what else there is; values of the world alone have one. */
    private final class Prices implements Measure {
      @Override
      public long of(Formula value) {
        int digit = digits(value).nextSetBit(0);
        return digit < 0 ? NEVER : digit;
      }

      @Override
      public long of(Formula value, Seen seen, long unknown) {
        return of(value);
      }

      @Override
      public long listed(Formula value, Seen seen, long unknown) {
        return NEVER;
      }

      @Override
      public long key(String key) {
        return PRICES[KEYS.indexOf(key)];
      }

      @Override
      public long freeKey(StringSet keys, int n) {
        return PRICES[DECLARED];
      }

      @Override
      public long comma() {
        return 0;
      }

      @Override
      public long colon() {
        return 0;
      }

      @Override
      public long provisional() {
        return 0;
      }
    }
  }
}
