package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.set.ArrayPlan.Counter;
import dev.strait.schema.set.ArrayPlan.Step;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * How many bytes are enough to finish an array from the midst of it.
 *
 * <p>Least lengths must agree from item to item, or a budget runs out: from every place some way on
 * must cost no more than is said there, whatever the items are that come unknown. So an item that
 * must differ from others is priced by their number: the k-th of a list of values is enough for
 * whoever must leave k - 1 of them alone. Arrays that must be none of some others are given one
 * item that none of those has at its place, or more items until they are longer than those of the
 * same length, or, where neither is known to do, any items.
 */
final class ArrayLengths {
  /** Up to so many items are priced one by one. */
  private static final int MANY = 1_000;

  private final Sets sets;
  private final ArrayPlan plan;
  private final Measure measure;
  private final ArraySearch search;

  ArrayLengths(Sets sets, ArrayPlan plan, Measure measure, ArraySearch search) {
    this.sets = sets;
    this.plan = plan;
    this.measure = measure;
    this.search = search;
  }

  /** Returns a cost that is enough for the items still to come, if they can be completed. */
  long cost(ArraySearch.Rest rest) {
    long items =
        rest.duplicate()
            ? search.duplicating(rest)
            : plan.unique() ? unique(rest) : search.plain(rest);
    return rest.excluded().isEmpty() ? items : Measure.plus(items, apart(rest, rest.excluded(), 0));
  }

  private long with(Formula item, ArraySearch.Rest rest, long others) {
    return Measure.plus(measure.comma(), measure.of(item, rest.seen(), rest.unknown() + others));
  }

  private Formula item(long position) {
    return plan.item((int) Math.min(position, plan.uniform()));
  }

  // ---- items that differ from each other

  private long unique(ArraySearch.Rest rest) {
    List<Counter> counters = rest.counters();
    if (rest.need() == 0 && counters.stream().allMatch(c -> c.need() == 0)) {
      return 0;
    }
    return counters.stream().allMatch(Counter::idle) ? uncounted(rest) : counted(rest);
  }

  private long uncounted(ArraySearch.Rest rest) {
    boolean alike = rest.position() >= plan.uniform();
    if (alike && rest.need() > MANY) {
      return Measure.times(with(item(plan.uniform()), rest, rest.need() - 1), rest.need());
    }
    long cost = 0;
    for (long i = 0; i < rest.need(); i++) {
      long position = rest.position() + i;
      cost = Measure.plus(cost, with(item(position), rest, alike ? i : rest.need() - 1));
    }
    return cost;
  }

  /** Items are counted: as many as suffice, each dearer by what passing over all others costs. */
  private long counted(ArraySearch.Rest rest) {
    long wanted = rest.counters().stream().mapToLong(Counter::need).sum();
    long all = plan.enough(rest.position(), rest.need(), rest.counters());
    long dearest = 0;
    long more = 0;
    for (int p = rest.position(); p <= plan.uniform(); p++) {
      for (Step step : plan.steps(p, rest.counters())) {
        long least = measure.of(step.item());
        if (least < Measure.NEVER) {
          dearest = Math.max(dearest, least);
          more = Math.max(more, measure.of(step.item(), rest.seen(), rest.unknown() + all) - least);
        }
      }
    }
    if (search.isLoose(rest, all)) {
      return Measure.plus(search.plain(rest), Measure.times(more, all));
    }
    long most = wanted + Math.max(rest.need(), before(rest));
    return Measure.times(measure.comma() + dearest + more, most);
  }

  /** Returns the number of positions still to come before all are alike. */
  private long before(ArraySearch.Rest rest) {
    return Math.max(0, plan.uniform() - rest.position());
  }

  // ---- arrays that differ from others

