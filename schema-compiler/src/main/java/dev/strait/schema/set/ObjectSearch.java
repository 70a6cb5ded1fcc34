package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.set.ObjectPlan.Cell;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a cheapest way to finish an object from the midst of it, or that there is none.
 *
 * <p>Required keys are taken, then members for the existential conditions (a small search), then
 * the cheapest others until there are enough. Whether that can be none of the excluded values is
 * decided key by key of these.
 */
public final class ObjectSearch {
  private final Sets sets;
  private final ObjectPlan plan;
  private final Measure measure;
  private final boolean deciding;

  /** Makes a search over one plan. */
  public ObjectSearch(Sets sets, ObjectPlan plan, Measure measure) {
    this.sets = sets;
    this.plan = plan;
    this.measure = measure;
    this.deciding = measure == sets.emptinessMeasure();
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

  /**
   * Returns the least cost of the members still to come, {@link Measure#NEVER} if impossible. Where
   * there are excluded values and lengths are asked for, a bound: see {@link #apart}.
   */
  public long cost(Rest rest) {
    if (!rest.excluded().isEmpty()) {
      return deciding
          ? differs(rest) ? 0 : Measure.NEVER
          : Measure.plus(cost(open(rest)), apart(rest, rest.seen().size(), rest.excluded(), 0));
    }
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

  private static Rest open(Rest rest) {
    return new Rest(
        rest.remaining(),
        rest.free(),
        rest.freeCount(),
        rest.freeOpen(),
        rest.need(),
        rest.room(),
        rest.exists(),
        Set.of(),
        Set.of());
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
    return missing > 0 ? Measure.plus(cost, fill(rest, choice, missing)) : cost;
  }

  /**
   * Returns a cost that is enough more for the object to be none of some others: a value that none
   * of them has for some declared key, or further members until it has more than those of as many
   * members, or, where neither is known to do, the dearest members with values that differ. Agrees
   * from member to member.
   *
   * @param size the number of members so far
   * @param others values that agree with the members so far
   * @param unknown the number of further others
   */
  public long apart(Rest rest, int size, Collection<JsonNode> others, long unknown) {
    long all = others.size() + unknown;
    if (all == 0) {
      return 0;
    }
    long more = more(rest, size, others, unknown);
    if (more == 0) {
      return 0;
    }
    long best = member(rest, others, unknown);
    if (isWide(rest, more)) {
      best = Math.min(best, Measure.times(freeMember(rest, more), more));
    }
    return best < Measure.NEVER ? best : anything(rest, all);
  }

  /**
   * Returns what is enough more for one declared key's value to be none of those that others have
   * there, if the list of its values is long enough: it may be a value that is listed.
   */
  private long member(Rest rest, Collection<JsonNode> others, long unknown) {
    long base = cost(open(rest));
    long best = Measure.NEVER;
    for (int k = rest.remaining().nextSetBit(0); k >= 0; k = rest.remaining().nextSetBit(k + 1)) {
      if ((plan.exists(k) & rest.exists()) == 0 && plan.isPossible(k)) {
        Seen seen = Seen.NONE;
        for (JsonNode other : others) {
          JsonNode its = other.get(plan.declared().get(k));
          seen = its == null ? seen : seen.plus(its);
        }
        long value = measure.listed(plan.value(k), seen, unknown);
        long with = value < Measure.NEVER ? with(rest, k) : Measure.NEVER;
        if (with < Measure.NEVER) {
          best = Math.min(best, with + value - measure.of(plan.value(k)) - base);
        }
      }
    }
    return best;
  }

  /** Returns the least cost of the members still to come if a declared key is among them. */
  private long with(Rest rest, int key) {
    BitSet base = new BitSet();
    base.or(plan.required());
    base.and(rest.remaining());
    base.set(key);
    return base.cardinality() > rest.room()
        ? Measure.NEVER
        : meet(open(rest), new Choice(base), rest.exists());
  }

  /** Returns what a member with a free key may cost more so that the object is none of others. */
  public long surplus(Rest rest, int size, Collection<JsonNode> others, Formula value) {
    return others.isEmpty() || isWide(rest, more(rest, size, others, 0))
        ? 0
        : measure.of(value, Seen.NONE, others.size()) - measure.of(value);
  }

  private long more(Rest rest, int size, Collection<JsonNode> others, long unknown) {
    return rest.exists() == 0
        ? ArrayLengths.run(others, size + least(rest), unknown)
        : others.size() + unknown;
  }

  private long least(Rest rest) {
    BitSet required = (BitSet) rest.remaining().clone();
    required.and(plan.required());
    return Math.max(rest.need(), required.cardinality() + Long.bitCount(rest.exists()));
  }

  /** Whether so many free members can always be added. */
  private boolean isWide(Rest rest, long more) {
    boolean room = rest.room() == ObjectSet.UNBOUNDED || rest.room() >= least(rest) + more;
    return room && rest.freeOpen() && freeMember(rest, more) < Measure.NEVER;
  }

  private long freeMember(Rest rest, long more) {
    long keys = rest.freeCount() + Math.max(1, rest.need()) + more + plan.declared().size();
    return plan.freeMember(measure, (int) Math.min(ObjectPlan.MANY, keys));
  }

  /**
   * Returns the cost of all members that may come, with values that differ from those of others.
   */
  private long anything(Rest rest, long others) {
    List<Long> optional = new ArrayList<>();
    long cost = 0;
    for (int k = rest.remaining().nextSetBit(0); k >= 0; k = rest.remaining().nextSetBit(k + 1)) {
      if (plan.isPossible(k)) {
        long value = measure.of(plan.value(k), Seen.NONE, others);
        if (plan.required().get(k)) {
          cost = Measure.plus(cost, value - measure.of(plan.value(k)));
        } else {
          optional.add(Measure.plus(measure.key(plan.declared().get(k)), value));
        }
      }
    }
    for (Cell cell : rest.freeOpen() ? plan.cells() : List.<Cell>of()) {
      long n = Math.min(available(rest, new Choice(new BitSet()), cell), rest.room());
      long keys = Math.min(ObjectPlan.MANY, rest.freeCount() + rest.need() + n + 1);
      long value = measure.of(cell.value(), Seen.NONE, others);
      long member = Measure.plus(measure.freeKey(cell.keys(), (int) keys), value);
      optional.addAll(Collections.nCopies((int) Math.min(n, ObjectPlan.MANY), member));
    }
    optional.sort(Comparator.reverseOrder());
    for (int i = 0; i < optional.size() && i < rest.room(); i++) {
      cost = Measure.plus(cost, optional.get(i));
    }
    return cost;
  }

  private long member(int key, Formula value) {
    return Measure.plus(measure.key(plan.declared().get(key)), measure.of(value));
  }

  private long free(Rest rest, Cell cell, Formula value) {
    long n = Math.min(ObjectPlan.MANY, rest.freeCount() + Math.max(1, rest.need()));
    if (n == 1 && !deciding && plan.declaresShortest(cell)) {
      n = 2;
    }
    return Measure.plus(measure.freeKey(cell.keys(), (int) n), measure.of(value));
  }

  /** Adds the cheapest members that may still be added until none is missing. */
  private long fill(Rest rest, Choice choice, long missing) {
    List<long[]> optional = new ArrayList<>();
    for (int k = rest.remaining().nextSetBit(0); k >= 0; k = rest.remaining().nextSetBit(k + 1)) {
      if (!choice.keys.get(k) && plan.isPossible(k)) {
        optional.add(new long[] {member(k, plan.value(k)), 1});
      }
    }
    if (rest.freeOpen()) {
      for (Cell cell : plan.cells()) {
        int n = available(rest, choice, cell);
        long many = n >= ObjectPlan.MANY ? Long.MAX_VALUE : n;
        if (n > 0) {
          optional.add(new long[] {free(rest, cell, cell.value()), many});
        }
      }
    }
    optional.sort((a, b) -> Long.compare(a[0], b[0]));
    long cost = 0;
    long left = missing;
    for (long[] option : optional) {
      long taken = Math.min(left, option[1]);
      cost = Measure.plus(cost, Measure.times(option[0], taken));
      left -= taken;
      if (left == 0) {
        return cost;
      }
    }
    return Measure.NEVER;
  }

  // ---- objects that are none of the excluded values

  /**
   * Returns whether some completion is none of the excluded values. Key by key of these: those that
   * agree on it, those without it, and if another value will do, none of them.
   */
  private boolean differs(Rest rest) {
    sets.spend(1);
    boolean some = cost(open(rest)) < Measure.NEVER;
    if (!some || rest.excluded().isEmpty()) {
      return some;
    }
    String key = undecided(rest);
    if (key == null) {
      return cost(longer(open(rest))) < Measure.NEVER;
    }
    Map<JsonNode, Set<JsonNode>> byValue = new HashMap<>();
    Set<JsonNode> others = new LinkedHashSet<>();
    for (JsonNode candidate : rest.excluded()) {
      JsonNode its = candidate.get(key);
      (its == null ? others : byValue.computeIfAbsent(its, v -> new LinkedHashSet<>()))
          .add(candidate);
    }
    return isPossible(rest, key) && differsWith(rest, key, byValue)
        || !isRequired(rest, key) && differs(without(rest, key, others));
  }

  /** Returns a key of the excluded values that has not come and may, or null. */
  private static @Nullable String undecided(Rest rest) {
    for (JsonNode candidate : rest.excluded()) {
      for (Iterator<String> keys = candidate.fieldNames(); keys.hasNext(); ) {
        String key = keys.next();
        if (!rest.seen().contains(key)) {
          return key;
        }
      }
    }
    return null;
  }

  private boolean isPossible(Rest rest, String key) {
    Integer declared = plan.indexOf(key);
    if (rest.room() == 0 || declared == null && !rest.freeOpen()) {
      return false;
    }
    return declared == null
        ? !rest.free().contains(key) && plan.cellOf(key) != null
        : rest.remaining().get(declared);
  }

  private boolean isRequired(Rest rest, String key) {
    Integer declared = plan.indexOf(key);
    return declared != null && rest.remaining().get(declared) && plan.required().get(declared);
  }

  private boolean differsWith(Rest rest, String key, Map<JsonNode, Set<JsonNode>> byValue) {
    Formulas formulas = sets.formulas();
    Integer declared = plan.indexOf(key);
    Cell cell = plan.cellOf(key);
    Formula value = plan.valueOf(key);
    long conditions =
        rest.exists()
            & (declared != null ? plan.exists(declared) : cell == null ? 0 : cell.exists());
    for (long met = conditions; ; met = met - 1 & conditions) {
      Formula stronger = value;
      for (long left = met; left != 0; left &= left - 1) {
        stronger = formulas.and(stronger, plan.existsValue(Long.numberOfTrailingZeros(left)));
      }
      Formula others = formulas.and(stronger, formulas.not(sets.values(byValue.keySet())));
      if (measure.of(others) < Measure.NEVER && differs(with(rest, key, met, Set.of()))) {
        return true;
      }
      for (Map.Entry<JsonNode, Set<JsonNode>> e : byValue.entrySet()) {
        if (sets.holds(stronger, e.getKey()) && differs(with(rest, key, met, e.getValue()))) {
          return true;
        }
      }
      if (met == 0) {
        return false;
      }
    }
  }

  /** Returns what is to come after a member. */
  private Rest with(Rest rest, String key, long met, Set<JsonNode> excluded) {
    Rest less = without(rest, key, excluded);
    Set<String> seen = new LinkedHashSet<>(rest.seen());
    seen.add(key);
    return new Rest(
        less.remaining(),
        less.free(),
        rest.freeCount() + (plan.indexOf(key) == null ? 1 : 0),
        rest.freeOpen(),
        Math.max(0, rest.need() - 1),
        rest.room() == ObjectSet.UNBOUNDED ? rest.room() : rest.room() - 1,
        rest.exists() & ~met,
        excluded,
        seen);
  }

  /** Returns what is to come if a key does not. */
  private Rest without(Rest rest, String key, Set<JsonNode> excluded) {
    Integer declared = plan.indexOf(key);
    BitSet remaining = rest.remaining();
    List<String> free = rest.free();
    if (declared != null) {
      remaining = (BitSet) remaining.clone();
      remaining.clear(declared);
    } else if (plan.cellOf(key) != null) {
      free = new ArrayList<>(free);
      free.add(key);
    }
    return new Rest(
        remaining,
        free,
        rest.freeCount(),
        rest.freeOpen(),
        rest.need(),
        rest.room(),
        rest.exists(),
        excluded,
        rest.seen());
  }

  private static Rest longer(Rest rest) {
    return new Rest(
        rest.remaining(),
        rest.free(),
        rest.freeCount(),
        rest.freeOpen(),
        Math.max(1, rest.need()),
        rest.room(),
        rest.exists(),
        rest.excluded(),
        rest.seen());
  }
}
