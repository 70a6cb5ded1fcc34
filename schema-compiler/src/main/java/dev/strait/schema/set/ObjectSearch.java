package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.set.ObjectPlan.Cell;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds a cheapest way to finish an object from the midst of it, or that there is none.
 *
 * <p>Required keys are taken, then members for the existential conditions (a small search), then
 * the cheapest others until there are enough. If that could be one of the excluded values, a
 * further search leaves them one by one.
 */
public final class ObjectSearch {
  private final Sets sets;
  private final ObjectPlan plan;
  private final Measure measure;

  /** Makes a search over one plan. */
  public ObjectSearch(Sets sets, ObjectPlan plan, Measure measure) {
    this.sets = sets;
    this.plan = plan;
    this.measure = measure;
  }

  /**
   * What is still to come.
   *
   * @param remaining places of the declared keys that may still come
   * @param free the undeclared keys seen and known
   * @param freeCount the number of undeclared keys seen, known or not
   * @param freeOpen whether undeclared keys may still come
   * @param need members still needed, at least 0
   * @param room members still allowed, {@link ObjectSet#UNBOUNDED} if not bounded
   * @param exists existential conditions not met yet, as bits
   * @param excluded excluded values that agree with everything so far
   * @param seen keys seen, of any kind; only regarded if {@code excluded} is not empty
   */
  public record Rest(
      BitSet remaining,
      List<String> free,
      int freeCount,
      boolean freeOpen,
      long need,
      long room,
      long exists,
      Set<JsonNode> excluded,
      Set<String> seen) {}

  /** Returns the least cost of the members still to come, {@link Measure#NEVER} if impossible. */
  public long cost(Rest rest) {
    BitSet base = new BitSet();
    base.or(plan.required());
    base.and(rest.remaining());
    if (base.cardinality() > rest.room()) {
      return Measure.NEVER;
    }
    Choice choice = new Choice(base);
    if (rest.exists() == 0) {
      return finish(rest, choice);
    }
    return meet(rest, choice, rest.exists());
  }

  /** Members chosen: declared keys with the conditions they meet, and free ones by class. */
  private static final class Choice {
    final BitSet keys;
    final Map<Integer, Formula> stronger = new HashMap<>();
    final List<Cell> cells = new ArrayList<>();
    final List<Formula> cellValues = new ArrayList<>();

    Choice(BitSet keys) {
      this.keys = keys;
    }

    Choice copy() {
      Choice c = new Choice((BitSet) keys.clone());
      c.stronger.putAll(stronger);
      c.cells.addAll(cells);
      c.cellValues.addAll(cellValues);
      return c;
    }

    int size() {
      return keys.cardinality() + cells.size();
    }
  }

  private long meet(Rest rest, Choice choice, long exists) {
    if (exists == 0) {
      return finish(rest, choice);
    }
    sets.spend(1);
    int condition = Long.numberOfTrailingZeros(exists);
    long left = exists & exists - 1;
    Formula wanted = plan.existsValue(condition);
    long best = Measure.NEVER;
    for (int k = rest.remaining().nextSetBit(0); k >= 0; k = rest.remaining().nextSetBit(k + 1)) {
      boolean extra = !choice.keys.get(k);
      if ((plan.exists(k) >> condition & 1) == 0 || extra && choice.size() >= rest.room()) {
        continue;
      }
      Formula value = choice.stronger.getOrDefault(k, plan.value(k));
      Choice next = choice.copy();
      next.keys.set(k);
      next.stronger.put(k, sets.formulas().and(value, wanted));
      if (measure.of(next.stronger.get(k)) < Measure.NEVER) {
        best = Math.min(best, meet(rest, next, left));
      }
      if (best == 0) {
        return best;
      }
    }
    return Math.min(best, meetFree(rest, choice, condition, left));
  }

