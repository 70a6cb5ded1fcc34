package dev.strait.examples.legal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A list of choices with whole-number weights. */
final class Weighted<T> {

  private final List<T> items = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private int total;

  /** Adds a choice; weight 0 or less adds nothing. */
  void add(T item, int weight) {
    if (weight > 0) {
      total += weight;
      items.add(item);
      ends.add(total);
    }
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** Returns a choice, each in proportion to its weight. O(choices). */
  T pick(RandomGenerator random) {
    int at = random.nextInt(total);
    int i = 0;
    while (ends.get(i) <= at) {
      i++;
    }
    return items.get(i);
  }

  /** Weighted lists by name. */
  static final class Lists {

    private final Map<String, Weighted<String>> byName = new HashMap<>();

    /** Returns the list of this name, which is empty until something is added. */
    Weighted<String> of(String name) {
      return byName.computeIfAbsent(name, n -> new Weighted<>());
    }

    /** Returns whether anything was added to, or asked of, a list of this name. */
    boolean has(String name) {
      return byName.containsKey(name);
    }
  }
}
