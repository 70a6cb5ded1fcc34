package dev.strait.schema.set;

import dev.strait.schema.set.ArrayPlan.Counter;
import dev.strait.schema.set.ArrayPlan.ItemClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether items that must differ can meet counters, where all positions are alike: how many
 * of each class of items are taken, no more than it has values left. Whoever meets the counters
 * does so with no more items of a class than are needed of it in all, so only these are tried.
 */
final class DistinctItems {
  private final Sets sets;
  private final List<ItemClass> classes = new ArrayList<>();
  private final List<Long> left = new ArrayList<>();
  private final Map<Key, Boolean> known = new HashMap<>();

  /** What is to be met by the classes from one on. */
  private record Key(int from, long need, long room, List<Counter> counters) {}

  private DistinctItems(Sets sets) {
    this.sets = sets;
  }

  /**
   * Returns whether some items that differ from each other and from those seen finish the array;
   * time grows with the product, over the classes but the last, of how many may be needed.
   */
  static boolean suffice(Sets sets, ArrayPlan plan, ArraySearch.Rest rest) {
    DistinctItems items = new DistinctItems(sets);
    long enough = plan.enough(plan.uniform(), rest.need(), rest.counters());
    for (ItemClass some : plan.classes(rest.counters())) {
      if (!sets.isEmpty(some.item())) {
        List<?> values = sets.left(some.item(), rest.seen(), enough);
        items.classes.add(some);
        items.left.add(values == null ? enough : values.size());
      }
    }
    return items.suffice(new Key(0, rest.need(), rest.room(), rest.counters()));
  }

  private boolean suffice(Key k) {
    if (k.need <= 0 && k.counters.stream().allMatch(c -> c.need() == 0)) {
      return true;
    }
    if (k.need > k.room || isTooMuch(k)) {
      return false;
    }
    Boolean before = known.get(k);
    if (before == null) {
      sets.spend(1);
      before = false;
      for (long n = most(k); n >= 0 && !before; n--) {
        before = suffice(after(k, n));
      }
      known.put(k, before);
    }
    return before;
  }

  /** Whether all that is left of the classes does not bring what is needed. */
  private boolean isTooMuch(Key k) {
    long all = 0;
    long[] matches = new long[k.counters.size()];
    for (int c = k.from; c < classes.size(); c++) {
      all += left.get(c);
      for (int i = 0; i < matches.length; i++) {
        matches[i] += classes.get(c).counted().get(i) ? left.get(c) : 0;
      }
    }
    boolean few = all < k.need;
    for (int i = 0; i < matches.length; i++) {
      few |= matches[i] < k.counters.get(i).need();
    }
    return few;
  }

  private long most(Key k) {
    long wanted = k.need;
    long room = Math.min(left.get(k.from), k.room);
    ItemClass items = classes.get(k.from);
    for (int i = items.counted().nextSetBit(0); i >= 0; i = items.counted().nextSetBit(i + 1)) {
      wanted = Math.max(wanted, k.counters.get(i).need());
      room = Math.min(room, k.counters.get(i).room());
    }
    return Math.min(wanted, room);
  }

  private Key after(Key k, long n) {
    List<Counter> counters = new ArrayList<>(k.counters);
    ItemClass items = classes.get(k.from);
    for (int i = items.counted().nextSetBit(0); i >= 0; i = items.counted().nextSetBit(i + 1)) {
      counters.set(i, counters.get(i).matched(n));
    }
    long room = k.room == ObjectSet.UNBOUNDED ? k.room : k.room - n;
    return new Key(k.from + 1, Math.max(0, k.need - n), room, counters);
  }
}
