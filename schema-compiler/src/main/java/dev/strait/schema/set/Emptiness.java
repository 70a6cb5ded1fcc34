package dev.strait.schema.set;

import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.report.Budget;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether sets are empty, by a least fixpoint over recursive formulas.
 *
 * <p>A formula met again while it is being decided is taken as empty: values are finite, so a value
 * that needs itself is none. Hence "not empty" is always final; "empty" is final unless it rests on
 * a formula further out on the stack. Until that one is decided it holds as an assumption of its
 * own: once that is empty too, and rests on nothing further out, all of them are, since none has a
 * value unless another has one before; if that is not empty, they are forgotten. A formula whose
 * normal form is still being computed is taken as not empty, and what rests on that is not final
 * either.
 */
final class Emptiness {
  private static final int DEEPEST = 2_000;

  private final Sets sets;
  private final Plain plain;
  private final Map<Formula, Integer> stack = new HashMap<>();

  /** Formulas that are empty if those of the stack are, in the order of these answers. */
  private final List<Formula> assumed = new ArrayList<>();

  /** Of each of them, the outermost place of the stack that it rests on. */
  private final Map<Formula, Integer> restsOn = new HashMap<>();

  private int lowest = Integer.MAX_VALUE;
  private boolean guessed;
  private long provisional;

  Emptiness(Sets sets, Plain plain) {
    this.sets = sets;
    this.plain = plain;
  }

  private final Measure measure =
      new Measure() {
        @Override
        public long of(Formula value) {
          return isEmpty(value) ? NEVER : 0;
        }

        @Override
        public long of(Formula value, Seen seen, long unknown) {
          return of(value);
        }

        @Override
        public long listed(Formula value, Seen seen, long unknown) {
          return of(value);
        }

        @Override
        public long key(String key) {
          return 0;
        }

        @Override
        public long freeKey(StringSet keys, int n) {
          return 0;
        }

        @Override
        public long comma() {
          return 0;
        }

        @Override
        public long colon() {
          return 0;
        }

        @Override
        public long provisional() {
          return sets.provisional();
        }
      };

  Measure measure() {
    return measure;
  }

  long provisional() {
    return provisional;
  }

  boolean isEmpty(Formula f) {
    if (f.isAnything() || f.isNothing()) {
      return f.isNothing();
    }
    if (f.empty != null) {
      return f.empty;
    }
    Integer at = stack.getOrDefault(f, restsOn.get(f));
    if (at != null) {
      lowest = Math.min(lowest, at);
      provisional++;
      return true;
    }
    if (f.shape() instanceof Formula.Not not && leavesScalars(not.part())) {
      f.empty = false;
      return false;
    }
    if (f.set == null && isPlainlyInhabited(f)) {
      f.empty = false;
      return false;
    }
    ValueSet set = sets.setOrNull(f);
    if (set == null) {
      guess();
      return false;
    }
    return decide(f, set);
  }

  /** Notes that some set was taken to have values, or enough of them, though it is not known. */
  void guess() {
    guessed = true;
    provisional++;
  }

  private boolean isPlainlyInhabited(Formula f) {
    Located at = f.located();
    if (at == null || !plain.isInhabited(at)) {
      return false;
    }
    sets.visit(at);
    return true;
  }

  /** Returns whether the complement plainly holds a null, a boolean, a number or a string. */
  private boolean leavesScalars(Formula f) {
    ValueSet set = sets.setOrNull(f);
    return set != null
        && (!set.nulls()
            || !set.trues()
            || !set.falses()
            || set.numbers().isEmpty()
            || set.bound().isEmpty() && set.strings().isEmpty());
  }

  private boolean decide(Formula f, ValueSet set) {
    int outerLowest = lowest;
    boolean outerGuessed = guessed;
    long before = provisional;
    lowest = Integer.MAX_VALUE;
    guessed = false;
    int mine = stack.size();
    Enumeration.Question question = sets.enumeration().ask();
    if (mine > DEEPEST) {
      throw Budget.limit("subschemas are nested more than " + DEEPEST + " deep", sets.place());
    }
    int from = assumed.size();
    stack.put(f, mine);
    boolean empty = false;
    try {
      empty = isEmpty(set);
    } catch (Sets.Busy e) {
      guess();
    } finally {
      stack.remove(f);
      if (!empty) {
        settle(from, false);
      }
    }
    boolean leans = empty ? lowest < mine || question.rests() : guessed;
    if (!leans) {
      f.empty = empty;
      provisional = before;
      settle(from, empty);
    } else if (empty && !question.rests()) {
      assume(f, from);
    } else {
      settle(from, false);
    }
    question.end(!leans);
    lowest = Math.min(outerLowest, empty && lowest < mine ? lowest : Integer.MAX_VALUE);
    guessed = outerGuessed || !empty && guessed;
    return empty;
  }

  /** Keeps that a formula is empty as long as what it rests on may be. */
  private void assume(Formula f, int from) {
    assumed.add(f);
    for (Formula inner : assumed.subList(from, assumed.size())) {
      restsOn.merge(inner, lowest, Math::min);
    }
  }

  /** Makes the answers from one on final, or forgets them. */
  private void settle(int from, boolean empty) {
    List<Formula> settled = assumed.subList(from, assumed.size());
    for (Formula f : settled) {
      restsOn.remove(f);
      f.empty = empty ? Boolean.TRUE : f.empty;
    }
    settled.clear();
  }

  private boolean isEmpty(ValueSet set) {
    if (set.hasScalar()) {
      return false;
    }
    for (ObjectSet o : set.objects()) {
      if (!isEmpty(o)) {
        return false;
      }
    }
    for (ArraySet a : set.arrays()) {
      if (!isEmpty(a)) {
        return false;
      }
    }
    return true;
  }

  boolean isEmpty(ObjectSet o) {
    if (o.empty != null) {
      return o.empty;
    }
    if (o.constant() != null || o == ObjectSet.ALL) {
      return false;
    }
    long before = sets.provisional();
    sets.spend(1);
    boolean empty = searchObject(o);
    if (sets.provisional() == before) {
      o.empty = empty;
    }
    return empty;
  }

  private boolean searchObject(ObjectSet o) {
    if (o.required().size() > o.max()) {
      return true;
    }
    if (o.isMixed()) {
      return sets.mix(o).cost(measure) >= Measure.NEVER;
    }
    ObjectPlan plan = sets.plan(o);
    BitSet remaining = new BitSet();
    remaining.set(0, plan.declared().size());
    ObjectSearch.Rest rest =
        new ObjectSearch.Rest(
            remaining,
            List.of(),
            0,
            true,
            o.min(),
            o.max(),
            allOf(plan.existsCount()),
            o.excluded(),
            java.util.Set.of());
    return new ObjectSearch(sets, plan, measure).cost(rest) >= Measure.NEVER;
  }

  static long allOf(int conditions) {
    return (1L << conditions) - 1;
  }

  boolean isEmpty(ArraySet a) {
    if (a.empty != null) {
      return a.empty;
    }
    if (a.constant() != null) {
      return false;
    }
    long before = sets.provisional();
    sets.spend(1);
    ArraySearch search = new ArraySearch(sets, sets.plan(a), measure);
    boolean empty = search.cost(search.start()) >= Measure.NEVER;
    if (sets.provisional() == before) {
      a.empty = empty;
    }
    return empty;
  }
}
