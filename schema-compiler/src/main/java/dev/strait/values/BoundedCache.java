package dev.strait.values;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map that forgets the entry used longest ago when full. Thread-safe; one lock. */
final class BoundedCache<K, V> {
  private final Map<K, V> entries;

  BoundedCache(int capacity) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Returns the value of {@code key}; two threads that make it at once get the same one. */
  V get(K key, Function<K, V> make) {
    @Nullable V known;
    synchronized (entries) {
      known = entries.get(key);
    }
    if (known != null) {
      return known;
    }
    V made = make.apply(key);
    synchronized (entries) {
      @Nullable V other = entries.putIfAbsent(key, made);
      return other == null ? made : other;
    }
  }
}
