package dev.strait.schema.set;

import dev.strait.values.KeySet;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A union of object sets with clauses, laid out: its declared keys in order, the classes of all
 * other keys, and the condition that the members meet. What alternatives of clauses mean is worked
 * out member by member, never multiplied out. Confined to the compiler's lock.
 */
public final class ObjectMix {
  /**
   * One way to read a value.
   *
   * @param value the formula that it satisfies, not empty
   * @param after what the members after it must meet
   */
  public record Option(Formula value, Condition after) {}

  /** A class of keys that are not declared, and those keys if they are few. */
  private record Cell(ObjectPlan.Split split, Optional<List<String>> few) {
    int capacity() {
      return few.map(List::size).orElse(ObjectPlan.MANY);
    }
  }

  /** A value read where the condition held. */
  private record Step(Condition rest, int column) {}

  private final Sets sets;
  private final Conditions conditions;
  private final Condition start;
  private final List<String> declared;
  private final Map<String, Integer> index = new HashMap<>();
  private @Nullable List<Cell> cells;
  private final MixSteps steps;
  private final KeySet declaredSet;
  private final Map<Step, List<Option>> known = new HashMap<>();
  private final Map<KeyRange, BitSet> columns = new HashMap<>();
  private final Map<Condition, Outlook> outlooks = new HashMap<>();

  ObjectMix(Sets sets, Conditions conditions, Condition start, List<String> declared) {
    this.sets = sets;
    this.conditions = conditions;
    this.start = start;
    this.declared = List.copyOf(declared);
    this.steps = new MixSteps(sets, conditions, this);
    for (String key : declared) {
      index.put(key, index.size());
    }
    this.declaredSet = KeySet.of(declared);
  }

  /** Returns the declared keys, in order. */
  public List<String> declared() {
    return declared;
  }

  /** Returns the declared keys as a set, to which the keys seen are added. */
  public KeySet declaredSet() {
    return declaredSet;
  }

  /** Returns the number of classes of free keys. */
  public int cells() {
    return cellList().size();
  }

  /** Returns the keys of a class; declared ones may be among them. */
  public StringSet keys(int cell) {
    return cellList().get(cell).split.keys();
  }

  /** Returns the number of undeclared keys of a class; {@link ObjectPlan#MANY}: that or more. */
  public int capacity(int cell) {
    return cellList().get(cell).capacity();
  }

  /** Returns an undeclared key of a class of few that is not among {@code seen}. */
  public Optional<String> unseen(int cell, List<String> seen) {
    return cellList().get(cell).few.flatMap(keys -> ObjectPlan.unseen(keys, seen));
  }

  /** Returns what all members must meet. */
  public Condition start() {
    return start;
  }

  /** Returns whether a declared key can be written. */
  public boolean hasText(int key) {
    return declaredSet.number(declared.get(key)) >= 0;
  }

  /** Returns the place of a declared key, or null. */
  @Nullable Integer indexOf(String key) {
    return index.get(key);
  }

  /** Returns the column of a class of free keys; the columns before are the declared keys. */
  public int column(int cell) {
    return declared.size() + cell;
  }

  /** Returns the columns of which a member can make a difference to a condition. */
  BitSet regarded(Condition c) {
    BitSet columns = c.regarded(this);
    if (columns == null) {
      columns = makeRegarded(c);
      c.keepRegarded(this, columns);
    }
    return columns;
  }

  private BitSet makeRegarded(Condition c) {
    if (c.shape() instanceof Condition.Every e) {
      return columns(e.keys());
    } else if (c.shape() instanceof Condition.Some s) {
      return columns(s.keys());
    }
    BitSet all = new BitSet();
    if (c.shape() instanceof Condition.Has has) {
      add(has.key(), all);
    } else if (c.shape() instanceof Condition.Value v) {
      add(v.key(), all);
    } else if (c.shape() instanceof Condition.Count) {
      all.set(0, declared.size() + cells());
    }
    for (Condition part : c.parts()) {
      all.or(regarded(part));
    }
    return all;
  }

