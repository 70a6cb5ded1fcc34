package dev.strait.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.rule.WordsRule;
import dev.strait.schema.set.ArrayPlan;
import dev.strait.schema.set.ArrayPlan.Counter;
import dev.strait.schema.set.ArrayPlan.Step;
import dev.strait.schema.set.ArraySearch;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Measure;
import dev.strait.schema.set.ObjectSet;
import dev.strait.schema.set.Seen;
import dev.strait.schema.set.Sets;
import dev.strait.values.KeySet;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the arrays of one conjunctive set. Items that must be unique are captured; an item
 * is offered only if the rest of the array can follow.
 */
final class ArrayRule implements Rule<ArrayRule.State> {
  /** So many strings are treated as words. */
  private static final int MOST_WORDS = 1_000;

  private final JsonRules rules;
  private final Sets sets;
  private final ArrayPlan plan;
  private final int depth;
  private final Gaps gaps;
  private final boolean shared;
  private final ArraySearch alive;
  private final ArraySearch least;
  private final Measure bytes;
  private final State end;

  private final WordsRule<State> words = new WordsRule<>(this);

  /** Of sets of strings: the strings, if they are few. */
  private final Map<StringSet, KeySet> few = new HashMap<>(2);

  /** Short values of formulas, if they are known. */
  private final Map<Formula, Optional<JsonNode>> examples = new HashMap<>(2);

  /** Whether nothing but positions and the number of items matters. */
  private final boolean simple;

  /** Places between marks. */
  enum Phase {
    /** Before the opening bracket. */
    START,
    /** After the opening bracket. */
    OPENED,
    /** After the opening bracket and whitespace: an item or the closing bracket. */
    FIRST,
    /** After an item. */
    VALUED,
    /** After an item and whitespace: a comma or the closing bracket. */
    NEXT,
    /** After a comma. */
    SEPARATED,
    /** An item must come. */
    ITEM,
    /** The closing bracket must come. */
    CLOSE,
    /** After the closing bracket. */
    END
  }

  /** A place in the text of an array. */
  record State(Phase phase, Items items) {
    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof State other && phase == other.phase && items.equals(other.items);
    }

