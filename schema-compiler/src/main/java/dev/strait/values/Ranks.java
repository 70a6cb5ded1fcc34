package dev.strait.values;

import dev.strait.rule.Rule;
import dev.strait.values.RuleWords.Edge;
import dev.strait.values.RuleWords.Leaf;
import dev.strait.values.RuleWords.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long the values of a deterministic leaf rule are, the shortest first: its words are counted
 * length by length, as far as was asked. Of numbers, texts whose fraction ends in a zero are not
 * counted, so that none counts twice.
 */
final class Ranks {
  /** There are not so many values. */
  static final long NONE = -1;

  /** So many places of the rule are followed; beyond, each value may be a byte longer. */
  private static final int MOST_PLACES = 5_000;

  private static final long MOST_VALUES = Long.MAX_VALUE / 1024;

  /** Where in a number a text ends; strings are read as integers. */
  private enum Within {
    INTEGER,
    FRACTION,
    ZERO
  }

  private record At(Place<?> place, Within within) {}

  private final boolean numbers;

  /** The number of values of up to so many bytes. */
  private final List<Long> upTo = new ArrayList<>();

  /** The ways to get to each place with as many bytes as have been counted. */
  private Map<At, Long> places = new HashMap<>();

  private Ranks(Rule<?> rule, boolean numbers) {
    this.numbers = numbers;
    places.put(new At(Place.start(rule), Within.INTEGER), 1L);
  }

  static Ranks ofStrings(Rule<?> rule) {
    return new Ranks(rule, false);
  }

  /** The rule must be without exponents. */
  static Ranks ofNumbers(Rule<?> rule) {
    return new Ranks(rule, true);
  }

  /**
   * Returns what is enough for {@code rank} of several rules' values to be passed over, quotes
   * included. If there are not so many: the greatest length.
   */
  static long bytes(List<Ranks> parts, long rank) {
    long best = Long.MAX_VALUE;
    long longest = 0;
    for (Ranks part : parts) {
      long bytes = part.bytes(rank);
      best = bytes == NONE ? best : Math.min(best, bytes);
      longest = Math.max(longest, part.upTo.size() - 1L);
    }
    return best == Long.MAX_VALUE ? longest : best;
  }

  /** Returns the length of a shortest value but {@code rank} shorter ones, or {@link #NONE}. */
  private synchronized long bytes(long rank) {
    int counted = upTo.size();
    while (counted == 0 || upTo.get(counted - 1) <= rank) {
      if (places.isEmpty()) {
        return NONE;
      }
      if (places.size() > MOST_PLACES) {
        return counted + rank;
      }
      countNext();
      counted = upTo.size();
    }
    int low = 0;
    int high = counted - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo.get(middle) > rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private void countNext() {
    Map<At, Long> next = new HashMap<>();
    long found = upTo.isEmpty() ? 0 : upTo.get(upTo.size() - 1);
    for (Map.Entry<At, Long> entry : places.entrySet()) {
      At at = entry.getKey();
      Leaf<?> leaf = at.place.expand();
      if (leaf.accepts() && at.within != Within.ZERO) {
        found = Math.min(MOST_VALUES, found + entry.getValue());
      }
      for (Edge edge : leaf.edges()) {
        step(at, entry.getValue(), edge, next);
      }
    }
    upTo.add(found);
    places = next;
  }

  private void step(At at, long ways, Edge edge, Map<At, Long> next) {
    long width = edge.last() - edge.first() + 1L;
    if (!numbers) {
      add(new At(edge.target(), Within.INTEGER), ways, width, next);
      return;
    }
    if (edge.first() == '.') {
      add(new At(edge.target(), Within.ZERO), ways, width, next);
    } else if (at.within == Within.INTEGER) {
      add(new At(edge.target(), Within.INTEGER), ways, width, next);
    } else {
      boolean zero = edge.first() == '0';
      add(new At(edge.target(), Within.FRACTION), ways, zero ? width - 1 : width, next);
      add(new At(edge.target(), Within.ZERO), ways, zero ? 1 : 0, next);
    }
  }

  private static void add(At at, long ways, long width, Map<At, Long> next) {
    if (width > 0) {
      next.merge(
          at, Math.min(MOST_VALUES / 256, ways) * width, (a, b) -> Math.min(MOST_VALUES, a + b));
    }
  }
}
