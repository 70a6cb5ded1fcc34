package dev.strait.values;

/**
 * A finite set of strings that grows by sharing: {@link #plus} costs the length of the new string.
 * Immutable; equal if the strings are equal, in whatever order they came.
 */
public final class KeySet {
  private KeySet() {}

  /** Returns the empty set. */
  public static KeySet empty() {
    throw new UnsupportedOperationException("in work");
  }

  /** Returns this set and {@code key}. */
  public KeySet plus(String key) {
    throw new UnsupportedOperationException("in work");
  }

  /** Returns whether {@code key} is in the set. */
  public boolean contains(String key) {
    throw new UnsupportedOperationException("in work");
  }

  /** Returns the number of strings. */
  public int size() {
    throw new UnsupportedOperationException("in work");
  }
}
