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
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
 *
 * <p>When there are no choices left, or too many in a row were no value of the formula, the list
 * goes on with an example of what is left of the formula without the values listed. So it ends in
 * one of two ways. Either nothing is left: then the list is all of the values, and the longest of
 * them is enough for any. Or the example is too long to be written: then nothing can be promised,
 * which is an error of the kind {@code LIMIT}, as it is if very many values must differ from each
 * other; never a number that is not kept. While a list is made it has no more values to give to
 * those that it is made of; what they are told then is not remembered ({@link Lengths#cut}).
 */
final class ShortValues {
  /** The most values that must differ from others and of which none is known yet. */
  private static final int MOST = 20_000;

  /** For up to so many others it is regarded which values of the list they are. */
  private static final int EXACT = 2_000;

  /** So many choices in a row may be no value of the formula; then there are no more choices. */
  private static final int IN_VAIN = 200;

  /** Up to so many strings are listed at once. */
  private static final int MOST_WORDS = 20_000;

  /** So many keys of a class of many are chosen from. */
  private static final int FREE_KEYS = 8;

  /** Integers of so many digits are listed at once. */
  private static final int DIGITS = 4;

  /** Printable ASCII but what must be escaped. */
  private static final List<String> SIGNS =
      IntStream.range('!', 0x7f)
          .filter(c -> c != '"' && c != '\\')
          .mapToObj(Character::toString)
          .toList();

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private static final Candidate NONE = new Given(NullNode.instance);

  private final JsonRules rules;
  private final Map<Integer, Map<Formula, Listing>> listings = new HashMap<>(2);

  /** The number of lists that are being made. */
  private int running;

  ShortValues(JsonRules rules) {
    this.rules = rules;
  }

  /** Returns whether some list is just being made, so that lengths may lack what it needs. */
  boolean isListing() {
    return running > 0;
  }

  private Listing listing(Formula f, int depth) {
    return listings
        .computeIfAbsent(rules.level(depth), d -> new HashMap<>())
        .computeIfAbsent(f, x -> new Listing(f, rules.level(depth)));
  }

  /**
   * Returns a number of bytes that is enough for a value of a formula that is none of those seen
   * and none of so many others; {@link Measure#NEVER} if the list ends before.
   *
   * @throws dev.strait.schema.report.SchemaException of the kind {@code LIMIT} if the others are
   *     too many
   */
  long length(Formula f, Seen seen, long others, int depth) {
    Listing listing = listing(f, depth);
    if (others >= MOST) {
      return unknown("more than " + MOST + " values that are objects or arrays must differ");
    }
    int all = (int) (seen.size() + others);
    if (all >= EXACT) {
      return listing.get(all) == null ? end(listing) : listing.longest.get(all);
    }
    long left = others + 1;
    for (int i = 0; ; i++) {
      JsonNode value = listing.get(i);
      if (value == null) {
        return end(listing);
      }
      left -= listing.isAmong(i, seen) ? 0 : 1;
      if (left == 0) {
        return listing.longest.get(i);
      }
    }
  }

  private long end(Listing listing) {
    if (!listing.complete && !listing.ended) {
      rules.lengths().cut();
    }
    return Measure.NEVER;
  }

  /**
   * Returns a number of bytes that is enough for every value of a formula, of which the list ends.
   *
   * @throws dev.strait.schema.report.SchemaException of the kind {@code LIMIT} if they could not
   *     all be listed
   */
  long longest(Formula f, int depth) {
    Listing listing = listing(f, depth);
    return listing.complete
        ? listing.longest.get(listing.longest.size() - 1)
        : unknown("values of more than " + Example.MOST + " bytes must differ from others");
  }

  /** Nothing can be promised; while a list is made, what is asked then is only a way to a value. */
  private long unknown(String reason) {
    if (running == 0) {
      throw rules.sets().limit(reason);
    }
    rules.lengths().cut();
    return Measure.NEVER;
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

    /** The choices in a row that were no value; {@link #IN_VAIN}: there are no more choices. */
    private int vain;

    /** Whether all values are listed. */
    private boolean complete;

    /** Whether no value can be listed any more though some are left. */
    private boolean ended;

    /** Memo of {@link #isAmong}: which of the first values are among those asked for last. */
    private Seen asked = Seen.NONE;

    private final BitSet among = new BitSet();
    private int looked;

    /** What has been taken from the queue last: those that follow are not in it yet. */
    private Candidate last = new Start();

    Listing(Formula formula, int depth) {
      this.formula = formula;
      this.depth = depth;
    }

    /** Returns the i-th value, or null if there is none, or none is known now. */
    @Nullable JsonNode get(int i) {
      if (i >= values.size() && !running) {
        running = true;
        ShortValues.this.running++;
        try {
          extend(i);
        } finally {
          ShortValues.this.running--;
          running = false;
        }
      }
      return i < values.size() ? values.get(i) : null;
    }

    /** Returns whether the i-th value has been seen. */
    boolean isAmong(int i, Seen seen) {
      if (asked != seen) {
        asked = seen;
        among.clear();
        looked = 0;
      }
      for (; looked <= i && !seen.isEmpty(); looked++) {
        among.set(looked, seen.contains(values.get(looked)));
      }
      return among.get(i);
    }

    private void extend(int i) {
      boolean more = !complete && !ended;
      while (values.size() <= i && more) {
        JsonNode value = vain < IN_VAIN ? take() : null;
        if (value == null) {
          more = listLeft();
        } else {
          vain = list(value) ? 0 : vain + 1;
        }
      }
    }

    /** Returns the value of the next choice, or null if none is left. */
    private @Nullable JsonNode take() {
      List<Choice> again = List.copyOf(waiting);
      waiting.clear();
      again.forEach(this::offer);
      last.next(this);
      Map.Entry<Long, Candidate> best = queue.poll();
      last = best == null ? NONE : best.getValue();
      return best == null ? null : last.value;
    }

    private boolean list(JsonNode value) {
      if (known.contains(value) || !rules.sets().holds(formula, value)) {
        return false;
      }
      known.add(value);
      values.add(value);
      long before = longest.isEmpty() ? 0 : longest.get(longest.size() - 1);
      longest.add(Math.max(before, rules.lengths().bytes(value, depth)));
      return true;
    }

    /**
     * Lists an example of what is left; returns false if there is none. That this is the end is
     * only known if no other list is being made, which may be needed for the example.
     */
    private boolean listLeft() {
      Sets sets = rules.sets();
      boolean bound = !sets.set(formula).bound().isEmpty();
      Formula left =
          bound ? formula : sets.formulas().and(formula, sets.formulas().not(sets.values(known)));
      complete = !bound && sets.isEmpty(left);
      boolean found =
          !bound && !complete && example(rules.rule(left, depth)).filter(this::list).isPresent();
      ended = !found && !complete && ShortValues.this.running == 1;
      return found;
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

    /** Adds values at once, and what else there is when the last of them is taken. */
    private void all(List<JsonNode> batch, Runnable more) {
      if (batch.isEmpty()) {
        more.run();
      }
      for (int i = 0; i < batch.size(); i++) {
        add(i < batch.size() - 1 ? new Given(batch.get(i)) : new Last(batch.get(i), more));
      }
    }

    private void numbers(NumberSet all) {
      if (!all.isEmpty()) {
        List<JsonNode> digits = integers(all, 0, 9);
        List<JsonNode> first =
            digits.isEmpty() ? listOf(example(all.toRule(rules.policy().numbers()))) : digits;
        all(first, () -> integers(all, 1, first));
      }
    }

    /** Goes on with the integers of few digits, up to {@link #DIGITS} if so many are written. */
    private void integers(NumberSet all, int digits, List<JsonNode> listed) {
      if (digits == Math.min(DIGITS, rules.policy().numbers().integerDigits())) {
        others(all.without(listed.stream().map(JsonNode::decimalValue).toList()));
        return;
      }
      int power = (int) Math.pow(10, digits);
      List<JsonNode> batch = integers(all, 1 - power, Math.min(-1, -power / 10));
      batch.addAll(integers(all, power, 10 * power - 1));
      List<JsonNode> both = new ArrayList<>(listed);
      both.addAll(batch);
      all(batch, () -> integers(all, digits + 1, both));
    }

    private List<JsonNode> integers(NumberSet all, int from, int to) {
      List<JsonNode> some = new ArrayList<>();
      for (int n = from; n <= to; n++) {
        if (all.contains(BigDecimal.valueOf(n))) {
          some.add(Sets.normal(NODES.numberNode(BigDecimal.valueOf(n))));
        }
      }
      return some;
    }

    private void others(NumberSet left) {
      if (!left.isEmpty()) {
        List<JsonNode> one = listOf(example(left.toRule(rules.policy().numbers())));
        if (!one.isEmpty()) {
          all(one, () -> others(left.without(Set.of(one.get(0).decimalValue()))));
        }
      }
    }

    /** The first one, then all if they are finitely many, or else those of few characters. */
    private void strings(StringSet all) {
      if (!all.isEmpty()) {
        List<JsonNode> one = listOf(example(all.toRule(rules.policy().escapes())));
        all(one, () -> others(all, one));
      }
    }

    private void others(StringSet all, List<JsonNode> first) {
      Optional<Set<String>> words = all.finite(MOST_WORDS);
      if (words.isPresent()) {
        words.get().forEach(word -> add(new Given(Sets.string(word))));
      } else {
        List<JsonNode> signs = strings(all, List.of(""));
        all(signs, () -> pairs(all, signs, listed(KeySet.empty(), first)));
      }
    }

    private void pairs(StringSet all, List<JsonNode> signs, KeySet first) {
      List<JsonNode> pairs = signs.isEmpty() ? List.of() : strings(all, SIGNS);
      all(pairs, () -> others(all, listed(listed(first, signs), pairs)));
    }

    /** Returns the strings of a set that are some beginning and a sign. */
    private List<JsonNode> strings(StringSet all, List<String> beginnings) {
      List<JsonNode> found = new ArrayList<>();
      for (String beginning : beginnings) {
        for (String sign : SIGNS) {
          if (all.contains(beginning + sign)) {
            found.add(Sets.string(beginning + sign));
          }
        }
      }
      return found;
    }

    private static KeySet listed(KeySet before, List<JsonNode> strings) {
      KeySet all = before;
      for (JsonNode string : strings) {
        all = all.plus(string.textValue());
      }
      return all;
    }

    private void others(StringSet all, KeySet listed) {
      List<JsonNode> one =
          listOf(all.toRuleExcept(listed, rules.policy().escapes()).flatMap(ShortValues::example));
      if (!one.isEmpty()) {
        all(one, () -> others(all, listed(listed, one)));
      }
    }

    private void object(ObjectSet o) {
      if (o.isMixed()) {
        MixRule rule = rules.mix(List.of(o), depth);
        Map<String, Formula> members = rule.members().orElse(Map.of());
        object(members).ifPresent(base -> add(new First(base, () -> new Members(rule, members))));
      } else {
        base(o).ifPresent(base -> add(new First(base, () -> new Members(o, base))));
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
      return object(members).or(() -> example(rules.object(o, depth)));
    }

    /** Returns the object of the first value of each member, if one is known. */
    private Optional<JsonNode> object(Map<String, Formula> members) {
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

  private static List<JsonNode> listOf(Optional<JsonNode> value) {
    return value.map(List::of).orElse(List.of());
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

  /** The last of some values. */
  private static final class Last extends Candidate {
    private final Runnable more;

    Last(JsonNode value, Runnable more) {
      super(value);
      this.more = more;
    }

    @Override
    void next(Listing listing) {
      more.run();
    }
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

  /** The members of objects: those of a first one must be there. */
  private final class Members implements Shape {
    private final List<String> keys = new ArrayList<>();
    private final List<Formula> values = new ArrayList<>();
    private final Set<String> forced = new HashSet<>();
    private final long most;

    /** The members of objects of a set without clauses. */
    Members(ObjectSet o, JsonNode base) {
      ObjectPlan plan = rules.sets().plan(o);
      this.most = plan.max();
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

    /** The members of objects of a mixture: on the way of the first one any value will do. */
    Members(MixRule rule, Map<String, Formula> base) {
      this.most = ObjectSet.UNBOUNDED;
      forced.addAll(base.keySet());
      base.forEach(this::add);
      rule.possible()
          .forEach(
              (key, value) -> {
                if (!base.containsKey(key)) {
                  add(key, value);
                }
              });
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
      return size <= most;
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
