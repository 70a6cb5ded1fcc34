package dev.strait.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.rule.Rule;
import dev.strait.schema.set.ArrayPlan;
import dev.strait.schema.set.ArraySet;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Measure;
import dev.strait.schema.set.ObjectPlan;
import dev.strait.schema.set.ObjectPlan.Cell;
import dev.strait.schema.set.ObjectSet;
import dev.strait.schema.set.Seen;
import dev.strait.schema.set.Sets;
import dev.strait.schema.set.ValueSet;
import dev.strait.values.KeySet;
import dev.strait.values.NumberSet;
import dev.strait.values.StringSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists values of formulas, short ones first, as far as they are asked for.
 *
 * <p>Of {@code n + 1} different values one is none of any {@code n} others. So the longest of the
 * first {@code n + 1} of a list, whatever the list, is enough for a value that must differ from
 * {@code n} others, known or not; and the first of the list that is none of those known takes no
 * more. Both are read from the same list here, which only grows: so what is promised for others
 * that are not known yet is kept when they are, as long as that first value is offered as it
 * stands. How well the list is made only says how tight the promise is.
 *
 * <p>The list is made best first. A value of an object or array is a choice, at each of its places,
 * of one from the list of that place; from each choice those follow that take the next at one
 * place, no earlier than the last one changed, so that each comes once. A formula may need its own
 * list: what a value is made of is shorter than the value, and so is mostly listed already; if not,
 * the choice waits.
 */
final class ShortValues {
  /** The most values of a list. */
  private static final int MOST = 2_000;

  /** So many choices in a row may be no value of the formula; then the list ends. */
  private static final int IN_VAIN = 200;

  /** Up to so many strings are listed at once. */
  private static final int MOST_WORDS = 20_000;

  /** So many keys of a class of many are chosen from. */
  private static final int FREE_KEYS = 8;

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private static final Candidate NONE = new Given(NullNode.instance);

  private final JsonRules rules;
  private final Map<Integer, Map<Formula, Listing>> listings = new HashMap<>(2);

  ShortValues(JsonRules rules) {
    this.rules = rules;
  }

  private Listing listing(Formula f, int depth) {
    return listings
        .computeIfAbsent(rules.level(depth), d -> new HashMap<>())
        .computeIfAbsent(f, x -> new Listing(f, rules.level(depth)));
  }

  /**
   * Returns a number of bytes that is enough for a value of a formula that is none of those seen
   * and none of so many others; {@link Measure#NEVER} if the list is too short to tell.
   */
  long length(Formula f, Seen seen, long others, int depth) {
    if (seen.size() + others >= MOST) {
      return Measure.NEVER;
    }
    Listing listing = listing(f, depth);
    long left = others + 1;
    for (int i = 0; ; i++) {
      JsonNode value = listing.get(i);
      if (value == null) {
        return Measure.NEVER;
      }
      left -= seen.contains(value) ? 0 : 1;
      if (left == 0) {
        return listing.longest.get(i);
      }
    }
  }

  /** Returns the first value listed of a formula that is none of some; null if none is listed. */
  @Nullable JsonNode first(Formula f, Predicate<JsonNode> others, int depth) {
    Listing listing = listing(f, depth);
    for (int i = 0; ; i++) {
      JsonNode value = listing.get(i);
      if (value == null || !others.test(value)) {
        return value;
      }
    }
  }

  /** A value that may be listed, and what may be listed after it. */
  private abstract static class Candidate {
    final JsonNode value;

    Candidate(JsonNode value) {
      this.value = value;
    }

    /** Adds those that follow. */
    abstract void next(Listing listing);
  }

  /** The values of one formula at one depth that have been listed so far. */
  private final class Listing {
    final List<JsonNode> values = new ArrayList<>();

    /** Of each value: the greatest length of those up to it. */
    final List<Long> longest = new ArrayList<>();

    private final Formula formula;
    private final int depth;
    private final Set<JsonNode> known = new HashSet<>();
    private final PriorityQueue<Map.Entry<Long, Candidate>> queue =
        new PriorityQueue<>(Map.Entry.comparingByKey());
    private final List<Choice> waiting = new ArrayList<>();
    private boolean running;

    /** What has been taken from the queue last: those that follow are not in it yet. */
    private Candidate last = new Start();

