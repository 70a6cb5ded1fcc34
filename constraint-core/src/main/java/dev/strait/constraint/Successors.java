package dev.strait.constraint;

import org.jspecify.annotations.Nullable;

/**
 * A growing map from token to configuration with lock-free reads; a race costs a miss.
 *
 * <p>Open addressing by token id in arrays that are at most half full. An entry is immutable, so a
 * reader sees a whole one or none.
 */
final class Successors {
  private static final int SMALLEST = 4;
  private static final @Nullable Entry[] NONE = new Entry[1];

  private record Entry(int token, Configuration next) {}

  /** A power of two of places; replaced when it grows. */
  private volatile @Nullable Entry[] places = NONE;

  private int size;

  @Nullable Configuration get(int token) {
    @Nullable Entry[] all = places;
    for (int at = token; ; at++) {
      Entry entry = all[at & all.length - 1];
      if (entry == null) {
        return null;
      }
      if (entry.token == token) {
        return entry.next;
      }
    }
  }

  /** Adds an entry; the first for a token stays. */
  synchronized void put(int token, Configuration next) {
    if (get(token) != null) {
      return;
    }
    @Nullable Entry[] all = places;
    if (2 * ++size > all.length) {
      all = grown(all);
    }
    insert(new Entry(token, next), all);
    places = all;
  }

  private static @Nullable Entry[] grown(@Nullable Entry[] old) {
    @Nullable Entry[] all = new Entry[Math.max(SMALLEST, 2 * old.length)];
    for (Entry entry : old) {
      if (entry != null) {
        insert(entry, all);
      }
    }
    return all;
  }

  private static void insert(Entry entry, @Nullable Entry[] into) {
    int at = entry.token;
    while (into[at & into.length - 1] != null) {
      at++;
    }
    into[at & into.length - 1] = entry;
  }
}
