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
  private final Map<Rest, Long> memo = new HashMap<>();

  /** Makes a search over one plan. */
  public ArraySearch(Sets sets, ArrayPlan plan, Measure measure) {
    this.sets = sets;
    this.plan = plan;
    this.measure = measure;
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

  /** Returns the least cost of the items still to come, {@link Measure#NEVER} if impossible. */
  public long cost(Rest rest) {
    if (rest.need() > rest.room()) {
      return Measure.NEVER;
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

  private long plain(Rest rest) {
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
    long before = sets.provisional();
    long best = Measure.NEVER;
    for (Step step : plan.steps(position, counters)) {
      long here = item(step.item());
      if (here < best) {
        long later = counted(position + 1, need - 1, less(room), step.counters());
        best = Math.min(best, Measure.plus(here, later));
      }
    }
    if (sets.provisional() == before) {
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
    long before = sets.provisional();
    long best = Measure.NEVER;
    for (Step step : plan.steps(plan.uniform(), counters)) {
      boolean useful = need > 0 || step.gain() > 0;
      long here = useful ? item(step.item()) : Measure.NEVER;
      if (here < best) {
        long later = search(Math.max(0, need - 1), less(room), step.counters(), depth + 1);
        best = Math.min(best, Measure.plus(here, later));
      }
    }
    if (sets.provisional() == before) {
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
      long all = Math.max(rest.need(), rest.counters().stream().mapToLong(Counter::need).sum());
      long more = slack(0, all, rest);
      return isLoose(rest, all)
          ? Measure.plus(plain(rest), Measure.times(more, all))
          : uniqueCounted(rest, more);
    }
    return matched(rest, needed);
  }

  /** Items are needed and nothing is counted. */
  private long matched(Rest rest, long needed) {
    List<Set<JsonNode>> domains = new ArrayList<>();
    long cost = 0;
    int position = rest.position();
    for (long i = 0; i < needed && cost < Measure.NEVER; i++, position++) {
      Formula item = plan.item(Math.min(position, plan.uniform()));
      List<JsonNode> left = sets.left(item, rest.seen(), needed);
      boolean last = position >= plan.uniform();
      long alike = last ? needed - i : 1;
      if (left != null && left.size() < (domains.isEmpty() ? alike : 1)) {
        return Measure.NEVER;
      }
      cost = Measure.plus(cost, lengths(item, rest, needed, alike));
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
    return cost >= Measure.NEVER || matchable(domains) ? cost : Measure.NEVER;
  }

  /**
   * Returns what suffices for {@code alike} of the {@code needed} items. Of few values, as many of
   * the shortest may be gone as have been seen or are taken by others.
   */
  private long lengths(Formula item, Rest rest, long needed, long alike) {
    long each = item(item);
    if (measure.comma() == 0 || each >= Measure.NEVER) {
      return each;
    }
    long[] lengths = sets.lengths(item, measure);
    if (lengths.length == 0) {
      long more = needed > 1 || !rest.seen().isEmpty() || rest.unknown() > 0 ? members(item) : 0;
      return Measure.times(slack(each + more, needed, rest), alike);
    }
    int gone = sets.seenOf(item, rest.seen()) + rest.unknown();
    long sum = 0;
    for (int i = 0; i < alike; i++) {
      long rank = alike == needed ? gone + i : gone + needed - 1;
      sum += measure.comma() + lengths[(int) Math.min(lengths.length - 1, rank)];
    }
    return sum;
  }

  /** Returns what objects of many members may cost more so that they differ: two members. */
  private long members(Formula item) {
    long most = 0;
    for (ObjectSet o : sets.set(item).objects()) {
      if (!o.isMixed() && o.constant() == null) {
        long member = sets.plan(o).freeMember(measure, ObjectPlan.MANY);
        most = member >= Measure.NEVER ? most : Math.max(most, 2 * member);
      }
    }
    return most;
  }

  private long slack(long each, long n, Rest rest) {
    return each >= Measure.NEVER || measure.comma() == 0
        ? each
        : each + 2 + Long.toString(n + rest.seen().size() + rest.unknown() + 1).length();
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

  /** Whether all that may come has so many values that uniqueness does not matter. */
  private boolean isLoose(Rest rest, long needed) {
    for (int p = rest.position(); p <= plan.uniform(); p++) {
      for (Step step : plan.steps(p, rest.counters())) {
        if (!sets.leaves(step.item(), rest.seen(), needed) && !sets.isEmpty(step.item())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Unique items and counters: exact where steps have few values, by a search over them.
   *
   * @param more what each item may cost more because others have been taken
   */
  private long uniqueCounted(Rest rest, long more) {
    sets.spend(1);
    if (rest.need() > rest.room()) {
      return Measure.NEVER;
    }
    if (rest.need() <= 0 && satisfied(rest.counters())) {
      return 0;
    }
    if (rest.room() == 0) {
      return Measure.NEVER;
    }
    long best = Measure.NEVER;
    for (Step step : plan.steps(rest.position(), rest.counters())) {
      if (rest.need() <= 0 && step.gain() == 0) {
        continue;
      }
      if (measure.of(step.item()) >= Measure.NEVER || sets.isSpent(step.item(), rest.seen())) {
        continue;
      }
      List<JsonNode> values = sets.left(step.item(), rest.seen(), MOST_VALUES);
      if (values == null) {
        long later = uniqueCounted(after(rest, step, rest.seen()), more);
        long here = item(step.item()) + more;
        best = Math.min(best, Measure.plus(here, later));
        continue;
      }
      for (JsonNode value : values) {
        long here = item(sets.values(Set.of(value))) + more;
        if (here < best) {
          Seen seen = rest.seen().plus(value);
          long later = uniqueCounted(after(rest, step, seen), more);
          best = Math.min(best, Measure.plus(here, later));
        }
      }
    }
    return best;
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

  /** Two items must still be equal: one of those seen comes again, or two to come are alike. */
  private long duplicating(Rest rest) {
    sets.spend(1);
    Formulas formulas = sets.formulas();
    Rest free =
        new Rest(
            rest.position(),
            rest.need(),
            rest.room(),
            rest.counters(),
            Seen.NONE,
            false,
            Set.of(),
            0,
            0);
    if (rest.room() == 0) {
      return Measure.NEVER;
    }
    long best = Measure.NEVER;
    if (!rest.seen().isEmpty()) {
      best = withItem(free, formulas.values(rest.seen().all()), 1);
    }
    int span = plan.uniform() - rest.position() + 2;
    for (int i = 0; i < span && best > 0; i++) {
      for (int j = i + 1; j <= span && j < rest.room() && best > 0; j++) {
        best = Math.min(best, withPair(free, i, j));
      }
    }
    return best;
  }

  private long withItem(Rest rest, Formula one, int unused) {
    long best = Measure.NEVER;
    int span = plan.uniform() - rest.position() + 1;
    for (int i = 0; i < span && i < rest.room() && best > 0; i++) {
      Formula item = plan.item(Math.min(rest.position() + i, plan.uniform()));
      if (measure.of(sets.formulas().and(item, one)) < Measure.NEVER) {
        Rest longer = longer(rest, i + 1);
        long all = Measure.plus(plain(longer), sets.longest(one, measure));
        best = Math.min(best, all);
      }
    }
    return best;
  }

  private long withPair(Rest rest, int i, int j) {
    Formula a = plan.item(Math.min(rest.position() + i, plan.uniform()));
    Formula b = plan.item(Math.min(rest.position() + j, plan.uniform()));
    long both = measure.of(sets.formulas().and(a, b));
    return both >= Measure.NEVER
        ? both
        : Measure.plus(plain(longer(rest, j + 1)), Measure.times(both, 2));
  }

  private static Rest longer(Rest rest, long atLeast) {
    return new Rest(
        rest.position(),
        Math.max(rest.need(), atLeast),
        rest.room(),
        rest.counters(),
        rest.seen(),
        false,
        Set.of(),
        rest.index(),
        rest.unknown());
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
    long best = item(others);
    if (best < Measure.NEVER) {
      best = Measure.plus(best, differing(with(after(rest, step, rest.seen()), Set.of())));
    }
    for (Map.Entry<JsonNode, Set<JsonNode>> e : byValue.entrySet()) {
      long here = item(formulas.and(fresh, sets.values(Set.of(e.getKey()))));
      if (here < best) {
        boolean kept = plan.unique() || rest.duplicate();
        Seen seen = kept ? rest.seen().plus(e.getKey()) : rest.seen();
        boolean again = rest.duplicate() && !rest.seen().contains(e.getKey());
        Rest next = with(after(rest, step, seen), e.getValue());
        long later = differing(again == rest.duplicate() ? next : settled(next));
        best = Math.min(best, Measure.plus(here, later));
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
