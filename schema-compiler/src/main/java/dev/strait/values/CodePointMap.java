package dev.strait.values;

import java.util.Arrays;

/** Ranges of code points (or of units of UTF-16), ascending and disjoint, each with a target. */
final class CodePointMap {
  /** Triples first, last (inclusive), target. */
  private int[] items = new int[24];

  private int size;

  /** Adds a range above all others; widens the last one if they meet in place and target. */
  void add(int first, int last, int target) {
    int n = 3 * size;
    if (size > 0 && items[n - 1] == target && items[n - 2] + 1 == first) {
      items[n - 2] = last;
      return;
    }
    if (n == items.length) {
      items = Arrays.copyOf(items, 2 * n);
    }
    items[n] = first;
    items[n + 1] = last;
    items[n + 2] = target;
    size++;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int first(int range) {
    return items[3 * range];
  }

  int last(int range) {
    return items[3 * range + 1];
  }

  int target(int range) {
    return items[3 * range + 2];
  }

  /** Returns the number of the first range that ends at {@code value} or above; may be size. */
  int at(int value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (last(middle) < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the target of {@code value}, or -1. */
  int get(int value) {
    int range = at(value);
    return range < size && first(range) <= value ? target(range) : -1;
  }
}
