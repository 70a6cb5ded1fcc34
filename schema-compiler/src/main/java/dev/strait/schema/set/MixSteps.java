package dev.strait.schema.set;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a condition becomes by one member: its derivative by the member's key and value.
 *
 * <p>The value is asked about in formulas. Formulas that are settled by the value's type and its
 * scalars are decided one after the other, so that the ways to read the value are disjoint and lead
 * to one condition each. Formulas that look into arrays and objects would cost complements of
 * those; a way either asks for such a formula or forgoes what it would bring. Those ways may
 * overlap, and together they miss nothing.
 */
final class MixSteps {
  /** Formulas are decided as long as there are no more disjoint ways than this. */
  private static final int MOST_DECIDED = 64;

  private final Sets sets;
  private final Formulas formulas;
  private final Conditions conditions;
  private final ObjectMix mix;

  MixSteps(Sets sets, Conditions conditions, ObjectMix mix) {
    this.sets = sets;
    this.formulas = sets.formulas();
    this.conditions = conditions;
    this.mix = mix;
  }

  /**
   * Returns the ways to read the value of a member of a column: formulas, not empty, and the
   * conditions after it.
   */
  List<ObjectMix.Option> steps(Condition rest, int column) {
    Pass pass = new Pass(column);
    List<Condition> parts = rest.conjuncts();
    if (pass.isPlain(parts)) {
      return pass.plain(parts);
    }
    Set<Formula> asked = new LinkedHashSet<>();
    pass.ask(rest, asked, new HashSet<>());
    List<Formula> simple = new ArrayList<>();
    for (Formula f : asked) {
      if (isSimple(f)) {
        simple.add(f);
      }
    }
    pass.decide(rest, formulas.anything(), simple, 0);
    return merged(pass.found);
  }

  /** Returns the ways with more conditions that the member does not matter to. */
  List<ObjectMix.Option> with(List<ObjectMix.Option> ways, List<Condition> others) {
    List<ObjectMix.Option> all = new ArrayList<>(ways.size());
    for (ObjectMix.Option way : ways) {
      List<Condition> parts = new ArrayList<>(others);
      parts.add(way.after());
      Condition after = conditions.and(parts);
      if (!after.isNever()) {
        all.add(new ObjectMix.Option(way.value(), after));
      }
    }
    return all.size() > 1 ? merged(all) : all;
  }

  /** Returns whether a formula holds of all arrays or of none, and of all objects or of none. */
  private boolean isSimple(Formula f) {
    ValueSet set = sets.setOrNull(f);
    return set != null
        && set.bound().isEmpty()
        && set.arrays().stream().allMatch(sets::isAll)
        && set.objects().stream().allMatch(Algebra::isAll);
  }

  private static Formula positive(Formula f) {
    return f.shape() instanceof Formula.Not not ? not.part() : f;
  }

  /** Joins ways of one formula, then formulas of one way. */
  private List<ObjectMix.Option> merged(Collection<ObjectMix.Option> found) {
    Map<Formula, List<Condition>> byFormula = new LinkedHashMap<>();
    for (ObjectMix.Option o : found) {
      byFormula.computeIfAbsent(o.value(), f -> new ArrayList<>()).add(o.after());
    }
    Map<Condition, List<Formula>> byCondition = new LinkedHashMap<>();
    byFormula.forEach(
        (f, list) -> {
          Condition c = conditions.or(list);
          if (!c.isNever() && !sets.isEmpty(f)) {
            byCondition.computeIfAbsent(c, x -> new ArrayList<>()).add(f);
          }
        });
    List<ObjectMix.Option> all = new ArrayList<>();
    byCondition.forEach((c, list) -> all.add(new ObjectMix.Option(formulas.or(list), c)));
    return List.copyOf(all);
  }

  /** The derivatives by one member. */
  private final class Pass {
    private final int column;
    private final List<ObjectMix.Option> found = new ArrayList<>();
    private final Map<Formula, Boolean> truth = new HashMap<>();

