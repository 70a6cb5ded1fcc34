package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.set.ArrayPlan.Counter;
import dev.strait.schema.set.ArrayPlan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a cheapest way to finish an array from the midst of it, or that there is none.
 *
 * <p>Without counters the items needed are priced one by one. Counters are searched position by
 * position; where all positions are alike, one counter is solved by arithmetic and several by a
 * memoised search. Uniqueness matters where items have few values: a matching of positions to
 * values decides.
 */
public final class ArraySearch {
  private static final int MOST_VALUES = 64;

  private final Sets sets;
  private final ArrayPlan plan;
  private final Measure measure;
  private final boolean deciding;
  private final ArrayLengths lengths;
  private final Map<Rest, Long> memo = new HashMap<>();
  private final Map<PairKey, Pair> pairs = new HashMap<>();

  /** Makes a search over one plan. */
  public ArraySearch(Sets sets, ArrayPlan plan, Measure measure) {
    this.sets = sets;
    this.plan = plan;
    this.measure = measure;
    this.deciding = measure == sets.emptinessMeasure();
    this.lengths = new ArrayLengths(sets, plan, measure, this);
  }

  /**
   * What is still to come.
   *
   * @param position the next position; all from {@link ArrayPlan#uniform} on are one
   * @param need items still needed, at least 0
   * @param room items still allowed, {@link ObjectSet#UNBOUNDED} if not bounded
   * @param counters the counters of the {@code contains} conditions
   * @param seen items seen, if they must be unique, or if two must be equal and are not yet
   * @param duplicate whether two items must still turn out equal
   * @param excluded excluded values that agree with everything so far
   * @param index the number of items so far; only regarded if {@code excluded} is not empty
   * @param unknown the number of items that have come and are not among those seen
   */
  public record Rest(
      int position,
      long need,
      long room,
      List<Counter> counters,
      Seen seen,
      boolean duplicate,
      Set<JsonNode> excluded,
      int index,
      int unknown) {}

  /** Returns what is still to come before the first item. */
  public Rest start() {
    return new Rest(
        0,
        plan.min(),
        plan.max(),
        plan.counters(),
        Seen.NONE,
        plan.duplicates(),
        plan.excluded(),
        0,
        0);
  }

  /**
   * Returns the least cost of the items still to come, {@link Measure#NEVER} if impossible. Where
   * items must differ and lengths are asked for, a bound, as {@link ArrayLengths} says.
   */
  public long cost(Rest rest) {
    if (rest.need() > rest.room()) {
      return Measure.NEVER;
    }
    if (!deciding) {
      return lengths.cost(rest);
    }
    if (!rest.excluded().isEmpty()) {
      return differing(rest);
    }
    if (rest.duplicate()) {
      return duplicating(rest);
    }
    if (plan.unique()) {
      return unique(rest);
    }
    return plain(rest);
  }

  /** Returns what is enough more for the array to be none of some others; see {@link Rest}. */
  public long apart(Rest rest, Set<JsonNode> others, long unknown) {
    return lengths.apart(rest, others, unknown);
  }

  long plain(Rest rest) {
    return rest.counters().stream().allMatch(Counter::idle)
        ? uncounted(rest)
        : counted(rest.position(), rest.need(), rest.room(), rest.counters());
  }

  private long uncounted(Rest rest) {
    long cost = 0;
    long left = rest.need();
    int position = rest.position();
    while (left > 0 && position < plan.uniform() && cost < Measure.NEVER) {
      cost = Measure.plus(cost, item(plan.item(position)));
      position++;
      left--;
    }
    return left == 0 || cost >= Measure.NEVER
        ? cost
        : Measure.plus(cost, Measure.times(item(plan.item(plan.uniform())), left));
  }

  private long item(Formula formula) {
    return Measure.plus(measure.comma(), measure.of(formula));
  }

  private static boolean satisfied(List<Counter> counters) {
    return counters.stream().allMatch(c -> c.need() == 0);
  }

  private long counted(int position, long need, long room, List<Counter> counters) {
    if (need > room) {
      return Measure.NEVER;
    }
    if (need <= 0 && satisfied(counters)) {
      return 0;
    }
    if (room == 0) {
      return Measure.NEVER;
    }
    if (position >= plan.uniform()) {
      return uniform(need, room, counters);
    }
    Rest key = new Rest(position, need, room, counters, Seen.NONE, false, Set.of(), 0, 0);
    Long known = memo.get(key);
    if (known != null) {
      return known;
    }
    sets.spend(1);
    long before = measure.provisional();
    long best = Measure.NEVER;
    for (Step step : plan.steps(position, counters)) {
      long here = item(step.item());
      if (here < best) {
        long later = counted(position + 1, need - 1, less(room), step.counters());
        best = Math.min(best, Measure.plus(here, later));
      }
    }
    if (measure.provisional() == before) {
      memo.put(key, best);
    }
    return best;
  }

