package dev.strait.schema.rules;

import dev.strait.schema.rules.MixRule.Known;
import dev.strait.schema.set.Condition;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Measure;
import dev.strait.schema.set.ObjectMix;
import dev.strait.values.KeySet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes are enough for the members of a mixture that are still to come.
 *
 * <p>What a search finds need not agree from member to member: it is cut off where there are many
 * cases, and what it says of one condition says nothing of the next. So a way that was found is
 * followed, member by member, and each place on it is given what is left from there, once for all;
 * where it meets a place that has its length already, that holds. Thus from each place some member
 * costs what is promised there less what is promised after it, however good the search is.
 */
final class MixLengths {
  /** So many members are followed; from there on the search is believed. */
  private static final int MOST_MEMBERS = 200;

  private final JsonRules rules;
  private final MixRule rule;
  private final ObjectMix mix;
  private final Measure bytes;
  private final ObjectMix.Search search;
  private final Map<Place, Long> known = new HashMap<>();

  /** By class of free keys: the bytes of a shortest one, negative if not known. */
  private final long[] firstKeys;

  /** What a length depends on: not which free keys have come, but how many of each class. */
  private record Place(Condition rest, int next, BitSet taken, List<Integer> used, int freeCount) {}

  /**
   * One member on a way.
   *
   * @param column the declared key's place, or the column of the free key's class
   * @param option how its value is read, and what is known after it
   * @param cost its bytes, with its comma
   * @param way how to go on
   */
  private record Step(Place from, int column, MixRule.Option option, long cost, Condition way) {
    Known after() {
      return option.after();
    }
  }

  MixLengths(JsonRules rules, MixRule rule, ObjectMix mix, Measure bytes) {
    this.rules = rules;
    this.rule = rule;
    this.mix = mix;
    this.bytes = bytes;
    this.search = mix.search(bytes);
    this.firstKeys = new long[mix.cells()];
    java.util.Arrays.fill(firstKeys, -1);
  }

  private Place place(Known k) {
    List<Integer> used = new ArrayList<>();
    for (int cell = 0; rule.isScarce() && cell < mix.cells(); cell++) {
      used.add(mix.used(cell, k.free));
    }
    return new Place(k.rest, k.next, k.taken, used, k.freeCount);
  }

  /** Returns what is enough for the members, {@link Measure#NEVER} if they cannot come. */
  long members(Known start) {
    long before = rules.lengths().cuts();
    List<Step> steps = new ArrayList<>();
    Known at = start;
    Condition way = null;
    long rest;
    while (true) {
      Long given = mix.canEnd(at.rest) ? Long.valueOf(0) : known.get(place(at));
      if (given != null) {
        rest = given;
        break;
      }
      way = way == null ? way(at, at.rest) : way;
      Step step = way == null || steps.size() == MOST_MEMBERS ? null : next(at, way);
      if (step == null) {
        rest = search.cost(at.rest, rule.gone(at), at.free, at.freeCount);
        break;
      }
      steps.add(step);
      at = step.after();
      way = step.way;
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      rest = Measure.plus(rest, steps.get(i).cost);
      if (rules.lengths().cuts() == before) {
        known.putIfAbsent(steps.get(i).from, rest);
      }
    }
    return rest;
  }

  /** Returns the members of one object, with what their values satisfy, if a way is found. */
  Optional<Map<String, Formula>> example(Known start) {
    Map<String, Formula> members = new LinkedHashMap<>();
    Known at = start;
    Condition way = mix.canEnd(start.rest) ? start.rest : way(start, start.rest);
    while (way != null && !mix.canEnd(at.rest) && members.size() < MOST_MEMBERS) {
      Step step = next(at, way);
      Optional<String> key = step == null ? Optional.empty() : key(step.column, members.keySet());
      if (step == null || key.isEmpty()) {
        return Optional.empty();
      }
      members.put(key.get(), step.option.value());
      at = step.after();
      way = step.way;
    }
    return mix.canEnd(at.rest) ? Optional.of(members) : Optional.empty();
  }