    Pass(int column) {
      this.column = column;
    }

    private boolean is(String key) {
      Integer place = mix.indexOf(key);
      return place != null && place == column;
    }

    private boolean in(KeyRange keys) {
      return mix.columns(keys).get(column);
    }

    private boolean matters(Condition c) {
      return mix.regarded(c).get(column);
    }

    /** Returns whether conditions that hold together ask in any case all that they ask. */
    boolean isPlain(List<Condition> parts) {
      for (Condition part : parts) {
        if (part.shape() instanceof Condition.Or || part.shape() instanceof Condition.Some) {
          return false;
        }
      }
      return true;
    }

    /** The one way to read the value, if it can be read. */
    List<ObjectMix.Option> plain(List<Condition> parts) {
      Formula value = formulas.anything();
      List<Condition> after = new ArrayList<>(parts.size());
      for (Condition part : parts) {
        for (ObjectMix.Option way : ways(part, new HashMap<>(1))) {
          value = formulas.and(value, way.value());
          after.add(way.after());
        }
      }
      Condition then = conditions.and(after);
      return then.isNever() || sets.isEmpty(value)
          ? List.of()
          : List.of(new ObjectMix.Option(value, then));
    }

    /** Collects the formulas that the condition asks about the value, without negations. */
    private void ask(Condition c, Set<Formula> asked, Set<Condition> visited) {
      if (!matters(c) || !visited.add(c)) {
        return;
      }
      Formula about = about(c);
      if (about != null && !about.isNothing()) {
        asked.add(positive(about));
      } else if (c.shape() instanceof Condition.And and) {
        and.parts().forEach(part -> ask(part, asked, visited));
      } else if (c.shape() instanceof Condition.Or or) {
        or.parts().forEach(part -> ask(part, asked, visited));
      }
    }

    private @Nullable Formula about(Condition c) {
      if (c.shape() instanceof Condition.Value v) {
        return is(v.key()) ? v.value() : null;
      } else if (c.shape() instanceof Condition.Every e) {
        return in(e.keys()) ? e.value() : null;
      } else if (c.shape() instanceof Condition.Some s) {
        return in(s.keys()) ? s.value() : null;
      }
      return null;
    }

    /** Decides the formulas from the i-th on, given that the value is in {@code so}. */
    private void decide(Condition rest, Formula so, List<Formula> simple, int i) {
      if (i == simple.size() || found.size() > MOST_DECIDED) {
        derive(rest, so);
        return;
      }
      sets.spend(1);
      Formula f = simple.get(i);
      Formula yes = formulas.and(so, f);
      Formula no = formulas.and(so, formulas.not(f));
      boolean canBe = !sets.isEmpty(yes);
      boolean canFail = !sets.isEmpty(no);
      if (canBe) {
        truth.put(f, true);
        decide(rest, canFail ? yes : so, simple, i + 1);
      }
      if (canFail) {
        truth.put(f, false);
        decide(rest, canBe ? no : so, simple, i + 1);
      }
      truth.remove(f);
    }

    private void derive(Condition rest, Formula so) {
      Map<Condition, List<ObjectMix.Option>> memo = new HashMap<>();
      for (ObjectMix.Option o : ways(rest, memo)) {
        if (!o.after().isNever()) {
          found.add(new ObjectMix.Option(formulas.and(so, o.value()), o.after()));
        }
      }
      sets.checkAlternatives(found.size());
    }

    /** Returns whether the value is in a formula; null if that is not decided. */
    private @Nullable Boolean truth(Formula f) {
      if (f.isAnything() || f.isNothing()) {
        return f.isAnything();
      }
      Boolean known = truth.get(positive(f));
      return known == null ? null : f == positive(f) ? known : !known;
    }