  private static long less(long room) {
    return room == ObjectSet.UNBOUNDED ? room : room - 1;
  }

  /** All positions alike: one counter by arithmetic, several by search. */
  private long uniform(long need, long room, List<Counter> counters) {
    List<Integer> active = new ArrayList<>();
    for (int i = 0; i < counters.size(); i++) {
      if (!counters.get(i).idle()) {
        active.add(i);
      }
    }
    Formula item = plan.item(plan.uniform());
    if (active.isEmpty()) {
      return Measure.times(item(item), Math.max(0, need));
    }
    return active.size() == 1
        ? one(need, room, counters.get(active.get(0)), item, plan.counted(active.get(0)))
        : several(Math.max(0, need), room, counters);
  }

  private long one(long need, long room, Counter counter, Formula item, Formula counted) {
    Formulas formulas = sets.formulas();
    long match = item(formulas.and(item, counted));
    long miss = item(formulas.and(item, formulas.not(counted)));
    long items = Math.max(Math.max(0, need), counter.need());
    if (items > room) {
      return Measure.NEVER;
    }
    long matches = match < miss ? Math.min(items, counter.room()) : counter.need();
    if (match >= Measure.NEVER) {
      return counter.need() > 0 ? match : Measure.times(miss, items);
    }
    if (miss >= Measure.NEVER) {
      return items > counter.room() ? miss : Measure.times(match, items);
    }
    return Measure.plus(Measure.times(match, matches), Measure.times(miss, items - matches));
  }

  private long several(long need, long room, List<Counter> counters) {
    Long total = cheapestPadding(need, room, counters);
    if (total != null) {
      return total;
    }
    return search(need, room, counters, 0);
  }

  /** Shortcut: nothing needs a match any more and padding costs no counter its room. */
  private @Nullable Long cheapestPadding(long need, long room, List<Counter> counters) {
    if (satisfied(counters)) {
      for (Step step : plan.steps(plan.uniform(), counters)) {
        if (step.counters().equals(counters) && measure.of(step.item()) < Measure.NEVER) {
          return Measure.times(item(step.item()), need);
        }
      }
    }
    return null;
  }

  private long search(long need, long room, List<Counter> counters, int depth) {
    if (need > room) {
      return Measure.NEVER;
    }
    if (need <= 0 && satisfied(counters)) {
      return 0;
    }
    Long padded = cheapestPadding(need, room, counters);
    if (padded != null) {
      return padded;
    }
    if (depth > 500) {
      throw dev.strait.schema.report.Budget.limit(
          "several 'contains' with large counts meet in one array", sets.place());
    }
    Rest key = new Rest(plan.uniform(), need, room, counters, Seen.NONE, false, Set.of(), 0, 0);
    Long known = memo.get(key);
    if (known != null) {
      return known;
    }
    sets.spend(1);
    long before = measure.provisional();
    long best = Measure.NEVER;
    for (Step step : plan.steps(plan.uniform(), counters)) {
      boolean useful = need > 0 || step.gain() > 0;
      long here = useful ? item(step.item()) : Measure.NEVER;
      if (here < best) {
        long later = search(Math.max(0, need - 1), less(room), step.counters(), depth + 1);
        best = Math.min(best, Measure.plus(here, later));
      }
    }
    if (measure.provisional() == before) {
      memo.put(key, best);
    }
    return best;
  }

  /** Unique items: positions whose formulas have few values are matched to distinct values. */
  private long unique(Rest rest) {
    long needed = rest.need();
    for (Counter c : rest.counters()) {
      needed = Math.max(needed, c.need());
    }
    if (needed == 0) {
      return 0;
    }
    if (rest.counters().stream().anyMatch(c -> !c.idle())) {
      long all = plan.enough(rest.position(), rest.need(), rest.counters());
      if (isLoose(rest, all)) {
        return plain(rest);
      }
      return uniqueCounted(rest) ? 0 : Measure.NEVER;
    }
    return matched(rest, needed);
  }

