package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strait.schema.set.ArrayPlan.Counter;
import dev.strait.schema.set.ArrayPlan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists the arrays of a set if they are few: item by item, each beginning only as long as it can be
 * finished. Different beginnings of one length are finished to different arrays, so there are never
 * more of them than values. If there are infinitely many ways to go on from one, or if it can grow
 * for ever, the arrays are not few.
 */
final class ArrayValues {
  private final Sets sets;
  private final Formulas formulas;
  private final ArrayPlan plan;
  private final ArraySearch search;
  private final int limit;
  private final Function<Formula, Found> items;
  private final Map<Formula, Found> known = new HashMap<>();

  /**
   * @param limit so many arrays are listed at most
   * @param items lists the values of a formula up to the same limit
   */
  ArrayValues(Sets sets, ArraySet set, int limit, Function<Formula, Found> items) {
    this.sets = sets;
    this.formulas = sets.formulas();
    this.plan = sets.plan(set);
    this.search = new ArraySearch(sets, plan, sets.emptinessMeasure());
    this.limit = limit;
    this.items = items;
  }

  /** Items that can be the first of an array, and what is still to come. */
  private record Beginning(ArrayNode items, ArraySearch.Rest rest) {
    boolean isComplete() {
      return rest.need() <= 0
          && !rest.duplicate()
          && rest.counters().stream().allMatch(c -> c.need() == 0)
          && rest.excluded().stream().noneMatch(other -> other.size() == items.size());
    }
  }

  /** Returns the arrays of the set, which must not be empty. */
  Found list() {
    Set<JsonNode> all = new LinkedHashSet<>();
    List<Beginning> open =
        List.of(new Beginning(JsonNodeFactory.instance.arrayNode(), search.start()));
    while (!open.isEmpty()) {
      open.stream().filter(Beginning::isComplete).forEach(b -> all.add(b.items));
      List<Beginning> longer = new ArrayList<>();
      for (Beginning b : open) {
        Found many = extend(b, longer);
        if (many != null || all.size() + longer.size() > limit) {
          return many == null ? Found.moreThan(limit) : many;
        }
      }
      open = longer;
    }
    return Found.all(all);
  }

  /** Adds the beginnings of one item more; returns what is known if the arrays are not few. */
  private @Nullable Found extend(Beginning b, List<Beginning> longer) {
    ArraySearch.Rest rest = b.rest;
    if (rest.room() == 0) {
      return null;
    }
    Set<JsonNode> next = new LinkedHashSet<>();
    for (Step step : plan.steps(rest.position(), rest.counters())) {
      Formula item = item(rest, step);
      if (sets.isEmpty(item)) {
        continue;
      }
      boolean loose = search.cost(after(rest, step.counters())) < Measure.NEVER;
      if (loose && grows(rest, step)) {
        return Found.moreThan(limit);
      }
      Found values = known.computeIfAbsent(item, items);
      if (values.all() != null) {
        next.addAll(values.all().values());
      } else if (loose || rest.duplicate()) {
        return Found.moreThan(values.more() - spoilt(rest));
      }
    }
    for (JsonNode item : next) {
      add(b, item, longer);
    }
    return null;
  }

  /** Whether an item that may come changes nothing, so that any number may. */
  private boolean grows(ArraySearch.Rest rest, Step step) {
    return !plan.unique()
        && rest.position() >= plan.uniform()
        && rest.room() == ObjectSet.UNBOUNDED
        && step.counters().equals(rest.counters());
  }

  /** Of so many values of an item it is not known that the array can be finished after them. */
  private long spoilt(ArraySearch.Rest rest) {
    long others = plan.enough(rest.position(), rest.need(), rest.counters());
    return rest.excluded().size() + (plan.unique() ? rest.seen().size() + others : 0);
  }

  /** Returns the items after which, or from which, two can be equal if they must. */
  private Formula item(ArraySearch.Rest rest, Step step) {
    ArraySearch.Rest after = after(rest, step.counters());
    if (!rest.duplicate() || search.cost(after) < Measure.NEVER) {
      return step.item();
    }
    Formula seen = sets.values(rest.seen().all());
    return formulas.and(step.item(), formulas.or(List.of(search.repeatable(after), seen)));
  }

  /** Returns what is to come after an item that is none of those of excluded arrays. */
  private ArraySearch.Rest after(ArraySearch.Rest rest, List<Counter> counters) {
    return after(rest, counters, rest.seen(), rest.duplicate(), Set.of());
  }

  private ArraySearch.Rest after(
      ArraySearch.Rest rest,
      List<Counter> counters,
      Seen seen,
      boolean duplicate,
      Set<JsonNode> excluded) {
    return new ArraySearch.Rest(
        Math.min(rest.position() + 1, plan.uniform()),
        Math.max(0, rest.need() - 1),
        rest.room() == ObjectSet.UNBOUNDED ? rest.room() : rest.room() - 1,
        counters,
        seen,
        duplicate,
        excluded,
        rest.index() + 1,
        0);
  }

  private void add(Beginning b, JsonNode item, List<Beginning> longer) {
    ArraySearch.Rest rest = b.rest;
    boolean again = rest.seen().contains(item);
    List<Counter> counters = counters(rest, item);
    if (plan.unique() && again || counters.stream().anyMatch(c -> c.room() < 0)) {
      return;
    }
    boolean duplicate = rest.duplicate() && !again;
    Seen seen = plan.unique() || duplicate ? rest.seen().plus(item) : Seen.NONE;
    ArraySearch.Rest after = after(rest, counters, seen, duplicate, agreeing(b, item));
    if (search.cost(after) < Measure.NEVER) {
      longer.add(new Beginning(b.items.deepCopy().add(item), after));
    }
  }

  private static Set<JsonNode> agreeing(Beginning b, JsonNode item) {
    Set<JsonNode> agreeing = new LinkedHashSet<>();
    for (JsonNode other : b.rest.excluded()) {
      if (other.size() > b.items.size() && other.get(b.items.size()).equals(item)) {
        agreeing.add(other);
      }
    }
    return agreeing;
  }

  /** Returns the counters after a known item; one of more matches than may come has no room. */
  private List<Counter> counters(ArraySearch.Rest rest, JsonNode item) {
    List<Counter> counters = new ArrayList<>(rest.counters());
    for (int i = 0; i < counters.size(); i++) {
      Counter counter = counters.get(i);
      boolean counts = !counter.idle() && rest.position() >= plan.countedFrom(i);
      if (counts && sets.holds(plan.counted(i), item)) {
        counters.set(i, counter.matched());
      }
    }
    return List.copyOf(counters);
  }
}
