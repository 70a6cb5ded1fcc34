package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An array set, laid out: positions up to the first from which on all are alike, and counters of
 * the {@code contains} conditions. Confined to the compiler's lock.
 */
public final class ArrayPlan {
  private static final int FEW = 1_000;

  private final Sets sets;
  private final ArraySet set;
  private final int uniform;

  ArrayPlan(Sets sets, ArraySet set) {
    this.sets = sets;
    this.set = set;
    int from = set.prefix().size();
    for (ArraySet.Contains c : set.contains()) {
      from = Math.max(from, c.from());
    }
    this.uniform = from;
  }

  /** Returns the position from which on all positions are alike. */
  public int uniform() {
    return uniform;
  }

  /** Returns the least number of items. */
  public long min() {
    return set.min();
  }

  /** Returns the greatest number of items, or {@link ObjectSet#UNBOUNDED}. */
  public long max() {
    return set.max();
  }

  /** Returns whether no two items may be equal. */
  public boolean unique() {
    return set.unique();
  }

  /** Returns whether two items must be equal. */
  public boolean duplicates() {
    return set.duplicates();
  }

  /** Returns the values that are not in the set. */
  public Set<JsonNode> excluded() {
    return set.excluded();
  }

  /** Returns the formula of the item at a position. */
  public Formula item(int position) {
    return set.item(position);
  }

  /** Returns the counters at the start: for each condition the matches needed and allowed. */
  public List<Counter> counters() {
    List<Counter> counters = new ArrayList<>();
    for (ArraySet.Contains c : set.contains()) {
      counters.add(new Counter(c.min(), c.max()));
    }
    return counters;
  }

  /** Returns the formula that the i-th counter counts. */
  public Formula counted(int counter) {
    return set.contains().get(counter).item();
  }

  /** Returns the first position that the i-th counter counts. */
  public int countedFrom(int counter) {
    return set.contains().get(counter).from();
  }

  /**
   * Matches of a {@code contains} condition still to come.
   *
   * @param need at least, 0 or more
   * @param room at most, {@link ObjectSet#UNBOUNDED} if not bounded
   */
  public record Counter(long need, long room) {
    /** Returns the counter after a match. */
    public Counter matched() {
      return matched(1);
    }

    /** Returns the counter after so many matches. */
    Counter matched(long n) {
      return new Counter(Math.max(0, need - n), room == ObjectSet.UNBOUNDED ? room : room - n);
    }

    /** Returns whether the counter no longer tells items apart. */
    public boolean idle() {
      return need == 0 && room == ObjectSet.UNBOUNDED;
    }
  }

  /**
   * One way to read an item: its formula, and the counters after it.
   *
   * @param gain the number of needed matches it brings
   */
  public record Step(Formula item, List<Counter> counters, int gain) {}

  /**
   * Returns the ways to read the item at {@code position}: for each counter it matches or not. An
   * unbounded counter that is not matched is not looked at, so steps may overlap.
   */
  public List<Step> steps(int position, List<Counter> counters) {
    List<Step> steps = List.of(new Step(item(position), List.of(), 0));
    for (int i = 0; i < counters.size(); i++) {
      steps = split(steps, i, counters.get(i), position);
    }
    return steps;
  }

  private List<Step> split(List<Step> steps, int i, Counter counter, int position) {
    Formulas formulas = sets.formulas();
    List<Step> next = new ArrayList<>();
    for (Step s : steps) {
      if (counter.idle() || position < countedFrom(i)) {
        next.add(new Step(s.item, plus(s.counters, counter), s.gain));
        continue;
      }
      boolean bounded = counter.room() != ObjectSet.UNBOUNDED;
      if (counter.room() > 0) {
        Formula match = formulas.and(s.item, counted(i));
        int gain = s.gain + (counter.need() > 0 ? 1 : 0);
        next.add(new Step(match, plus(s.counters, counter.matched()), gain));
      }
      Formula miss = bounded ? formulas.and(s.item, formulas.not(counted(i))) : s.item;
      next.add(new Step(miss, plus(s.counters, counter), s.gain));
    }
    next.removeIf(s -> s.item.isNothing());
    sets.checkAlternatives(next.size());
    return next;
  }

  /**
   * Items that are counted alike.
   *
   * @param counted the counters that count them, of those that still tell items apart
   */
  record ItemClass(Formula item, BitSet counted) {}

  /**
   * Returns the classes of the items where all positions are alike; disjoint, some may be empty.
   */
  List<ItemClass> classes(List<Counter> counters) {
    List<ItemClass> classes = List.of(new ItemClass(item(uniform), new BitSet()));
    for (int i = 0; i < counters.size(); i++) {
      if (!counters.get(i).idle()) {
        classes = split(classes, i);
      }
    }
    return classes;
  }

  private List<ItemClass> split(List<ItemClass> classes, int counter) {
    Formulas formulas = sets.formulas();
    List<ItemClass> next = new ArrayList<>();
    for (ItemClass c : classes) {
      BitSet counted = (BitSet) c.counted.clone();
      counted.set(counter);
      next.add(new ItemClass(formulas.and(c.item, counted(counter)), counted));
      Formula others = formulas.and(c.item, formulas.not(counted(counter)));
      next.add(new ItemClass(others, c.counted));
    }
    next.removeIf(c -> c.item.isNothing());
    sets.checkAlternatives(next.size());
    return next;
  }

  /**
   * Returns a number of items of which some array has no more that is finished, if one can be:
   * those needed; or, where matches are, all up to the position from which on all are alike and
   * there one for each match.
   */
  public long enough(int position, long need, List<Counter> counters) {
    long wanted = counters.stream().mapToLong(Counter::need).sum();
    return wanted == 0 ? need : Math.max(need, wanted + Math.max(0, uniform - position));
  }

  /**
   * Returns values of which there may be too few: those of the positions still needed, and of the
   * counted formulas, that have few values.
   */
  public Set<JsonNode> scarce(int position, long need, List<Counter> counters) {
    Set<JsonNode> values = new LinkedHashSet<>();
    int last = (int) Math.min(uniform, position + enough(position, need, counters) - 1);
    for (int i = position; i <= Math.max(last, position); i++) {
      addFew(item(Math.min(i, uniform)), values);
    }
    classes(counters).forEach(c -> addFew(c.item, values));
    return values;
  }

  private void addFew(Formula f, Set<JsonNode> values) {
    sets.finite(f, FEW).ifPresent(values::addAll);
  }

  private static List<Counter> plus(List<Counter> counters, Counter counter) {
    List<Counter> next = new ArrayList<>(counters);
    next.add(counter);
    return List.copyOf(next);
  }

  @Override
  public String toString() {
    return set.toString();
  }
}