  private long meetFree(Rest rest, Choice choice, int condition, long left) {
    Formula wanted = plan.existsValue(condition);
    long best = Measure.NEVER;
    for (int i = 0; i < choice.cells.size(); i++) {
      if ((choice.cells.get(i).exists() >> condition & 1) != 0) {
        Choice next = choice.copy();
        next.cellValues.set(i, sets.formulas().and(choice.cellValues.get(i), wanted));
        if (measure.of(next.cellValues.get(i)) < Measure.NEVER) {
          best = Math.min(best, meet(rest, next, left));
        }
      }
    }
    if (!rest.freeOpen() || choice.size() >= rest.room()) {
      return best;
    }
    for (Cell cell : plan.cells()) {
      if ((cell.exists() >> condition & 1) != 0 && available(rest, choice, cell) > 0) {
        Choice next = choice.copy();
        next.cells.add(cell);
        next.cellValues.add(sets.formulas().and(cell.value(), wanted));
        if (measure.of(next.cellValues.get(choice.cells.size())) < Measure.NEVER) {
          best = Math.min(best, meet(rest, next, left));
        }
      }
      if (best == 0) {
        return best;
      }
    }
    return best;
  }

  private int available(Rest rest, Choice choice, Cell cell) {
    int capacity = plan.capacity(cell);
    if (capacity >= ObjectPlan.MANY) {
      return capacity;
    }
    int taken = (int) choice.cells.stream().filter(cell::equals).count();
    return capacity - taken - plan.used(cell, rest.free());
  }

  private long finish(Rest rest, Choice choice) {
    long cost = 0;
    for (int k = choice.keys.nextSetBit(0); k >= 0; k = choice.keys.nextSetBit(k + 1)) {
      Formula value = choice.stronger.get(k);
      cost = Measure.plus(cost, member(k, value == null ? plan.value(k) : value));
      if (cost >= Measure.NEVER) {
        return cost;
      }
    }
    for (int i = 0; i < choice.cells.size(); i++) {
      cost = Measure.plus(cost, free(rest, choice.cells.get(i), choice.cellValues.get(i)));
    }
    long missing = Math.max(0, rest.need() - choice.size());
    if (rest.need() > rest.room()) {
      return Measure.NEVER;
    }
    BitSet extras = new BitSet();
    if (missing > 0) {
      cost = Measure.plus(cost, fill(rest, choice, missing, extras));
    }
    return rest.excluded().isEmpty() || cost >= Measure.NEVER
        ? cost
        : differing(rest, choice, extras, cost);
  }

  private long member(int key, Formula value) {
    return Measure.plus(measure.key(plan.declared().get(key)), measure.of(value));
  }

  private long free(Rest rest, Cell cell, Formula value) {
    long n = Math.min(ObjectPlan.MANY, rest.freeCount() + Math.max(1, rest.need()));
    if (n == 1 && measure != sets.emptinessMeasure() && plan.declaresShortest(cell)) {
      n = 2;
    }
    return Measure.plus(measure.freeKey(cell.keys(), (int) n), measure.of(value));
  }

  /** Adds the cheapest members that may still be added until none is missing. */
  private long fill(Rest rest, Choice choice, long missing, BitSet extras) {
    List<long[]> optional = new ArrayList<>();
    for (int k = rest.remaining().nextSetBit(0); k >= 0; k = rest.remaining().nextSetBit(k + 1)) {
      if (!choice.keys.get(k) && plan.isPossible(k)) {
        optional.add(new long[] {member(k, plan.value(k)), k, 1});
      }
    }
    if (rest.freeOpen()) {
      for (Cell cell : plan.cells()) {
        int n = available(rest, choice, cell);
        long many = n >= ObjectPlan.MANY ? Long.MAX_VALUE : n;
        if (n > 0) {
          optional.add(new long[] {free(rest, cell, cell.value()), -1, many});
        }
      }
    }
    optional.sort((a, b) -> Long.compare(a[0], b[0]));
    long cost = 0;
    long left = missing;
    for (long[] option : optional) {
      long taken = Math.min(left, option[2]);
      cost = Measure.plus(cost, Measure.times(option[0], taken));
      left -= taken;
      if (option[1] >= 0 && taken > 0) {
        extras.set((int) option[1]);
      }
      if (left == 0) {
        return cost;
      }
    }
    return Measure.NEVER;
  }

