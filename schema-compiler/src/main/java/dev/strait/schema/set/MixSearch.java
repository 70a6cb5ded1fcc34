package dev.strait.schema.set;

import dev.strait.values.StringSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a cheapest way to meet a condition on the members still to come, or that there is none.
 *
 * <p>A search by cases, as for satisfiability: what must hold in any case is collected; a choice of
 * which one part is met already is dropped, one of which a single part can be met is no choice; the
 * smallest choice that is left is tried part by part. What is collected in the end is a conjunctive
 * set, which {@link ObjectSearch} prices.
 */
final class MixSearch {
  /**
   * After so many cases, a completion that was found is cheap enough. So what is found need not
   * agree from member to member; lengths that are promised follow one {@link #way}.
   */
  private static final int MOST_CASES = 1_000;

  private static final int MOST_WITNESSES = 4;

  private final Sets sets;
  private final ObjectMix mix;
  private final Measure measure;
  private final boolean deciding;
  private final boolean remembering;

  /** Whether members found once are tried before a search: all formulas are known by then. */
  private final boolean trying;

  private final Map<Condition, Long> known = new HashMap<>();

  /** The latest ways that were found, the last one that served first. */
  private final ArrayDeque<Trial> witnesses = new ArrayDeque<>();

  /**
   * Makes a search.
   *
   * @param remembering whether costs are kept: those of recursive formulas must be known by then
   */
  MixSearch(Sets sets, ObjectMix mix, Measure measure, boolean remembering) {
    this.sets = sets;
    this.mix = mix;
    this.measure = measure;
    this.remembering = remembering;
    this.deciding = measure == sets.emptinessMeasure();
    this.trying = deciding && remembering;
    witnesses.add(new Trial(mix, Map.of()));
  }

  /**
   * What has come or can no longer come.
   *
   * @param keys the places of declared keys
   * @param free the undeclared keys seen and known
   * @param freeCount the number of undeclared keys seen, known or not
   */
  record Gone(BitSet keys, List<String> free, int freeCount) {
    static final Gone NOTHING = new Gone(new BitSet(), List.of(), 0);
  }

  /** Whether a member may come and the object then be finished. */
  enum Answer {
    YES,
    NO,
    UNSURE
  }

  /** Returns the least cost of the members still to come, {@link Measure#NEVER} if impossible. */
  long cost(Condition rest, Gone gone) {
    if (deciding && rest.canEnd()) {
      return 0;
    }
    Long cost = known.get(rest);
    if (cost != null) {
      return cost;
    }
    if (trying && (isWitnessed(rest, gone.keys()) || isPlainlyMet(rest, gone.keys()))) {
      return 0;
    }
    long before = measure.provisional();
    Run run = new Run(gone);
    Facts facts = new Facts();
    run.search(facts, List.of(rest), List.of());
    if (remembering && !run.needsGone && measure.provisional() == before) {
      known.put(rest, run.best);
    }
    return run.best;
  }

  /**
   * Returns a cheap way to meet a condition: one without choices, of which it follows; null if
   * there is none.
   */
  @Nullable Condition way(Condition rest, Gone gone) {
    Run run = new Run(gone);
    run.search(new Facts(), List.of(rest), List.of());
    Facts found = run.cheapest;
    return found == null ? null : found.condition();
  }

  /**
   * Returns whether a member of a column may come and the object then be finished, as far as that
   * is seen without a look at what the member leaves.
   *
   * @param gone without the member
   */
  Answer mayCome(Condition rest, Gone gone, int column) {
    boolean possible = false;
    for (Condition way : rest.disjuncts()) {
      Outlook outlook = mix.outlook(way);
      if (outlook.isPossible(column)) {
        possible = true;
        if (!outlook.isChosen(column) && cost(way, gone) < Measure.NEVER) {
          return Answer.YES;
        }
      }
    }
    if (!possible) {
      return Answer.NO;
    }
    for (Condition way : rest.disjuncts()) {
      Outlook outlook = mix.outlook(way);
      if (outlook.isChosen(column) && outlook.isPossible(column)) {
        if (isTried(way, gone.keys(), column) || isPlainlyMet(way, gone.keys(), column)) {
          return Answer.YES;
        }
      }
    }
    return Answer.UNSURE;
  }

