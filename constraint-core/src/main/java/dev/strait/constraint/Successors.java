package dev.strait.constraint;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A growing map from token to configuration with lock-free reads; a race costs a miss. */
final class Successors {
  private static final int LISTED = 8;

  private record Entry(int token, Configuration next, int size, @Nullable Entry older) {}

  private volatile @Nullable Entry newest;
  private volatile @Nullable ConcurrentHashMap<Integer, Configuration> many;

  @Nullable Configuration get(int token) {
    for (Entry e = newest; e != null; e = e.older) {
      if (e.token == token) {
        return e.next;
      }
    }
    ConcurrentHashMap<Integer, Configuration> rest = many;
    return rest == null ? null : rest.get(token);
  }

  void put(int token, Configuration next) {
    Entry head = newest;
    int size = head == null ? 0 : head.size;
    if (size < LISTED) {
      newest = new Entry(token, next, size + 1, head);
    } else {
      rest().put(token, next);
    }
  }

  private ConcurrentHashMap<Integer, Configuration> rest() {
    ConcurrentHashMap<Integer, Configuration> known = many;
    if (known == null) {
      synchronized (this) {
        known = many;
        if (known == null) {
          known = new ConcurrentHashMap<>();
          many = known;
        }
      }
    }
    return known;
  }
}
