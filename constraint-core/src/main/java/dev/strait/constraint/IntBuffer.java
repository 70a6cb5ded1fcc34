package dev.strait.constraint;

import java.util.Arrays;

/** A growing array of ints, reused as scratch. */
final class IntBuffer {
  private static final int[] NONE = {};

  int[] items = new int[16];
  int size;

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    items[size++] = item;
  }

  void addAll(int[] source, int from, int to) {
    int needed = size + to - from;
    if (needed > items.length) {
      items = Arrays.copyOf(items, Math.max(needed, size * 2));
    }
    System.arraycopy(source, from, items, size, to - from);
    size = needed;
  }

  /** Makes room for so many items. */
  void reserve(int count) {
    if (count > items.length) {
      items = Arrays.copyOf(items, count);
    }
  }

  /** Gives back room that is not used. */
  void trim() {
    if (items.length > size + size / 8) {
      items = Arrays.copyOf(items, size);
    }
  }

  void clear() {
    size = 0;
  }

  int[] toArray() {
    return size == 0 ? NONE : Arrays.copyOf(items, size);
  }
}