  private boolean isWitnessed(Condition rest, BitSet gone) {
    for (Condition way : rest.disjuncts()) {
      if (isTried(way, gone, Trial.NONE)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTried(Condition way, BitSet gone, int column) {
    for (Trial witness : witnesses) {
      if (witness.meets(way, gone, column)) {
        if (witness != witnesses.peekFirst()) {
          witnesses.remove(witness);
          witnesses.addFirst(witness);
        }
        return true;
      }
    }
    return false;
  }

  private boolean isPlainlyMet(Condition rest, BitSet gone) {
    for (Condition way : rest.disjuncts()) {
      if (isPlainlyMet(way, gone, Trial.NONE)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the members needed in any case meet a condition, and keeps them if so. */
  private boolean isPlainlyMet(Condition way, BitSet gone, int column) {
    Outlook outlook = mix.outlook(way);
    BitSet needed = outlook.needed();
    if (needed.intersects(gone)) {
      return false;
    }
    Map<Integer, Formula> values = new HashMap<>();
    for (int key = needed.nextSetBit(0); key >= 0; key = needed.nextSetBit(key + 1)) {
      if (!outlook.isPossible(key)) {
        return false;
      }
      values.put(key, outlook.value(key));
    }
    Trial trial = new Trial(mix, values);
    boolean met = trial.meets(way, gone, column);
    if (met) {
      keep(trial);
    }
    return met;
  }

  private void keep(Trial witness) {
    witnesses.addFirst(witness);
    if (witnesses.size() > MOST_WITNESSES) {
      witnesses.removeLast();
    }
  }

  /**
   * A choice that is open.
   *
   * @param condition an Or
   * @param possible the number of parts that do not contradict the facts, -1: not known
   */
  private record Choice(Condition condition, int possible) {
    List<Condition> parts() {
      return ((Condition.Or) condition.shape()).parts();
    }
  }

  /** Conditions that hold together. */
  private final class Facts {
    final Set<String> required = new LinkedHashSet<>();
    final Map<String, Formula> values = new LinkedHashMap<>();
    final List<Condition.Every> every = new ArrayList<>();
    final List<Condition.Some> some = new ArrayList<>();
    long min;
    long max = ObjectSet.UNBOUNDED;

    /** Keys of which something was learnt since the choices were looked at. */
    final Set<String> news = new HashSet<>();

    /** Whether something about other keys was learnt since then. */
    boolean broadNews = true;

    Facts copy() {
      Facts f = new Facts();
      f.required.addAll(required);
      f.values.putAll(values);
      f.every.addAll(every);
      f.some.addAll(some);
      f.min = min;
      f.max = max;
      f.broadNews = false;
      return f;
    }

    /** Returns all of them as one condition. */
    Condition condition() {
      Conditions all = mix.conditions();
      List<Condition> parts = new ArrayList<>();
      required.forEach(key -> parts.add(all.has(key)));
      values.forEach((key, value) -> parts.add(all.value(key, value)));
      every.forEach(e -> parts.add(all.every(e.keys(), e.value())));
      some.forEach(s -> parts.add(all.some(s.keys(), s.value())));
      parts.add(all.count(min, max));
      return all.and(parts);
    }

    Formula value(String key) {
      Formula value = values.getOrDefault(key, sets.formulas().anything());
      for (Condition.Every e : every) {
        if (e.keys().contains(key)) {
          value = sets.formulas().and(value, e.value());
        }
      }
      return value;
    }

    private boolean canHave(String key) {
      return sets.emptinessMeasure().of(value(key)) < Measure.NEVER;
    }

    /** Adds a simple condition; returns whether no contradiction is seen. */
    boolean add(Condition c) {
      if (c.shape() instanceof Condition.Has has) {
        news.add(has.key());
        broadNews |= max < ObjectSet.UNBOUNDED;
        required.add(has.key());
        return required.size() <= max && canHave(has.key());
      } else if (c.shape() instanceof Condition.Value v) {
        news.add(v.key());
        values.merge(v.key(), v.value(), sets.formulas()::and);
        return !required.contains(v.key()) || canHave(v.key());
      }
      broadNews = true;
      if (c.shape() instanceof Condition.Every e) {
        every.add(e);
        return required.stream().noneMatch(key -> e.keys().contains(key) && !canHave(key));
      } else if (c.shape() instanceof Condition.Count count) {
        min = Math.max(min, count.min());
        max = Math.min(max, count.max());
        return min <= max && required.size() <= max;
      } else if (c.shape() instanceof Condition.Some s) {
        some.add(s);
      }
      return !c.isNever();
    }

    /** Returns whether what was learnt can make a difference to a choice. */
    boolean concerns(Choice choice) {
      if (broadNews || choice.possible < 0) {
        return true;
      }
      for (String key : news) {
        if (choice.condition.regards(key)) {
          return true;
        }
      }
      return false;
    }

    /** Returns whether a condition is plainly met by the facts. */
    boolean implies(Condition c) {
      if (c.shape() instanceof Condition.Has has) {
        return required.contains(has.key());
      } else if (c.shape() instanceof Condition.Value v) {
        Formula value = value(v.key());
        return sets.formulas().and(value, v.value()) == value;
      } else if (c.shape() instanceof Condition.And and) {
        return and.parts().stream().allMatch(this::implies);
      }
      return c.isAlways();
    }

    /** Returns whether a condition plainly contradicts the facts. */
    boolean excludes(Condition c) {
      if (c.shape() instanceof Condition.Has has) {
        return !required.contains(has.key()) && !canHave(has.key());
      } else if (c.shape() instanceof Condition.Value v) {
        return required.contains(v.key())
            && sets.isEmpty(sets.formulas().and(value(v.key()), v.value()));
      } else if (c.shape() instanceof Condition.Count count) {
        return count.max() < required.size() || count.min() > max || count.max() < min;
      } else if (c.shape() instanceof Condition.And and) {
        return and.parts().stream().anyMatch(this::excludes) || contradictory(and);
      }
      return c.isNever();
    }

    /** Has(k) and Value(k, F) in one part, as complements have them. */
    private boolean contradictory(Condition.And and) {
      for (Condition part : and.parts()) {
        if (part.shape() instanceof Condition.Value v && !required.contains(v.key())) {
          for (Condition other : and.parts()) {
            if (other.shape() instanceof Condition.Has has && has.key().equals(v.key())) {
              return sets.isEmpty(sets.formulas().and(value(v.key()), v.value()));
            }
          }
        }
      }
      return false;
    }

    /** Returns a cost that no completion is below. */
    long bound() {
      long cost = 0;
      for (String key : required) {
        cost = Measure.plus(cost, Measure.plus(measure.key(key), measure.of(value(key))));
      }
      return Measure.plus(cost, Measure.times(measure.freeKey(StringSet.all(), 1), lacking()));
    }

    /** Returns a number of members that must come beside the required ones. */
    private long lacking() {
      for (Condition.Some s : some) {
        if (required.stream().noneMatch(key -> s.keys().contains(key))) {
          return Math.max(1, min - required.size());
        }
      }
      return Math.max(0, min - required.size());
    }
  }

  /** One search. */
  private final class Run {
    private final Gone gone;
    private boolean needsGone;
    private long best = Measure.NEVER;
    private @Nullable Facts cheapest;
    private int cases;

    Run(Gone gone) {
      this.gone = gone;
    }

    private boolean isDone() {
      return best == 0 || best < Measure.NEVER && (deciding || cases > MOST_CASES);
    }

    /** Mutates {@code facts}. */
    void search(Facts facts, List<Condition> news, List<Choice> choices) {
      sets.spend(1);
      cases++;
      List<Choice> open = new ArrayList<>(choices);
      if (!learn(facts, news, open) || !narrow(facts, open)) {
        return;
      }
      if (!deciding && best < Measure.NEVER && facts.bound() >= best) {
        return;
      }
      if (open.isEmpty()) {
        long cost = leaf(facts);
        if (cost < best) {
          best = cost;
          cheapest = facts;
        }
        return;
      }
      Choice choice = open.remove(smallest(open));
      List<Condition> parts = new ArrayList<>(choice.parts());
      parts.sort(Comparator.comparingInt(Condition::weight));
      for (Condition part : parts) {
        if (!isDone() && !facts.excludes(part)) {
          search(facts.copy(), List.of(part), open);
        }
      }
    }

    private boolean learn(Facts facts, List<Condition> news, List<Choice> open) {
      for (Condition c : news) {
        if (c.shape() instanceof Condition.And and) {
          if (!learn(facts, and.parts(), open)) {
            return false;
          }
        } else if (c.shape() instanceof Condition.Or) {
          open.add(new Choice(c, -1));
        } else if (!facts.add(c)) {
          return false;
        }
      }
      return true;
    }

    /** Drops choices that are met, follows those that are none; false if one cannot be met. */
    private boolean narrow(Facts facts, List<Choice> open) {
      for (boolean more = true; more; ) {
        more = false;
        List<Choice> now = new ArrayList<>(open);
        open.clear();
        List<Condition> forced = new ArrayList<>();
        for (Choice choice : now) {
          if (!facts.concerns(choice)) {
            open.add(choice);
          } else if (!isMet(facts, choice)) {
            List<Condition> possible = possible(facts, choice);
            if (possible.isEmpty()) {
              return false;
            } else if (possible.size() == 1) {
              forced.add(possible.get(0));
            } else {
              open.add(new Choice(choice.condition(), possible.size()));
            }
          }
        }
        facts.news.clear();
        facts.broadNews = false;
        if (!forced.isEmpty()) {
          more = true;
          if (!learn(facts, forced, open)) {
            return false;
          }
        }
      }
      return true;
    }

    private static boolean isMet(Facts facts, Choice choice) {
      for (Condition part : choice.parts()) {
        if (facts.implies(part)) {
          return true;
        }
      }
      return false;
    }

    private static List<Condition> possible(Facts facts, Choice choice) {
      List<Condition> possible = new ArrayList<>();
      for (Condition part : choice.parts()) {
        if (!facts.excludes(part)) {
          possible.add(part);
        }
      }
      return possible;
    }

    private static int smallest(List<Choice> open) {
      int best = 0;
      for (int i = 1; i < open.size(); i++) {
        best = open.get(i).possible() < open.get(best).possible() ? i : best;
      }
      return best;
    }

    private long leaf(Facts facts) {
      boolean plain =
          facts.some.isEmpty()
              && facts.min <= facts.required.size()
              && facts.max >= facts.required.size();
      if (plain) {
        long cost = facts.bound();
        if (trying && cost < Measure.NEVER) {
          witness(facts);
        }
        return cost;
      }
      needsGone = true;
      ObjectSet set = set(facts);
      ObjectPlan plan = new ObjectPlan(sets, set, mix.splits());
      BitSet remaining = new BitSet();
      List<String> free = new ArrayList<>(gone.free());
      for (int i = 0; i < plan.declared().size(); i++) {
        Integer place = mix.indexOf(plan.declared().get(i));
        remaining.set(i, place == null || !gone.keys().get(place));
      }
      gone.keys().stream()
          .mapToObj(mix.declared()::get)
          .filter(key -> plan.indexOf(key) == null)
          .forEach(free::add);
      return new ObjectSearch(sets, plan, measure)
          .cost(
              new ObjectSearch.Rest(
                  remaining,
                  free,
                  gone.freeCount(),
                  true,
                  set.min(),
                  set.max(),
                  Emptiness.allOf(set.exists().size()),
                  Set.of(),
                  Set.of()));
    }

    private void witness(Facts facts) {
      Map<Integer, Formula> values = new HashMap<>();
      for (String key : facts.required) {
        Integer place = mix.indexOf(key);
        if (place == null) {
          return;
        }
        values.put(place, facts.value(key));
      }
      keep(new Trial(mix, values));
    }

    private ObjectSet set(Facts facts) {
      Formula anything = sets.formulas().anything();
      ObjectSet.Builder b = new ObjectSet.Builder();
      Map<String, Formula> values = new LinkedHashMap<>(facts.values);
      // The classes of free keys are without the declared ones, whether the facts name those or
      // not.
      mix.declared().forEach(key -> values.putIfAbsent(key, anything));
      b.layer(values, List.of(), anything);
      for (Condition.Every e : facts.every) {
        b.layers.add(e.keys().layer(e.value(), anything));
      }
      b.required.addAll(facts.required);
      for (Condition.Some s : facts.some) {
        b.exists.add(new ObjectSet.Exists(s.keys(), s.value()));
      }
      return b.count(facts.min, facts.max).build();
    }
  }
}