    Listing(Formula formula, int depth) {
      this.formula = formula;
      this.depth = depth;
    }

    /** Returns the i-th value, or null if there is none, or none is known now. */
    @Nullable JsonNode get(int i) {
      if (i >= values.size() && !running && i < MOST) {
        running = true;
        try {
          extend(i);
        } finally {
          running = false;
        }
      }
      return i < values.size() ? values.get(i) : null;
    }

    private void extend(int i) {
      for (int vain = 0; values.size() <= i && vain < IN_VAIN; vain++) {
        List<Choice> again = List.copyOf(waiting);
        waiting.clear();
        again.forEach(this::offer);
        last.next(this);
        last = NONE;
        Map.Entry<Long, Candidate> best = queue.poll();
        if (best == null) {
          return;
        }
        last = best.getValue();
        JsonNode value = last.value;
        if (!known.contains(value) && rules.sets().holds(formula, value)) {
          vain = -1;
          known.add(value);
          values.add(value);
          long before = longest.isEmpty() ? 0 : longest.get(longest.size() - 1);
          longest.add(Math.max(before, best.getKey()));
        }
      }
    }

    void start() {
      Sets sets = rules.sets();
      if (sets.isEmpty(formula)) {
        return;
      }
      ValueSet set = sets.set(formula);
      constant(set.nulls(), NullNode.instance);
      constant(set.trues(), BooleanNode.TRUE);
      constant(set.falses(), BooleanNode.FALSE);
      numbers(set.numbers());
      strings(set.strings());
      for (ObjectSet o : set.objects()) {
        if (!sets.isEmpty(o)) {
          object(o);
        }
      }
      for (ArraySet a : set.arrays()) {
        if (!sets.isEmpty(a)) {
          example(rules.array(a, depth))
              .ifPresent(base -> add(new First(base, () -> new Items(a, base))));
        }
      }
    }

    private void constant(boolean possible, JsonNode value) {
      if (possible) {
        add(new Given(value));
      }
    }

    /** Adds the numbers of one digit at once, and the others after the last of them. */
    private void numbers(NumberSet all) {
      List<BigDecimal> digits = new ArrayList<>();
      for (int n = 0; n < 10 && !all.isEmpty(); n++) {
        if (all.contains(BigDecimal.valueOf(n))) {
          digits.add(BigDecimal.valueOf(n));
        }
      }
      if (digits.isEmpty()) {
        others(all);
      }
      for (int i = 0; i < digits.size(); i++) {
        boolean last = i == digits.size() - 1;
        add(
            new Candidate(Sets.normal(NODES.numberNode(digits.get(i)))) {
              @Override
              void next(Listing listing) {
                if (last) {
                  listing.others(all.without(digits));
                }
              }
            });
      }
    }

    void others(NumberSet left) {
      if (!left.isEmpty()) {
        example(left.toRule(rules.policy().numbers()))
            .ifPresent(
                value ->
                    add(
                        new Candidate(value) {
                          @Override
                          void next(Listing listing) {
                            listing.others(left.without(Set.of(value.decimalValue())));
                          }
                        }));
      }
    }

    private void strings(StringSet all) {
      if (!all.isEmpty()) {
        example(all.toRule(rules.policy().escapes()))
            .ifPresent(
                value ->
                    add(
                        new Candidate(value) {
                          @Override
                          void next(Listing listing) {
                            listing.others(all, value);
                          }
                        }));
      }
    }

    /** Adds the strings that are not the first one: all at once if they are finitely many. */
    private void others(StringSet all, JsonNode first) {
      all.finite(MOST_WORDS)
          .ifPresentOrElse(
              words -> words.forEach(word -> add(new Given(Sets.string(word)))),
              () -> strings(all, KeySet.empty().plus(first.textValue())));
    }

    void strings(StringSet all, KeySet listed) {
      all.toRuleExcept(listed, rules.policy().escapes())
          .flatMap(ShortValues::example)
          .ifPresent(
              value ->
                  add(
                      new Candidate(value) {
                        @Override
                        void next(Listing listing) {
                          listing.strings(all, listed.plus(value.textValue()));
                        }
                      }));
    }