  /** Items are needed and nothing is counted. */
  private long matched(Rest rest, long needed) {
    List<Set<JsonNode>> domains = new ArrayList<>();
    int position = rest.position();
    for (long i = 0; i < needed; i++, position++) {
      Formula item = plan.item(Math.min(position, plan.uniform()));
      List<JsonNode> left = sets.left(item, rest.seen(), needed);
      boolean last = position >= plan.uniform();
      long alike = last ? needed - i : 1;
      if (left != null && left.size() < (domains.isEmpty() ? alike : 1)) {
        return Measure.NEVER;
      }
      if (item(item) >= Measure.NEVER) {
        return Measure.NEVER;
      }
      if (left != null && !(last && domains.isEmpty())) {
        Set<JsonNode> domain = new LinkedHashSet<>(left);
        for (long n = 0; n < alike; n++) {
          domains.add(domain);
        }
      }
      if (last) {
        break;
      }
    }
    return matchable(domains) ? 0 : Measure.NEVER;
  }

  private boolean matchable(List<Set<JsonNode>> domains) {
    Map<JsonNode, Integer> owner = new HashMap<>();
    for (int i = 0; i < domains.size(); i++) {
      if (domains.get(i).size() <= domains.size() && !augment(i, domains, owner, new HashSet<>())) {
        return false;
      }
    }
    return true;
  }