  private void add(String key, BitSet columns) {
    Integer place = index.get(key);
    if (place != null) {
      columns.set(place);
    }
  }

  /** Returns the columns whose keys are in a range. */
  BitSet columns(KeyRange range) {
    BitSet in = columns.get(range);
    if (in == null) {
      in = new BitSet();
      for (int key = 0; key < declared.size(); key++) {
        in.set(key, range.contains(declared.get(key)));
      }
      for (int cell = 0; cell < cells(); cell++) {
        Set<StringSet> classes = cellList().get(cell).split.in();
        in.set(column(cell), range.containsFree(classes::contains));
      }
      columns.put(range, in);
    }
    return in;
  }

  /** Returns what a condition says of each column. */
  public Outlook outlook(Condition rest) {
    Outlook outlook = outlooks.get(rest);
    if (outlook == null) {
      outlook = new Outlook(sets, this, rest);
      outlooks.put(rest, outlook);
    }
    return outlook;
  }

  /** Returns the ways to read the value of a member of a column. */
  public List<Option> steps(Condition rest, int column) {
    Step step = new Step(rest, column);
    List<Option> options = known.get(step);
    if (options == null) {
      options = makeSteps(rest, column);
      known.put(step, options);
    }
    return options;
  }

  /** What the member does not matter to is set aside, so that the rest is worked out once. */
  private List<Option> makeSteps(Condition rest, int column) {
    List<Condition> core = new ArrayList<>();
    List<Condition> others = new ArrayList<>();
    for (Condition part : rest.conjuncts()) {
      (regarded(part).get(column) ? core : others).add(part);
    }
    if (core.isEmpty()) {
      return List.of(new Option(sets.formulas().anything(), rest));
    }
    return others.isEmpty()
        ? steps.steps(rest, column)
        : steps.with(steps(conditions.and(core), column), others);
  }

  Conditions conditions() {
    return conditions;
  }

  /** Returns the condition that both hold. */
  public Condition and(Condition a, Condition b) {
    return conditions.and(a, b);
  }

  /**
   * Returns the first declared key that must come if those that must in any case are all that need
   * to; -1 if other members are needed too, or none.
   *
   * @param way a condition without choices
   */
  public int firstNeeded(Condition way) {
    BitSet needed = outlook(way).needed();
    for (Condition part : way.conjuncts()) {
      boolean more =
          part.shape() instanceof Condition.Count count && count.min() > needed.cardinality();
      if (more || part.shape() instanceof Condition.Some) {
        return -1;
      }
    }
    return needed.nextSetBit(0);
  }

  /** Returns the condition when the declared keys from..to (exclusive) can no longer come. */
  public Condition passed(Condition rest, int from, int to) {
    return from >= to ? rest : passed(rest, from, to, new HashMap<>());
  }

  private Condition passed(Condition c, int from, int to, Map<Condition, Condition> memo) {
    Condition known = memo.get(c);
    if (known != null) {
      return known;
    }
    Condition result = c;
    if (c.shape() instanceof Condition.Has has) {
      result = isPassed(has.key(), from, to) ? conditions.never() : c;
    } else if (c.shape() instanceof Condition.Value v) {
      result = isPassed(v.key(), from, to) ? conditions.always() : c;
    } else if (c.shape() instanceof Condition.And and) {
      result = conditions.and(and.parts().stream().map(p -> passed(p, from, to, memo)).toList());
    } else if (c.shape() instanceof Condition.Or or) {
      result = conditions.or(or.parts().stream().map(p -> passed(p, from, to, memo)).toList());
    }
    memo.put(c, result);
    return result;
  }

  private boolean isPassed(String key, int from, int to) {
    Integer i = index.get(key);
    return i != null && i >= from && i < to;
  }

  /** Returns whether the condition holds if no more members come. */
  public boolean canEnd(Condition c) {
    return c.canEnd();
  }