    private void object(ObjectSet o) {
      if (o.isMixed()) {
        mixed(o, Set.of());
      } else {
        base(o).ifPresent(base -> add(new First(base, () -> new Keys(o, base))));
      }
    }

    /** Returns a short object: if nothing more is wanted, the first values of the keys required. */
    private Optional<JsonNode> base(ObjectSet o) {
      ObjectPlan plan = rules.sets().plan(o);
      if (plan.existsCount() > 0 || plan.min() > plan.required().cardinality()) {
        return example(rules.object(o, depth));
      }
      Map<String, Formula> members = new LinkedHashMap<>();
      plan.required().stream().forEach(k -> members.put(plan.declared().get(k), plan.value(k)));
      return first(members).or(() -> example(rules.object(o, depth)));
    }

    /** Returns the object of the first value of each member, if one is known. */
    private Optional<JsonNode> first(Map<String, Formula> members) {
      ObjectNode object = NODES.objectNode();
      for (Map.Entry<String, Formula> member : members.entrySet()) {
        JsonNode value = listing(member.getValue(), depth + 1).get(0);
        if (value == null) {
          return Optional.empty();
        }
        object.set(member.getKey(), value);
      }
      return Optional.of(object);
    }

    /** Returns a short object of a mixture, or one of another rule. */
    private Optional<JsonNode> one(Rule<?> rule) {
      Optional<JsonNode> members =
          rule instanceof MixRule mix ? mix.members().flatMap(this::first) : Optional.empty();
      return members.or(() -> example(rule));
    }

    /** Of sets with clauses each value is an example of what is left. */
    void mixed(ObjectSet o, Set<JsonNode> listed) {
      Formula left = rules.sets().less(o, listed);
      if (!rules.sets().isEmpty(left)) {
        one(rules.rule(left, depth))
            .ifPresent(
                value ->
                    add(
                        new Candidate(value) {
                          @Override
                          void next(Listing listing) {
                            Set<JsonNode> more = new LinkedHashSet<>(listed);
                            more.add(value);
                            listing.mixed(o, more);
                          }
                        }));
      }
    }

    void offer(Choice choice) {
      boolean possible = choice.shape.allows(choice.size());
      for (int p = 0; p < choice.index.length && possible; p++) {
        possible = choice.index[p] == 0 && !choice.shape.isForced(p) || at(choice, p) != null;
        if (!possible && listing(choice.shape.value(p), depth + 1).running) {
          waiting.add(choice);
        }
      }
      if (possible) {
        add(new Chosen(choice, choice.shape.value(this, choice)));
      }
    }

    @Nullable JsonNode at(Choice choice, int p) {
      int i = choice.index[p] - (choice.shape.isForced(p) ? 0 : 1);
      return listing(choice.shape.value(p), depth + 1).get(i);
    }

    private void add(Candidate candidate) {
      queue.add(Map.entry(rules.lengths().bytes(candidate.value, depth), candidate));
    }
  }

  private static Optional<JsonNode> example(Rule<?> rule) {
    return Example.of(rule).map(JsonRules::parse);
  }

  private static final class Start extends Candidate {
    Start() {
      super(NullNode.instance);
    }

    @Override
    void next(Listing listing) {
      listing.start();
    }
  }

  private static final class Given extends Candidate {
    Given(JsonNode value) {
      super(value);
    }

    @Override
    void next(Listing listing) {}
  }

  /** The first value of a shape, which is laid out when others are wanted too. */
  private static final class First extends Candidate {
    private final Supplier<Shape> shape;

    First(JsonNode value, Supplier<Shape> shape) {
      super(value);
      this.shape = shape;
    }

    @Override
    void next(Listing listing) {
      new Choice(shape.get()).next().forEach(listing::offer);
    }
  }

  private static final class Chosen extends Candidate {
    private final Choice choice;

    Chosen(Choice choice, JsonNode value) {
      super(value);
      this.choice = choice;
    }

    @Override
    void next(Listing listing) {
      choice.next().forEach(listing::offer);
    }
  }

  /** What stands at the places of an object or array: keys with their values, or items. */
  private interface Shape {
    /** Whether something must stand at a place. */
    boolean isForced(int place);

    /** The formula of what stands there. */
    Formula value(int place);

    /** The number of places at first. */
    int places();

    /** Whether a place may be added behind all others. */
    boolean grows();