  private boolean augment(
      int i, List<Set<JsonNode>> domains, Map<JsonNode, Integer> owner, Set<JsonNode> tried) {
    for (JsonNode value : domains.get(i)) {
      sets.spend(1);
      if (tried.add(value)) {
        Integer other = owner.get(value);
        if (other == null || augment(other, domains, owner, tried)) {
          owner.put(value, i);
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether all that may come has so many values that uniqueness does not matter: each item finds
   * one that none before it has.
   */
  boolean isLoose(Rest rest, long needed) {
    for (int p = rest.position(); p <= plan.uniform(); p++) {
      long values = p < plan.uniform() ? p - rest.position() + 1 : needed;
      for (Step step : plan.steps(p, rest.counters())) {
        if (!sets.leaves(step.item(), rest.seen(), values) && !sets.isEmpty(step.item())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Unique items and counters: a search over the values of positions that have few, where values
   * that no later position tells apart are one; from where all positions are alike, by numbers.
   */
  private boolean uniqueCounted(Rest rest) {
    sets.spend(1);
    if (rest.need() > rest.room()) {
      return false;
    }
    if (rest.need() <= 0 && satisfied(rest.counters())) {
      return true;
    }
    if (rest.position() >= plan.uniform()) {
      return DistinctItems.suffice(sets, plan, rest);
    }
    long all = plan.enough(rest.position(), rest.need(), rest.counters());
    for (Step step : plan.steps(rest.position(), rest.counters())) {
      if (rest.room() > 0 && !sets.isEmpty(step.item()) && uniqueCounted(rest, step, all)) {
        return true;
      }
    }
    return false;
  }

  private boolean uniqueCounted(Rest rest, Step step, long all) {
    if (sets.isSpent(step.item(), rest.seen())) {
      return false;
    }
    List<JsonNode> values = sets.left(step.item(), rest.seen(), all);
    if (values == null) {
      return uniqueCounted(after(rest, step, rest.seen()));
    }
    Set<List<Boolean>> tried = new HashSet<>();
    for (JsonNode value : values) {
      if (tried.add(uses(value, rest.position() + 1, rest.counters()))
          && uniqueCounted(after(rest, step, rest.seen().plus(value)))) {
        return true;
      }
    }
    return false;
  }

  /** Returns where from a position on a value may come, and what counts it. */
  private List<Boolean> uses(JsonNode value, int from, List<Counter> counters) {
    List<Boolean> uses = new ArrayList<>();
    for (int p = from; p <= plan.uniform(); p++) {
      uses.add(sets.holds(plan.item(p), value));
    }
    for (int i = 0; i < counters.size(); i++) {
      uses.add(sets.holds(plan.counted(i), value));
    }
    return uses;
  }

  private Rest after(Rest rest, Step step, Seen seen) {
    return new Rest(
        Math.min(rest.position() + 1, plan.uniform()),
        Math.max(0, rest.need() - 1),
        less(rest.room()),
        step.counters(),
        seen,
        rest.duplicate(),
        rest.excluded(),
        rest.index() + 1,
        rest.unknown());
  }

  /**
   * How two items can still be equal.
   *
   * @param cost the least cost of all items still to come
   * @param first what the next item satisfies if it is one of the two; else null
   */
  public record Pair(long cost, @Nullable Formula first) {
    static final Pair NEVER = new Pair(Measure.NEVER, null);
  }

  /** Two items must still be equal: one of those seen comes again, or two to come are alike. */
  long duplicating(Rest rest) {
    return Math.min(again(rest), rest.room() < 2 ? Measure.NEVER : pair(rest, null).cost());
  }

  /**
   * Returns the cost if one of the items seen comes again. It is never less than that of an array
   * of any items, which it will be as soon as two are found to be equal.
   */
  private long again(Rest rest) {
    if (rest.room() == 0 || rest.seen().isEmpty()) {
      return Measure.NEVER;
    }
    sets.spend(1);
    long best = Measure.NEVER;
    for (Step step : plan.steps(rest.position(), rest.counters())) {
      Rest after = after(rest, step, rest.seen());
      JsonNode value = shortestSeen(step.item(), rest.seen());
      if (value != null) {
        long here = Math.max(item(sets.values(Set.of(value))), item(step.item()));
        best = Math.min(best, Measure.plus(here, plain(after)));
      }
      if (rest.position() < plan.uniform() && best > 0) {
        best = Math.min(best, Measure.plus(item(step.item()), again(after)));
      }
    }
    return best;
  }

  /**
   * Returns what is enough if a known item comes again that is one of {@link #repeatable}, less
   * what that item takes, whatever it is and wherever it may come.
   */
  public long repeat(Rest rest) {
    if (rest.room() == 0) {
      return 0;
    }
    sets.spend(1);
    long most = 0;
    for (Step step : plan.steps(rest.position(), rest.counters())) {
      Rest after = after(rest, step, Seen.NONE);
      long others = plain(after);
      if (others < Measure.NEVER) {
        most = Math.max(most, Measure.plus(measure.comma(), others));
      }
      if (rest.position() < plan.uniform() && measure.of(step.item()) < Measure.NEVER) {
        most = Math.max(most, Measure.plus(item(step.item()), repeat(after)));
      }
    }
    return most;
  }

  /**
   * Returns the cheapest of the items seen that satisfies a formula, or null. Of many, those that
   * came first are enough for a bound on lengths; later ones only make it smaller.
   */
  public @Nullable JsonNode shortestSeen(Formula item, Seen seen) {
    JsonNode best = null;
    long least = Measure.NEVER;
    int left = deciding ? Integer.MAX_VALUE : MOST_VALUES;
    for (JsonNode value : seen.all()) {
      if (left-- == 0 || best != null && least == 0) {
        break;
      }
      if (sets.holds(item, value)) {
        long cost = measure.of(sets.values(Set.of(value)));
        if (cost < least) {
          best = value;
          least = cost;
        }
      }
    }
    return best;
  }

  private record PairKey(
      int position, long need, long room, List<Counter> counters, @Nullable Formula open) {}

  /**
   * Returns the cheapest way for two items still to come to be equal. From where all positions are
   * alike they stand side by side.
   *
   * @param open what the first of the two satisfies, if it has come; its cost is still to be paid
   */
  private Pair pair(Rest rest, @Nullable Formula open) {
    PairKey key = new PairKey(rest.position(), rest.need(), rest.room(), rest.counters(), open);
    Pair known = pairs.get(key);
    if (known != null) {
      return known;
    }
    long before = measure.provisional();
    Pair best = rest.room() == 0 ? Pair.NEVER : searchPair(rest, open);
    if (measure.provisional() == before) {
      pairs.put(key, best);
    }
    return best;
  }

  private Pair searchPair(Rest rest, @Nullable Formula open) {
    sets.spend(1);
    Pair best = Pair.NEVER;
    for (Step step : plan.steps(rest.position(), rest.counters())) {
      Rest after = after(rest, step, Seen.NONE);
      best = cheaper(best, open == null ? first(step.item(), after) : second(open, step, after));
      if (rest.position() < plan.uniform() && best.cost() > 0) {
        long later = pair(after, open).cost();
        Formula first = open == null ? null : pair(after, open).first();
        best = cheaper(best, new Pair(Measure.plus(item(step.item()), later), first));
      }
    }
    return best;
  }

  /** The first of two equal items has the formula; the second is one of those after it. */
  public Pair first(Formula item, Rest after) {
    return item.isNothing() ? Pair.NEVER : pair(withoutSeen(after), item);
  }

  private Pair second(Formula open, Step step, Rest after) {
    Formula both = sets.formulas().and(open, step.item());
    long each = Math.max(item(both), Math.max(item(open), item(step.item())));
    long cost = Measure.times(each, 2);
    return cost >= Measure.NEVER ? Pair.NEVER : new Pair(Measure.plus(cost, plain(after)), both);
  }

  private static Pair cheaper(Pair a, Pair b) {
    return b.cost() < a.cost() ? b : a;
  }

  private static Rest withoutSeen(Rest rest) {
    return rest.seen().isEmpty()
        ? rest
        : new Rest(
            rest.position(),
            rest.need(),
            rest.room(),
            rest.counters(),
            Seen.NONE,
            rest.duplicate(),
            rest.excluded(),
            rest.index(),
            rest.unknown());
  }

  /** Returns the formula of the items of which one after these can be the second of its kind. */
  public Formula repeatable(Rest rest) {
    if (rest.room() == 0) {
      return sets.formulas().nothing();
    }
    sets.spend(1);
    List<Formula> items = new ArrayList<>();
    for (Step step : plan.steps(rest.position(), rest.counters())) {
      Rest after = after(rest, step, Seen.NONE);
      if (plain(after) < Measure.NEVER) {
        items.add(step.item());
      }
      if (rest.position() < plan.uniform() && measure.of(step.item()) < Measure.NEVER) {
        items.add(repeatable(after));
      }
    }
    return sets.formulas().or(items);
  }

  /** A completion that is none of the excluded values. */
  private long differing(Rest rest) {
    sets.spend(1);
    Rest open =
        new Rest(
            rest.position(),
            rest.need(),
            rest.room(),
            rest.counters(),
            rest.seen(),
            rest.duplicate(),
            Set.of(),
            rest.index(),
            rest.unknown());
    if (rest.excluded().isEmpty()) {
      return cost(open);
    }
    boolean equalsOne = rest.excluded().stream().anyMatch(v -> v.size() == rest.index());
    boolean mayEnd = rest.need() <= 0 && satisfied(rest.counters()) && !rest.duplicate();
    if (mayEnd && !equalsOne) {
      return 0;
    }
    if (rest.room() == 0) {
      return Measure.NEVER;
    }
    long best = Measure.NEVER;
    for (Step step : plan.steps(rest.position(), rest.counters())) {
      best = Math.min(best, differingStep(rest, step));
      if (best == 0) {
        break;
      }
    }
    return best;
  }

  private long differingStep(Rest rest, Step step) {
    Formulas formulas = sets.formulas();
    Map<JsonNode, Set<JsonNode>> byValue = new HashMap<>();
    for (JsonNode candidate : rest.excluded()) {
      if (candidate.size() > rest.index()) {
        byValue
            .computeIfAbsent(candidate.get(rest.index()), v -> new LinkedHashSet<>())
            .add(candidate);
      }
    }
    Formula fresh =
        plan.unique()
            ? formulas.and(step.item(), formulas.not(sets.values(rest.seen().all())))
            : step.item();
    Formula others = formulas.and(fresh, formulas.not(sets.values(byValue.keySet())));
    Rest free = with(after(rest, step, rest.seen()), Set.of());
    long best = Measure.plus(item(others), cost(free));
    if (rest.duplicate() && best > 0) {
      best = Math.min(best, first(others, free).cost());
      JsonNode again = shortestSeen(others, rest.seen());
      best = again == null ? best : Math.min(best, cost(settled(free)));
    }
    for (Map.Entry<JsonNode, Set<JsonNode>> e : byValue.entrySet()) {
      if (best > 0 && sets.holds(fresh, e.getKey())) {
        boolean kept = plan.unique() || rest.duplicate();
        Seen seen = kept ? rest.seen().plus(e.getKey()) : rest.seen();
        Rest next = with(after(rest, step, seen), e.getValue());
        boolean again = rest.duplicate() && rest.seen().contains(e.getKey());
        best = Math.min(best, differing(again ? settled(next) : next));
      }
    }
    return best;
  }

  private static Rest with(Rest rest, Set<JsonNode> excluded) {
    return new Rest(
        rest.position(),
        rest.need(),
        rest.room(),
        rest.counters(),
        rest.seen(),
        rest.duplicate(),
        excluded,
        rest.index(),
        rest.unknown());
  }

  private static Rest settled(Rest rest) {
    return new Rest(
        rest.position(),
        rest.need(),
        rest.room(),
        rest.counters(),
        rest.seen(),
        false,
        rest.excluded(),
        rest.index(),
        rest.unknown());
  }
}
