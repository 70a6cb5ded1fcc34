package dev.strait.automaton;

/**
 * Hashes of lists of small numbers. The sum of powers of 31 that {@link java.util.Arrays#hashCode}
 * computes gives lists of neighbouring states one hash in great numbers; here each item is mixed in
 * by a multiplication with an odd number of 32 bits (Knuth, "The Art of Computer Programming" 3,
 * section 6.4).
 */
public final class IntHash {
  private IntHash() {}

  /** Returns the hash of the first {@code size} items. */
  public static int of(int[] items, int size) {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = mixed(hash, items[i]);
    }
    return hash;
  }

  /** Returns the hash of a list that has one more item. */
  public static int mixed(int hash, int item) {
    int product = (hash ^ item) * 0x9e3779b1;
    return product ^ product >>> 15;
  }
}