    /** Whether there may be so many members or items. */
    boolean allows(int size);

    JsonNode value(Listing listing, Choice choice);
  }

  /**
   * One choice.
   *
   * @param index for each place which of its values it is, the first being 0 where one must stand
   *     there; else 0 is none
   * @param last the last place changed
   */
  private record Choice(Shape shape, int[] index, int last) {
    Choice(Shape shape) {
      this(shape, new int[shape.places()], 0);
    }

    int size() {
      int size = 0;
      for (int p = 0; p < index.length; p++) {
        size += index[p] > 0 || shape.isForced(p) ? 1 : 0;
      }
      return size;
    }

    List<Choice> next() {
      List<Choice> next = new ArrayList<>();
      for (int p = last; p < index.length; p++) {
        int[] more = index.clone();
        more[p]++;
        next.add(new Choice(shape, more, p));
      }
      if (shape.grows()) {
        int[] more = Arrays.copyOf(index, index.length + 1);
        more[index.length] = 1;
        next.add(new Choice(shape, more, index.length));
      }
      return next;
    }
  }

  /** The keys of objects of a set: those of an example must be there. */
  private final class Keys implements Shape {
    private final ObjectPlan plan;
    private final List<String> keys = new ArrayList<>();
    private final List<Formula> values = new ArrayList<>();
    private final Set<String> forced = new HashSet<>();

    Keys(ObjectSet o, JsonNode base) {
      this.plan = rules.sets().plan(o);
      base.fieldNames().forEachRemaining(forced::add);
      KeySet known = plan.declaredSet();
      for (int k = 0; k < plan.declared().size(); k++) {
        if (plan.isPossible(k)) {
          add(plan.declared().get(k), plan.value(k));
        }
      }
      for (String key : forced) {
        if (plan.indexOf(key) == null) {
          Cell cell = plan.cellOf(key);
          add(key, cell == null ? rules.sets().formulas().anything() : cell.value());
          known = known.plus(key);
        }
      }
      for (Cell cell : plan.cells()) {
        known = addFree(cell, known);
      }
    }

    private void add(String key, Formula value) {
      keys.add(key);
      values.add(value);
    }

    private KeySet addFree(Cell cell, KeySet before) {
      KeySet known = before;
      for (int n = 0; n < FREE_KEYS; n++) {
        Optional<String> key =
            cell.keys()
                .toRuleExcept(known, rules.policy().escapes())
                .flatMap(ShortValues::example)
                .map(JsonNode::textValue);
        if (key.isEmpty()) {
          return known;
        }
        add(key.get(), cell.value());
        known = known.plus(key.get());
      }
      return known;
    }

    @Override
    public boolean isForced(int place) {
      return forced.contains(keys.get(place));
    }

    @Override
    public Formula value(int place) {
      return values.get(place);
    }

    @Override
    public int places() {
      return keys.size();
    }

    @Override
    public boolean grows() {
      return false;
    }

    @Override
    public boolean allows(int size) {
      return size <= plan.max();
    }

    @Override
    public JsonNode value(Listing listing, Choice choice) {
      ObjectNode object = NODES.objectNode();
      for (int p = 0; p < choice.index.length; p++) {
        if (choice.index[p] > 0 || isForced(p)) {
          object.set(keys.get(p), listing.at(choice, p));
        }
      }
      return object;
    }
  }

  /** The items of arrays of a set: as many as an example has, and more. */
  private final class Items implements Shape {
    private final ArrayPlan plan;
    private final int least;

    Items(ArraySet a, JsonNode base) {
      this.plan = rules.sets().plan(a);
      this.least = base.size();
    }

    @Override
    public boolean isForced(int place) {
      return place < least;
    }

    @Override
    public Formula value(int place) {
      return plan.item(Math.min(place, plan.uniform()));
    }

    @Override
    public int places() {
      return least;
    }

    @Override
    public boolean grows() {
      return true;
    }

    @Override
    public boolean allows(int size) {
      return size <= plan.max();
    }

    @Override
    public JsonNode value(Listing listing, Choice choice) {
      ArrayNode array = NODES.arrayNode();
      for (int p = 0; p < choice.index.length; p++) {
        array.add(listing.at(choice, p));
      }
      return array;
    }
  }
}