    private List<ObjectMix.Option> ways(Condition c, Map<Condition, List<ObjectMix.Option>> memo) {
      if (!matters(c)) {
        return always(c);
      }
      List<ObjectMix.Option> known = memo.get(c);
      if (known == null) {
        known = make(c, memo);
        memo.put(c, known);
      }
      return known;
    }

    private List<ObjectMix.Option> make(Condition c, Map<Condition, List<ObjectMix.Option>> memo) {
      Formula about = about(c);
      if (about != null) {
        return simple(c, about);
      } else if (c.shape() instanceof Condition.Has has) {
        return always(is(has.key()) ? conditions.always() : c);
      } else if (c.shape() instanceof Condition.Count n) {
        long max = n.max() == ObjectSet.UNBOUNDED ? n.max() : n.max() - 1;
        return always(conditions.count(n.min() - 1, max));
      } else if (c.shape() instanceof Condition.And and) {
        return both(and, memo);
      } else if (c.shape() instanceof Condition.Or or) {
        return either(or, memo);
      }
      return always(c);
    }

    private List<ObjectMix.Option> always(Condition after) {
      return List.of(new ObjectMix.Option(formulas.anything(), after));
    }

    /** A condition that asks about the value. */
    private List<ObjectMix.Option> simple(Condition c, Formula about) {
      boolean some = c.shape() instanceof Condition.Some;
      Condition met = c.shape() instanceof Condition.Every ? c : conditions.always();
      Condition missed = some ? c : conditions.never();
      Boolean is = truth(about);
      if (is != null) {
        return always(is ? met : missed);
      }
      ObjectMix.Option asked = new ObjectMix.Option(about, met);
      return some
          ? List.of(asked, new ObjectMix.Option(formulas.anything(), missed))
          : List.of(asked);
    }

    private List<ObjectMix.Option> both(
        Condition.And and, Map<Condition, List<ObjectMix.Option>> memo) {
      List<Condition> fixed = new ArrayList<>();
      List<List<ObjectMix.Option>> split = new ArrayList<>();
      for (Condition part : and.parts()) {
        List<ObjectMix.Option> ways = ways(part, memo);
        if (ways.isEmpty()) {
          return ways;
        }
        if (ways.size() == 1 && ways.get(0).value().isAnything()) {
          fixed.add(ways.get(0).after());
        } else {
          split.add(ways);
        }
      }
      List<ObjectMix.Option> all = always(conditions.and(fixed));
      for (List<ObjectMix.Option> ways : split) {
        all = product(all, ways);
      }
      return all;
    }

    private List<ObjectMix.Option> product(List<ObjectMix.Option> a, List<ObjectMix.Option> b) {
      List<ObjectMix.Option> all = new ArrayList<>();
      for (ObjectMix.Option x : a) {
        for (ObjectMix.Option y : b) {
          sets.spend(1);
          Condition after = conditions.and(x.after(), y.after());
          if (!after.isNever()) {
            all.add(new ObjectMix.Option(formulas.and(x.value(), y.value()), after));
          }
        }
      }
      List<ObjectMix.Option> joined = a.size() == 1 || b.size() == 1 ? all : merged(all);
      sets.checkAlternatives(joined.size());
      return joined;
    }

    /**
     * Parts that the value does not matter to stay together; each other one is a way of its own.
     */
    private List<ObjectMix.Option> either(
        Condition.Or or, Map<Condition, List<ObjectMix.Option>> memo) {
      List<Condition> fixed = new ArrayList<>();
      List<ObjectMix.Option> all = new ArrayList<>();
      for (Condition part : or.parts()) {
        for (ObjectMix.Option way : ways(part, memo)) {
          if (way.value().isAnything()) {
            fixed.add(way.after());
          } else {
            all.add(way);
          }
        }
      }
      Condition together = conditions.or(fixed);
      if (together.isAlways()) {
        return always(together);
      }
      if (!together.isNever()) {
        all.add(0, new ObjectMix.Option(formulas.anything(), together));
      }
      return all.size() > 1 ? merged(all) : all;
    }
  }
}