  /** Returns a key of a column that is none of those taken, if it has a short one. */
  private Optional<String> key(int column, Set<String> taken) {
    if (column < mix.declared().size()) {
      return Optional.of(mix.declared().get(column));
    }
    KeySet out = mix.declaredSet();
    for (String key : taken) {
      out = out.plus(key);
    }
    return mix.keys(column - mix.declared().size())
        .toRuleExcept(out, rules.policy().escapes())
        .flatMap(Example::of)
        .map(JsonRules::decode);
  }

  private @Nullable Condition way(Known k, Condition rest) {
    return search.way(rest, rule.gone(k), k.free, k.freeCount);
  }

  /** Returns the next member of a way, or null if none is found. */
  private @Nullable Step next(Known k, Condition way) {
    int needed = mix.firstNeeded(way);
    if (needed >= 0) {
      return cheapest(k, way, List.of(needed));
    }
    List<Integer> columns = new ArrayList<>();
    for (int key = k.next; key < mix.declared().size(); key++) {
      if (rule.mayCome(k, key) && mix.hasText(key)) {
        columns.add(key);
      }
    }
    for (int cell = 0; cell < mix.cells(); cell++) {
      if (rule.isOpen(k, cell)) {
        columns.add(mix.column(cell));
      }
    }
    return cheapest(k, way, columns);
  }

  private @Nullable Step cheapest(Known k, Condition way, List<Integer> columns) {
    int declared = mix.declared().size();
    long least = Measure.NEVER;
    Step best = null;
    for (int column : columns) {
      boolean free = column >= declared;
      Known with = free ? rule.freed(k, column - declared, null) : rule.taken(k, column);
      int to = free ? declared : column;
      Condition passed = rule.isInOrder() ? mix.passed(way, k.next, to) : way;
      long key = free ? freeKey(k, column - declared) : bytes.key(mix.declared().get(column));
      for (ObjectMix.Option planned : mix.steps(passed, column)) {
        Known after = with.with(planned.after());
        long here = Measure.plus(key, bytes.of(planned.value()));
        long rest =
            columns.size() == 1
                ? 0
                : search.cost(after.rest, rule.gone(after), after.free, after.freeCount);
        if (Measure.plus(here, rest) < least) {
          Step step = real(k, with, column, key, planned);
          least = step == null ? least : Measure.plus(here, rest);
          best = step == null ? best : step;
        }
      }
    }
    return best;
  }

  /** Returns a member that the rule can read, and that is on the way that is planned. */
  private @Nullable Step real(Known k, Known with, int column, long key, ObjectMix.Option planned) {
    long least = Measure.NEVER;
    Step best = null;
    for (MixRule.Option option : rule.options(with, column)) {
      long value = bytes.of(rules.sets().formulas().and(option.value(), planned.value()));
      if (value < least) {
        Condition way = way(option.after(), mix.and(option.after().rest, planned.after()));
        if (way != null) {
          least = value;
          long cost = Measure.plus(key, bytes.of(option.value()));
          best = new Step(place(k), column, option, cost, way);
        }
      }
    }
    return best;
  }

  /** Returns a number of bytes that suffices for one more key of a class, quotes included. */
  long keyText(Known k, int cell) {
    return freeKey(k, cell) - bytes.colon() - bytes.comma();
  }

  /** The same with colon and comma, whichever free keys have come. */
  private long freeKey(Known k, int cell) {
    if (k.freeCount > 0) {
      int n = k.freeCount + 1 + mix.declared().size();
      return bytes.freeKey(mix.keys(cell), n);
    }
    if (firstKeys[cell] < 0) {
      firstKeys[cell] = Lengths.least(rule.nextKey(rule.begin(), cell));
    }
    return Measure.plus(firstKeys[cell], bytes.colon() + bytes.comma());
  }
}
