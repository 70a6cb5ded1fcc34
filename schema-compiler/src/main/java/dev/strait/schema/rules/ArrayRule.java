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
import java.util.Set;

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
  record State(Phase phase, Items items) {}

  /**
   * What is known of the items so far, reduced to what matters for the rest.
   *
   * @param position the position of the next item; all alike are one
   * @param seen items seen, if they must be unique or one must come again
   * @param vague whether an item has come that is not known
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
      boolean vague,
      boolean duplicate,
      Set<JsonNode> excluded,
      int index) {

    Items seeing(JsonNode item) {
      Seen more = seen.plus(item);
      return new Items(position, need, room, counters, more, vague, duplicate, excluded, index);
    }

    Items vaguely() {
      return new Items(position, need, room, counters, seen, true, duplicate, excluded, index);
    }
  }

  /** The state after an item that is remembered. */
  record ItemCapture(ArrayRule rule, Items after) implements Capture<State> {
    @Override
    public State returnState(byte[] text) {
      return rule.valued(after.seeing(JsonRules.parse(text)));
    }

    @Override
    public State anyReturn() {
      return rule.valued(after.vaguely());
    }

    @Override
    public long longestReturn() {
      return rule.shortest(anyReturn());
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
        false,
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
      if (items.vague && (state.phase == Phase.ITEM || isScarce(items))) {
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
    if (canEnd(items)) {
      edges.call(JsonRules.need(gaps.close()), new State(Phase.CLOSE, items));
    }
  }

  private void end(Items items, Edges<State> edges) {
    if (canEnd(items)) {
      edges.bytes(']', ']', end);
    }
  }

  private void comma(Items items, Edges<State> edges) {
    if (hasNext(items)) {
      Phase next = gaps.comma() == null ? Phase.ITEM : Phase.SEPARATED;
      edges.bytes(',', ',', new State(next, items));
    }
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
    long enough = need + more;
    for (Counter c : after.counters) {
      enough += c.need();
    }
    int last = (int) Math.min(plan.uniform(), after.position + Math.max(1, need) - 1);
    for (int p = after.position; p <= last; p++) {
      for (Step step : plan.steps(p, after.counters)) {
        if (!sets.leaves(step.item(), after.seen, enough)) {
          return false;
        }
      }
    }
    return true;
  }

  private void items(Items items, Edges<State> edges) {
    for (Option option : options(items)) {
      if (option.fresh) {
        new FreshItems(rules, option.item, items.seen, depth + 1).report(edges, this, option.after);
      } else if (option.captured) {
        edges.capture(rules.rule(option.item, depth + 1), new ItemCapture(this, option.after));
      } else {
        edges.call(rules.rule(option.item, depth + 1), valued(option.after));
      }
    }
  }

  /**
   * One way to read an item.
   *
   * @param item the formula it satisfies, not empty
   * @param after the items after it, from which the array can be finished, less the item itself
   * @param captured whether the item must be remembered
   * @param fresh whether it must be none of those seen
   */
  private record Option(Formula item, Items after, boolean captured, boolean fresh) {}

  private List<Option> options(Items items) {
    if (items.room == 0) {
      return List.of();
    }
    List<Option> options = new ArrayList<>();
    for (Step step : plan.steps(items.position, items.counters)) {
      Items after = after(items, step);
      if (simple) {
        add(step.item(), after, false, options);
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
    if (plan.unique() && before.excluded.isEmpty()) {
      addFresh(before, item, after, options);
    } else if (plan.unique()) {
      Formula seen = sets.values(before.seen.all());
      split(before, sets.formulas().and(item, sets.formulas().not(seen)), after, true, options);
    } else if (before.duplicate) {
      split(before, item, after, true, options);
      Formula again = sets.formulas().and(item, sets.values(before.seen.all()));
      split(before, again, settled(after), false, options);
    } else {
      split(before, item, after, false, options);
    }
  }

  private void addFresh(Items before, Formula item, Items after, List<Option> options) {
    if (sets.isEmpty(item) || sets.isSpent(item, before.seen) || !isAlive(after)) {
      return;
    }
    Formula safe = harmless(item, after);
    if (safe == item || !sets.isEmpty(safe) && !sets.isSpent(safe, before.seen)) {
      options.add(new Option(safe, after, true, true));
    }
  }

  private static Items settled(Items i) {
    return new Items(
        i.position, i.need, i.room, i.counters, Seen.NONE, false, false, i.excluded, i.index);
  }

  /** By the values that excluded arrays have at this place. */
  private void split(
      Items before, Formula item, Items after, boolean captured, List<Option> options) {
    Map<JsonNode, Set<JsonNode>> byValue = new HashMap<>();
    for (JsonNode candidate : before.excluded) {
      if (candidate.size() > before.index) {
        byValue
            .computeIfAbsent(candidate.get(before.index), v -> new LinkedHashSet<>())
            .add(candidate);
      }
    }
    Formula others = item;
    if (!byValue.isEmpty()) {
      Formula these = sets.values(byValue.keySet());
      others = sets.formulas().and(item, sets.formulas().not(these));
    }
    add(others, agreeing(after, Set.of()), captured, options);
    byValue.forEach(
        (value, candidates) ->
            add(
                sets.formulas().and(item, sets.values(Set.of(value))),
                agreeing(after, candidates),
                captured,
                options));
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

  private void add(Formula item, Items after, boolean captured, List<Option> options) {
    if (item.isNothing() || sets.isEmpty(item)) {
      return;
    }
    Formula safe = item;
    if (captured) {
      safe = after.duplicate ? repeatable(item, after) : harmless(item, after);
      if (safe != item && sets.isEmpty(safe)) {
        return;
      }
    }
    if (captured && after.duplicate || isAlive(after)) {
      options.add(new Option(safe, after, captured, false));
    }
  }

  /** Returns the items after which, being taken, those that must come can still be distinct. */
  private Formula harmless(Formula item, Items after) {
    if (after.need == 0 && after.counters.stream().allMatch(c -> c.need() == 0)
        || leaves(after, after.need, 1)) {
      return item;
    }
    Set<JsonNode> harmful = new LinkedHashSet<>();
    for (JsonNode value : plan.scarce(after.position, after.need, after.counters)) {
      if (sets.contains(item, value) && alive.cost(rest(after.seeing(value))) >= Measure.NEVER) {
        harmful.add(value);
      }
    }
    return harmful.isEmpty()
        ? item
        : sets.formulas().and(item, sets.formulas().not(sets.values(harmful)));
  }

  /** Returns the items that can still come twice, unless others can. */
  private Formula repeatable(Formula item, Items after) {
    if (isAlive(after)) {
      return item;
    }
    return sets.formulas().and(item, plan.later(after.position, after.room));
  }

  private boolean isAlive(Items after) {
    if (simple && after.need == 0) {
      return true;
    }
    return alive.cost(rest(after)) < Measure.NEVER;
  }

  private static ArraySearch.Rest rest(Items i) {
    return new ArraySearch.Rest(
        i.position,
        i.need,
        i.room,
        i.counters,
        i.seen,
        i.duplicate,
        i.excluded,
        i.index,
        i.vague ? 1 : 0);
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
    if (plan.unique() && i.excluded.isEmpty() && !canEnd(i)) {
      return least.cost(rest(i)) - bytes.comma() + Gaps.bytes(gaps.close()) + 1;
    }
    long best = Measure.NEVER;
    for (Option option : options(i)) {
      best = Math.min(best, Measure.plus(length(option, i.seen), closed(option.after)));
    }
    return best;
  }

  private long length(Option option, Seen seen) {
    return option.fresh && !seen.isEmpty()
        ? new FreshItems(rules, option.item, seen, depth + 1).shortest(this)
        : bytes.of(option.item);
  }

  @Override
  public String toString() {
    return "array " + plan;
  }
}