    @Override
    public int hashCode() {
      return 31 * items.hashCode() + phase.ordinal();
    }
  }

  /**
   * What is known of the items so far, reduced to what matters for the rest.
   *
   * @param position the position of the next item; all alike are one
   * @param seen items seen, if they must be unique or one must come again
   * @param vague the number of items that have come and are not known, if they must be unique; else
   *     1 if there are some
   * @param duplicate whether two items must still turn out equal
   * @param excluded excluded values that agree so far
   * @param index the number of items; kept only while {@code excluded} is not empty
   */
  record Items(
      int position,
      long need,
      long room,
      List<Counter> counters,
      Seen seen,
      int vague,
      boolean duplicate,
      Set<JsonNode> excluded,
      int index) {

    @Override
    public boolean equals(@Nullable Object object) {
      return this == object
          || object instanceof Items other
              && position == other.position
              && need == other.need
              && room == other.room
              && vague == other.vague
              && duplicate == other.duplicate
              && index == other.index
              && counters.equals(other.counters)
              && seen.equals(other.seen)
              && excluded.equals(other.excluded);
    }

    /** Of what is cheap; the counters and values that are left out seldom decide. */
    @Override
    public int hashCode() {
      int h = (31 * position + Long.hashCode(need)) * 31 + Long.hashCode(room);
      h = (31 * h + index) * 31 + 2 * vague + (duplicate ? 1 : 0);
      return 31 * (31 * h + counters.hashCode()) + seen.hashCode();
    }

    Items seeing(JsonNode item) {
      Seen more = seen.plus(item);
      return new Items(position, need, room, counters, more, vague, duplicate, excluded, index);
    }

    Items vaguely(int unknown) {
      return new Items(position, need, room, counters, seen, unknown, duplicate, excluded, index);
    }
  }

  /**
   * The state after an item that is remembered.
   *
   * @param repeats whether the item, whatever it is, may come again later, and two must be equal
   */
  record ItemCapture(ArrayRule rule, Items after, boolean repeats) implements Capture<State> {
    @Override
    public State returnState(byte[] text) {
      return rule.valued(rule.after(after, JsonRules.parse(text)));
    }

    @Override
    public State anyReturn() {
      return rule.valued(rule.vaguely(after));
    }

    @Override
    public State widestReturn() {
      return rule.valued(after.vaguely(1));
    }

    @Override
    public long longestReturn() {
      return rule.shortest(after.duplicate ? rule.valued(after) : anyReturn());
    }

    @Override
    public long longestRepeat() {
      return rule.longestRepeat(after);
    }
  }

  ArrayRule(JsonRules rules, ArrayPlan plan, int depth, boolean shared) {
    this.rules = rules;
    this.sets = rules.sets();
    this.plan = plan;
    this.depth = depth;
    this.gaps = rules.gaps(depth);
    this.shared = shared;
    this.bytes = rules.lengths().measure(depth + 1);
    this.alive = new ArraySearch(sets, plan, sets.emptinessMeasure());
    this.least = new ArraySearch(sets, plan, bytes);
    this.end = new State(Phase.END, items());
    this.simple =
        plan.counters().isEmpty()
            && !plan.unique()
            && !plan.duplicates()
            && plan.excluded().isEmpty();
  }

  WordsRule<State> words() {
    return words;
  }

  /** Returns the strings of a set that is not empty, or no string if they are many. */
  KeySet fewStrings(StringSet strings) {
    return few.computeIfAbsent(
        strings, set -> set.finite(MOST_WORDS).map(KeySet::of).orElse(KeySet.empty()));
  }

  private Items items() {
    return new Items(
        0,
        plan.min(),
        plan.max(),
        plan.counters(),
        Seen.NONE,
        0,
        plan.duplicates(),
        plan.excluded(),
        0);
  }

  @Override
  public String name() {
    return "array";
  }

  @Override
  public State start() {
    return new State(Phase.START, items());
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public String describe(State state) {
    return rules.describe(plan);
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    synchronized (rules.lock()) {
      saturate(state, edges);
      Items items = state.items;
      if (items.vague > 0 && (state.phase == Phase.ITEM || isScarce(items))) {
        edges.vague();
      }
      switch (state.phase) {
        case START ->
            edges.bytes(
                '[', '[', new State(gaps.open() == null ? Phase.FIRST : Phase.OPENED, items));
        case OPENED -> opened(items, edges);
        case FIRST -> {
          end(items, edges);
          items(items, edges);
        }
        case VALUED -> afterItem(items, edges);
        case NEXT -> {
          end(items, edges);
          comma(items, edges);
        }
        case SEPARATED -> edges.call(JsonRules.need(gaps.comma()), new State(Phase.ITEM, items));
        case ITEM -> items(items, edges);
        case CLOSE -> end(items, edges);
        case END -> edges.accept();
      }
    }
  }

  /** Counts beyond what one token can reach have the masks of counts just beyond it. */
  private void saturate(State state, Edges<State> edges) {
    Items i = state.items;
    long enough = edges.horizon() + 1L;
    boolean roomy = i.room != ObjectSet.UNBOUNDED && i.room > i.need + enough && i.room > enough;
    if (simple && i.position >= plan.uniform() && (i.need > enough || roomy)) {
      long need = Math.min(i.need, enough);
      long room = i.room == ObjectSet.UNBOUNDED ? i.room : i.room - (i.need - need);
      room = room == ObjectSet.UNBOUNDED ? room : Math.min(room, need + enough);
      if (need != i.need || room != i.room) {
        Items same =
            new Items(
                i.position,
                need,
                room,
                i.counters,
                i.seen,
                i.vague,
                i.duplicate,
                i.excluded,
                i.index);
        edges.sameMaskAs(new State(state.phase, same));
      }
    }
  }

  /** Returns the items after one that is not known. */
  private Items vaguely(Items after) {
    return after.vaguely(plan.unique() ? after.vague + 1 : 1);
  }

  State valued(Items items) {
    return new State(gaps.close() == null ? Phase.NEXT : Phase.VALUED, items);
  }

  private void opened(Items items, Edges<State> edges) {
    if (gaps.isFlexible()) {
      edges.call(JsonRules.need(gaps.open()), new State(Phase.FIRST, items));
      return;
    }
    end(items, edges);
    if (hasNext(items)) {
      edges.call(JsonRules.need(gaps.open()), new State(Phase.ITEM, items));
    }
  }

  private void afterItem(Items items, Edges<State> edges) {
    if (gaps.isFlexible()) {
      edges.call(JsonRules.need(gaps.close()), new State(Phase.NEXT, items));
      return;
    }
    comma(items, edges);
    if (mayEnd(items)) {
      edges.call(JsonRules.need(gaps.close()), new State(Phase.CLOSE, items));
    }
  }

  private void end(Items items, Edges<State> edges) {
    if (mayEnd(items)) {
      edges.bytes(']', ']', end);
    }
  }

  private void comma(Items items, Edges<State> edges) {
    if (hasNext(items)) {
      Phase next = gaps.comma() == null ? Phase.ITEM : Phase.SEPARATED;
      edges.bytes(',', ',', new State(next, items));
    }
  }

  /** Returns whether the end may follow, or could if an unknown item were one of those seen. */
  private boolean mayEnd(Items i) {
    return canEnd(i.vague > 0 && i.duplicate ? settled(i) : i);
  }

  private boolean canEnd(Items i) {
    return i.need == 0
        && !i.duplicate
        && i.counters.stream().allMatch(c -> c.need() == 0)
        && i.excluded.stream().noneMatch(value -> value.size() == i.index);
  }

  private boolean hasNext(Items items) {
    return items.room > 0 && !options(items).isEmpty();
  }

  /** Returns whether an unknown item can decide if the array may go on or end. */
  private boolean isScarce(Items items) {
    return plan.duplicates()
        || !plan.excluded().isEmpty()
        || !leaves(items, Math.max(1, items.need), 2);
  }

  /** Returns whether all items that may be needed leave some more values than are needed. */
  private boolean leaves(Items after, long need, long more) {
    long all = plan.enough(after.position, need, after.counters);
    int last = (int) Math.min(plan.uniform(), after.position + Math.max(1, all) - 1);
    for (int p = after.position; p <= last; p++) {
      for (Step step : plan.steps(p, after.counters)) {
        if (!sets.leaves(step.item(), after.seen, all + more)) {
          return false;
        }
      }
    }
    return true;
  }

  private void items(Items items, Edges<State> edges) {
    for (Option option : options(items)) {
      if (option.fresh) {
        new FreshItems(rules, option.item, option.less, depth + 1)
            .report(edges, this, option.after);
      } else if (option.captured) {
        edges.capture(
            rules.rule(option.item, depth + 1),
            new ItemCapture(this, option.after, option.repeats));
      } else {
        edges.call(rules.rule(option.item, depth + 1), valued(option.after));
      }
    }
  }

  /**
   * One way to read an item.
   *
   * @param item the formula it satisfies, not empty
   * @param after the items after it, from which the array can be finished; if it is captured or
   *     fresh, less the item itself
   * @param captured whether the item must be remembered
   * @param fresh whether it must be remembered, and be none of some values
   * @param less those values
   * @param repeats whether each such item may come again later
   */
  private record Option(
      Formula item, Items after, boolean captured, boolean fresh, Seen less, boolean repeats) {
    static Option known(Formula item, Items after) {
      return new Option(item, after, false, false, Seen.NONE, false);
    }

    static Option captured(Formula item, Items after, boolean repeats) {
      return new Option(item, after, true, false, Seen.NONE, repeats);
    }

    static Option fresh(Formula item, Seen less, Items after) {
      return new Option(item, after, true, true, less, false);
    }
  }

  private List<Option> options(Items items) {
    if (items.room == 0) {
      return List.of();
    }
    List<Option> options = new ArrayList<>();
    for (Step step : plan.steps(items.position, items.counters)) {
      Items after = after(items, step);
      if (simple) {
        add(step.item(), after, options);
      } else {
        options(items, step.item(), after, options);
      }
    }
    return options;
  }

  private Items after(Items i, Step step) {
    return new Items(
        Math.min(i.position + 1, plan.uniform()),
        Math.max(0, i.need - 1),
        i.room == ObjectSet.UNBOUNDED ? i.room : i.room - 1,
        step.counters(),
        i.seen,
        i.vague,
        i.duplicate,
        i.excluded,
        i.excluded.isEmpty() ? 0 : i.index + 1);
  }

  private void options(Items before, Formula item, Items after, List<Option> options) {
    Map<JsonNode, Set<JsonNode>> byValue = before.excluded.isEmpty() ? Map.of() : byValue(before);
    Items free = before.excluded.isEmpty() ? after : agreeing(after, Set.of());
    if (plan.unique()) {
      addFresh(item, plus(before.seen, byValue.keySet()), free, options);
    } else {
      Formula others = less(item, byValue.keySet());
      if (before.duplicate) {
        addRepeatable(before, others, free, options);
      } else {
        add(others, free, options);
      }
    }
    if (!plan.unique() && !byValue.isEmpty()) {
      addListed(item, byValue.keySet(), free, options);
    }
    byValue.forEach(
        (value, candidates) -> {
          boolean again = plan.unique() && before.seen.contains(value);
          if (!again && sets.holds(item, value)) {
            Items known = after(agreeing(after, candidates), value);
            add(sets.values(Set.of(value)), known, options);
          }
        });
  }

  /**
   * Adds a short item that none of the excluded arrays has here, which is a way to be none of them
   * whose length is known.
   */
  private void addListed(Formula item, Set<JsonNode> others, Items free, List<Option> options) {
    JsonNode listed = rules.shortValues().first(item, others::contains, depth + 1);
    if (listed != null) {
      add(sets.values(Set.of(listed)), after(free, listed), options);
    }
  }

  /** Returns the items after a known one. */
  private Items after(Items after, JsonNode item) {
    if (after.duplicate) {
      return after.seen.contains(item) ? settled(after) : after.seeing(item);
    }
    return plan.unique() ? after.seeing(item) : after;
  }

  /** Returns the values that excluded arrays have at this place, with these arrays. */
  private static Map<JsonNode, Set<JsonNode>> byValue(Items before) {
    Map<JsonNode, Set<JsonNode>> byValue = new HashMap<>();
    for (JsonNode candidate : before.excluded) {
      if (candidate.size() > before.index) {
        byValue
            .computeIfAbsent(candidate.get(before.index), v -> new LinkedHashSet<>())
            .add(candidate);
      }
    }
    return byValue;
  }

  private Formula less(Formula item, Set<JsonNode> values) {
    return values.isEmpty()
        ? item
        : sets.formulas().and(item, sets.formulas().not(sets.values(values)));
  }

  private static Seen plus(Seen seen, Set<JsonNode> values) {
    Seen all = seen;
    for (JsonNode value : values) {
      all = all.plus(value);
    }
    return all;
  }

  private void add(Formula item, Items after, List<Option> options) {
    if (!item.isNothing() && !sets.isEmpty(item) && isAlive(after)) {
      options.add(Option.known(item, after));
    }
  }

  private void addFresh(Formula item, Seen less, Items after, List<Option> options) {
    if (sets.isEmpty(item) || sets.isSpent(item, less) || !isAlive(after)) {
      return;
    }
    Formula safe = harmless(item, after);
    if (safe == item || !sets.isEmpty(safe) && !sets.isSpent(safe, less)) {
      options.add(Option.fresh(safe, less, after));
    }
  }

  /**
   * Two items must still be equal: any item may come from which, or after which, that is possible.
   * A short way there is an option of its own, of known values, so that it has a least length.
   */
  private void addRepeatable(Items before, Formula item, Items after, List<Option> options) {
    if (item.isNothing() || sets.isEmpty(item)) {
      return;
    }
    Items settled = settled(after);
    boolean free = isAlive(after);
    Formula safe = free ? item : sets.formulas().and(item, alive.repeatable(rest(after)));
    if (free || !sets.isEmpty(safe)) {
      options.add(Option.captured(safe, after, !free));
    }
    if (before.vague > 0) {
      add(item, settled.vaguely(1), options);
    } else if (!free && !before.seen.isEmpty()) {
      add(sets.formulas().and(item, sets.values(before.seen.all())), settled, options);
    } else {
      JsonNode again = least.shortestSeen(item, before.seen);
      if (again != null) {
        add(sets.values(Set.of(again)), settled, options);
      }
    }
    Formula first = least.first(item, rest(after)).first();
    if (first != null) {
      example(first)
          .filter(value -> !before.seen.contains(value))
          .ifPresent(v -> add(sets.values(Set.of(v)), after.seeing(v), options));
    }
  }

  /** Returns a short value of a formula. */
  private Optional<JsonNode> example(Formula formula) {
    Optional<JsonNode> known = examples.get(formula);
    if (known == null) {
      known = Example.of(rules.rule(formula, depth + 1)).map(JsonRules::parse);
      examples.put(formula, known);
    }
    return known;
  }

  private static Items settled(Items i) {
    return new Items(
        i.position, i.need, i.room, i.counters, Seen.NONE, 0, false, i.excluded, i.index);
  }

  private static Items agreeing(Items i, Set<JsonNode> candidates) {
    return new Items(
        i.position,
        i.need,
        i.room,
        i.counters,
        i.seen,
        i.vague,
        i.duplicate,
        candidates,
        candidates.isEmpty() ? 0 : i.index);
  }

  /** Returns the items after which, being taken, those that must come can still be distinct. */
  private Formula harmless(Formula item, Items after) {
    if (after.need == 0 && after.counters.stream().allMatch(c -> c.need() == 0)
        || leaves(after, after.need, 1)) {
      return item;
    }
    Set<JsonNode> harmful = new LinkedHashSet<>();
    for (JsonNode value : plan.scarce(after.position, after.need, after.counters)) {
      if (sets.holds(item, value) && alive.cost(rest(after.seeing(value))) >= Measure.NEVER) {
        harmful.add(value);
      }
    }
    return harmful.isEmpty()
        ? item
        : sets.formulas().and(item, sets.formulas().not(sets.values(harmful)));
  }

  private boolean isAlive(Items after) {
    if (simple && after.need == 0) {
      return true;
    }
    return alive.cost(rest(after)) < Measure.NEVER;
  }

  private static ArraySearch.Rest rest(Items i) {
    return new ArraySearch.Rest(
        i.position, i.need, i.room, i.counters, i.seen, i.duplicate, i.excluded, i.index, i.vague);
  }

  // ---- least lengths

  @Override
  public long shortest(State state) {
    synchronized (rules.lock()) {
      Items i = state.items;
      return switch (state.phase) {
        case START -> 1 + opened(i);
        case OPENED, FIRST -> opened(i);
        case VALUED, NEXT -> closed(i);
        case SEPARATED -> Gaps.bytes(gaps.comma()) + item(i);
        case ITEM -> item(i);
        case CLOSE -> 1;
        case END -> 0;
      };
    }
  }

  private long opened(Items i) {
    return canEnd(i) ? 1 : Gaps.bytes(gaps.open()) + item(i);
  }

  private long closed(Items i) {
    long close = Gaps.bytes(gaps.close()) + 1;
    return canEnd(i) ? close : least.cost(rest(i)) + close;
  }

  private long item(Items i) {
    if (i.vague > 0 && i.duplicate) {
      return closed(i) - bytes.comma();
    }
    long best = Measure.NEVER;
    for (Option option : options(i)) {
      long length = length(i, option);
      best = Math.min(best, Measure.plus(length, after(option)));
      if (option.repeats) {
        best = Math.min(best, Measure.plus(2 * length, longestRepeat(option.after)));
      }
    }
    return best;
  }

  /** After an item that is not known what is promised must be enough whatever it was. */
  private long length(Items before, Option option) {
    if (option.fresh && before.vague > 0) {
      return bytes.of(option.item, option.less, before.vague);
    }
    return option.fresh && !option.less.isEmpty()
        ? new FreshItems(rules, option.item, option.less, depth + 1).shortest(this)
        : bytes.of(option.item);
  }

  /** Returns what is enough after an item that may come again, less the bytes of that item. */
  long longestRepeat(Items after) {
    synchronized (rules.lock()) {
      return Measure.plus(least.repeat(rest(after)), Gaps.bytes(gaps.close()) + 1);
    }
  }

  private long after(Option option) {
    return option.captured && !option.after.duplicate
        ? closed(vaguely(option.after))
        : closed(option.after);
  }

  @Override
  public String toString() {
    return "array " + plan;
  }
}
