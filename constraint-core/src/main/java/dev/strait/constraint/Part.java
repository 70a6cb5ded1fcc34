package dev.strait.constraint;

import java.util.concurrent.atomic.AtomicInteger;

/** An immutable set of token ids, sparse (a list) or dense (mask words); compared by identity. */
final class Part {
  private static final AtomicInteger NEXT = new AtomicInteger();

  final int id = NEXT.getAndIncrement();

  /** The ids, in any order, duplicates possible; empty if dense. */
  final int[] ids;

  /** Mask words, or an empty array if sparse. */
  final long[] words;

  private Part(int[] ids, long[] words) {
    this.ids = ids;
    this.words = words;
  }

  static Part sparse(int[] ids) {
    return new Part(ids, new long[0]);
  }

  static Part dense(long[] words) {
    return new Part(new int[0], words);
  }

  /** Returns a part of {@code ids}: dense once the words are no larger than the list. */
  static Part of(int[] ids, int maskWords) {
    if (ids.length <= maskWords) {
      return sparse(ids);
    }
    long[] words = new long[maskWords];
    for (int id : ids) {
      words[id >>> 6] |= 1L << id;
    }
    return dense(words);
  }

  boolean isDense() {
    return words.length > 0;
  }

  /** Adds this set to a mask. */
  void addTo(long[] mask) {
    for (int id : ids) {
      mask[id >>> 6] |= 1L << id;
    }
    for (int i = 0; i < words.length; i++) {
      mask[i] |= words[i];
    }
  }
}