  /** The cost of a completion that is none of the excluded values; {@code cost} if it is so. */
  private long differing(Rest rest, Choice choice, BitSet extras, long cost) {
    BitSet keys = (BitSet) choice.keys.clone();
    keys.or(extras);
    boolean freeMembers =
        choice.size() + extras.cardinality() < rest.need() || !choice.cells.isEmpty();
    if (freeMembers) {
      return cost;
    }
    List<Integer> order = new ArrayList<>();
    keys.stream().forEach(order::add);
    long change = partition(rest, choice, order, 0, rest.excluded(), new LinkedHashSet<>());
    return Measure.plus(cost, change);
  }

  /**
   * Returns what it costs more to leave all candidates: by the value of the first key, those of the
   * others that agree, and so on; in the end by one more member.
   */
  private long partition(
      Rest rest,
      Choice choice,
      List<Integer> keys,
      int at,
      Set<JsonNode> candidates,
      Set<Integer> extra) {
    sets.spend(1);
    if (candidates.isEmpty()) {
      return 0;
    }
    if (at == keys.size()) {
      return atEnd(rest, choice, keys, candidates, extra);
    }
    int key = keys.get(at);
    String name = plan.declared().get(key);
    Formula value = choice.stronger.getOrDefault(key, plan.value(key));
    long normal = extra.contains(key) ? 0 : measure.of(value);
    Map<JsonNode, Set<JsonNode>> byValue = new HashMap<>();
    for (JsonNode candidate : candidates) {
      JsonNode its = candidate.get(name);
      if (its != null) {
        byValue.computeIfAbsent(its, v -> new LinkedHashSet<>()).add(candidate);
      }
    }
    if (byValue.isEmpty()) {
      return extra.contains(key) ? member(key, value) : 0;
    }
    long fixed = extra.contains(key) ? measure.key(name) : 0;
    Formula others = sets.formulas().and(value, sets.formulas().not(sets.values(byValue.keySet())));
    long best = Measure.plus(fixed, surplus(measure.of(others), normal));
    for (Map.Entry<JsonNode, Set<JsonNode>> e : byValue.entrySet()) {
      if (best == 0) {
        break;
      }
      Formula same = sets.formulas().and(value, sets.values(Set.of(e.getKey())));
      long here = Measure.plus(fixed, surplus(measure.of(same), normal));
      if (here < best) {
        long later = partition(rest, choice, keys, at + 1, e.getValue(), extra);
        best = Math.min(best, Measure.plus(here, later));
      }
    }
    return best;
  }

  private static long surplus(long cost, long normal) {
    return cost >= Measure.NEVER ? cost : Math.max(0, cost - normal);
  }

  private long atEnd(
      Rest rest, Choice choice, List<Integer> keys, Set<JsonNode> candidates, Set<Integer> extra) {
    Set<String> names = new LinkedHashSet<>(rest.seen());
    keys.forEach(k -> names.add(plan.declared().get(k)));
    Set<JsonNode> equal = new LinkedHashSet<>();
    for (JsonNode candidate : candidates) {
      if (candidate.size() == names.size()) {
        equal.add(candidate);
      }
    }
    if (equal.isEmpty()) {
      return 0;
    }
    if (keys.size() >= rest.room()) {
      return Measure.NEVER;
    }
    long best = Measure.NEVER;
    if (rest.freeOpen()) {
      for (Cell cell : plan.cells()) {
        if (available(rest, choice, cell) > candidates.size()) {
          best = Math.min(best, free(rest, cell, cell.value()));
        }
      }
    }
    for (int k = rest.remaining().nextSetBit(0); k >= 0; k = rest.remaining().nextSetBit(k + 1)) {
      if (!keys.contains(k) && plan.isPossible(k) && best > 0) {
        List<Integer> longer = new ArrayList<>(keys);
        longer.add(k);
        Set<Integer> extras = new LinkedHashSet<>(extra);
        extras.add(k);
        long more = partition(rest, choice, longer, keys.size(), candidates, extras);
        best = Math.min(best, more);
      }
    }
    return best;
  }
}