  /**
   * Returns the least cost of all members, {@link Measure#NEVER} if no object is in the mix.
   * Nothing is remembered: formulas may not be decided yet.
   */
  public long cost(Measure measure) {
    return new MixSearch(sets, this, measure, false).cost(start, MixSearch.Gone.NOTHING);
  }

  /** Returns a search that remembers what it has found. */
  public Search search(Measure measure) {
    return new Search(new MixSearch(sets, this, measure, true));
  }

  /** Finds cheapest completions. */
  public final class Search {
    private final MixSearch search;

    private Search(MixSearch search) {
      this.search = search;
    }

    /**
     * Returns the least cost of the members still to come, {@link Measure#NEVER} if impossible.
     *
     * @param gone declared keys that have come or can no longer come
     * @param free the undeclared keys seen and known
     * @param freeCount the number of undeclared keys seen, known or not
     */
    public long cost(Condition rest, BitSet gone, List<String> free, int freeCount) {
      return search.cost(rest, new MixSearch.Gone(gone, free, freeCount));
    }

    /**
     * Returns a cheap way to meet the condition: one without choices, of which it follows; null if
     * there is none.
     *
     * @param gone declared keys that have come or can no longer come
     * @param free the undeclared keys seen and known
     * @param freeCount the number of undeclared keys seen, known or not
     */
    public @Nullable Condition way(Condition rest, BitSet gone, List<String> free, int freeCount) {
      return search.way(rest, new MixSearch.Gone(gone, free, freeCount));
    }

    /**
     * Returns whether a member of a column may come and the object then be finished; null if that
     * is not seen without a look at the member's options.
     *
     * @param gone declared keys that have come or can no longer come, without the member
     * @param free the undeclared keys seen and known
     * @param freeCount the number of undeclared keys seen, known or not
     */
    public @Nullable Boolean mayCome(
        Condition rest, BitSet gone, List<String> free, int freeCount, int column) {
      return switch (search.mayCome(rest, new MixSearch.Gone(gone, free, freeCount), column)) {
        case YES -> true;
        case NO -> false;
        case UNSURE -> null;
      };
    }
  }

  private List<Cell> cellList() {
    List<Cell> known = cells;
    if (known == null) {
      Set<StringSet> classes = new LinkedHashSet<>();
      collect(start, classes, new LinkedHashSet<>());
      List<ObjectPlan.Split> splits = List.of(new ObjectPlan.Split(StringSet.all(), Set.of()));
      for (StringSet keys : classes) {
        splits = ObjectPlan.split(sets, splits, keys);
      }
      known = splits.stream().map(this::measured).filter(c -> c.capacity() > 0).toList();
      cells = known;
    }
    return known;
  }

  /** Returns the classes of free keys. */
  List<ObjectPlan.Split> splits() {
    return cellList().stream().map(Cell::split).toList();
  }

  private static void collect(Condition c, Set<StringSet> classes, Set<Condition> visited) {
    if (!visited.add(c)) {
      return;
    }
    if (c.shape() instanceof Condition.Every e) {
      classes.addAll(e.keys().classes());
    } else if (c.shape() instanceof Condition.Some s) {
      classes.addAll(s.keys().classes());
    } else if (c.shape() instanceof Condition.And and) {
      and.parts().forEach(p -> collect(p, classes, visited));
    } else if (c.shape() instanceof Condition.Or or) {
      or.parts().forEach(p -> collect(p, classes, visited));
    }
  }

  private Cell measured(ObjectPlan.Split split) {
    return new Cell(split, ObjectPlan.undeclared(split.keys(), index.keySet()));
  }

  /** Returns the number of {@code seen} keys that are in the class; they must not be declared. */
  public int used(int cell, List<String> seen) {
    StringSet keys = keys(cell);
    return keys.isAll() ? seen.size() : (int) seen.stream().filter(keys::contains).count();
  }

  @Override
  public String toString() {
    return "mix of " + declared;
  }
}
