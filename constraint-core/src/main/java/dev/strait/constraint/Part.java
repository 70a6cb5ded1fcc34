package dev.strait.constraint;

import java.util.Optional;
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

  /** Returns a part of the buffer's ids: dense once the words are no larger than the list. */
  static Part of(IntBuffer ids, int maskWords) {
    if (ids.size <= maskWords) {
      return sparse(ids.toArray());
    }
    long[] words = new long[maskWords];
    add(ids, words);
    return dense(words);
  }

  /** Returns a part of the ids in mask words, which are kept if that is no larger; or nothing. */
  static Optional<Part> of(long[] words) {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    if (count > words.length) {
      return Optional.of(dense(words));
    }
    IntBuffer ids = new IntBuffer();
    dense(words).addIdsTo(ids);
    return count == 0 ? Optional.empty() : Optional.of(sparse(ids.toArray()));
  }

  /** Adds ids to mask words. */
  static void add(IntBuffer ids, long[] words) {
    int[] items = ids.items;
    for (int i = 0; i < ids.size; i++) {
      words[items[i] >>> 6] |= 1L << items[i];
    }
  }

  boolean isDense() {
    return words.length > 0;
  }

  /** Adds the ids of this set to a list. */
  void addIdsTo(IntBuffer out) {
    out.addAll(ids, 0, ids.length);
    for (int w = 0; w < words.length; w++) {
      for (long word = words[w]; word != 0; word &= word - 1) {
        out.add(w << 6 | Long.numberOfTrailingZeros(word));
      }
    }
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