  /**
   * Returns what is enough more for the array to be none of some others.
   *
   * @param others values that agree with the items so far
   * @param unknown the number of further others
   */
  long apart(ArraySearch.Rest rest, Collection<JsonNode> others, long unknown) {
    long all = others.size() + unknown;
    if (all == 0) {
      return 0;
    }
    boolean plain = !rest.duplicate() && rest.counters().stream().allMatch(Counter::idle);
    long wanted = rest.counters().stream().mapToLong(Counter::need).sum();
    long items = wanted == 0 ? rest.need() : wanted + Math.max(rest.need(), before(rest));
    long least = items + (rest.duplicate() ? plan.uniform() + 2 : 0);
    long more = plain ? run(others, rest.index() + rest.need(), unknown) : all;
    if (more == 0) {
      return 0;
    }
    long best = plain ? item(rest, others, unknown) : Measure.NEVER;
    boolean room = rest.room() == ObjectSet.UNBOUNDED || rest.room() >= least + more;
    if (room) {
      long from = rest.position() + (plain ? rest.need() : 0);
      best = Math.min(best, Measure.times(extra(rest, from, least + more), more));
    }
    return best < Measure.NEVER ? best : anything(rest, all);
  }

  /**
   * Returns what is enough for an item more than are needed, at whatever position from one on it
   * comes; {@link Measure#NEVER} if at some position none can be added.
   *
   * @param items so many items may come
   */
  private long extra(ArraySearch.Rest rest, long from, long items) {
    long each = 0;
    for (long p = Math.min(from, plan.uniform()); p <= plan.uniform(); p++) {
      Formula extra = extra(rest, (int) p);
      boolean endless = measure.of(extra) < Measure.NEVER && isEndless(extra, rest, items);
      long item =
          plan.unique() && endless
              ? with(extra, rest, items)
              : Measure.plus(measure.comma(), measure.of(extra));
      each = Math.max(each, endless ? item : Measure.NEVER);
    }
    return each;
  }

  /**
   * Returns what is enough more for one of the items needed, or for one item more, to be none of
   * those that others have there, if the list of its values is long enough: it may be a value that
   * is listed. Where items are unique that is the next one.
   */
  private long item(ArraySearch.Rest rest, Collection<JsonNode> others, long unknown) {
    long best = Measure.NEVER;
    long last = plan.unique() ? 1 : Math.min(MANY, Math.max(1, rest.need()));
    for (int i = 0; i < Math.min(last, rest.room()); i++) {
      Formula item = item(rest.position() + (long) i);
      Seen seen = rest.seen();
      for (JsonNode other : others) {
        JsonNode its = other.get(rest.index() + i);
        seen = its == null ? seen : seen.plus(its);
      }
      long value = measure.listed(item, seen, rest.unknown() + unknown);
      long instead =
          i >= rest.need() ? -measure.comma() : measure.of(item, rest.seen(), rest.unknown());
      best = value >= Measure.NEVER ? best : Math.min(best, Math.max(0, value - instead));
    }
    return best;
  }

  private boolean isEndless(Formula extra, ArraySearch.Rest rest, long more) {
    return !plan.unique() || sets.moreThan(extra, rest.seen().size() + rest.unknown() + more);
  }

  /** Returns the items of a position that no counter keeps from coming. */
  private Formula extra(ArraySearch.Rest rest, int position) {
    Formulas formulas = sets.formulas();
    Formula extra = plan.item(position);
    for (int i = 0; i < rest.counters().size(); i++) {
      if (rest.counters().get(i).room() != ObjectSet.UNBOUNDED) {
        extra = formulas.and(extra, formulas.not(plan.counted(i)));
      }
    }
    return extra;
  }

  /** Returns how many sizes from one on, one after the other, may be those of others. */
  static long run(Collection<JsonNode> others, long size, long unknown) {
    BitSet sizes = new BitSet();
    others.forEach(other -> sizes.set(other.size()));
    long left = unknown;
    long at = size;
    while (at < Integer.MAX_VALUE && (sizes.get((int) at) || left > 0)) {
      left -= sizes.get((int) at) ? 0 : 1;
      at++;
    }
    return at - size;
  }

  /** Returns the cost of all items that may come, each of which differs from those of others. */
  private long anything(ArraySearch.Rest rest, long others) {
    long most = rest.room() == ObjectSet.UNBOUNDED ? others + rest.need() + 2 : rest.room();
    int values = sets.lengths(plan.item(plan.uniform()), measure).length;
    most = plan.unique() && values > 0 ? Math.min(most, (long) plan.uniform() + values) : most;
    long cost = 0;
    for (long i = 0; i < most && cost < Measure.NEVER; i++) {
      Formula item = item(rest.position() + i);
      if (measure.of(item) >= Measure.NEVER) {
        break;
      }
      cost = Measure.plus(cost, with(item, rest, others + (plan.unique() ? most : 0)));
    }
    return cost;
  }
}
