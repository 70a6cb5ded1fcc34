package dev.strait.constraint;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing map from token to configuration with lock-free reads; a race costs a miss. */
final class Successors {
  private static final int LISTED = 8;

  /**
   * Keys (token + 1, 0 is free) and values: a list in order of arrival up to {@code LISTED}, then
   * open addressing, filled in place, a value before its key.
   */
  private record Table(int[] keys, @Nullable Configuration[] values, int size) {}

  private volatile @Nullable Table table;

  @Nullable Configuration get(int token) {
    Table t = table;
    if (t == null) {
      return null;
    }
    int[] keys = t.keys;
    if (keys.length <= LISTED) {
      for (int i = 0; i < t.size; i++) {
        if (keys[i] == token + 1) {
          return t.values[i];
        }
      }
      return null;
    }
    int i = slot(keys, token + 1);
    return keys[i] == 0 ? null : t.values[i];
  }

  private static int slot(int[] keys, int key) {
    int mask = keys.length - 1;
    int i = (key * 0x9e3779b9 >>> 7) & mask;
    while (keys[i] != 0 && keys[i] != key) {
      i = (i + 1) & mask;
    }
    return i;
  }

  synchronized void put(int token, Configuration value) {
    Table t = table;
    int size = t == null ? 0 : t.size;
    int capacity = t == null ? 1 : t.keys.length;
    boolean full = size == capacity || (capacity > LISTED && size * 2 >= capacity);
    Table target = t == null || full || capacity <= LISTED ? enlarged(t, full) : t;
    int i = target.keys.length <= LISTED ? size : slot(target.keys, token + 1);
    int more = target.keys[i] == 0 ? 1 : 0;
    target.values[i] = value;
    VarHandle.releaseFence();
    target.keys[i] = token + 1;
    table = new Table(target.keys, target.values, size + more);
  }

  private static Table enlarged(@Nullable Table t, boolean full) {
    int capacity = t == null ? 1 : full ? t.keys.length * 2 : t.keys.length;
    int[] keys = new int[capacity];
    @Nullable Configuration[] values = new Configuration[capacity];
    if (t != null) {
      copy(t, keys, values);
    }
    return new Table(keys, values, 0);
  }

  private static void copy(Table from, int[] keys, @Nullable Configuration[] values) {
    if (keys.length == from.keys.length) {
      System.arraycopy(from.keys, 0, keys, 0, keys.length);
      System.arraycopy(from.values, 0, values, 0, keys.length);
      return;
    }
    if (keys.length <= LISTED) {
      System.arraycopy(from.keys, 0, keys, 0, from.size);
      System.arraycopy(from.values, 0, values, 0, from.size);
      return;
    }
    for (int k = 0; k < from.keys.length; k++) {
      if (from.keys[k] != 0) {
        int i = slot(keys, from.keys[k]);
        keys[i] = from.keys[k];
        values[i] = from.values[k];
      }
    }
  }

  @Override
  public String toString() {
    Table t = table;
    return t == null ? "[]" : Arrays.toString(t.keys);
  }
}
