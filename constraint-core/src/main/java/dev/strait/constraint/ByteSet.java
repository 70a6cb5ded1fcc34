package dev.strait.constraint;

/** A set of byte values, 0 to 255, as four words. */
final class ByteSet {
  private final long[] words = new long[4];

  boolean has(int b) {
    return (words[b >>> 6] >>> b & 1) != 0;
  }

  void add(int b) {
    words[b >>> 6] |= 1L << b;
  }

  /** Adds {@code first} to {@code last}, both inclusive. */
  void add(int first, int last) {
    for (int b = first; b <= last; b++) {
      add(b);
    }
  }

  void addAll(ByteSet other) {
    for (int i = 0; i < 4; i++) {
      words[i] |= other.words[i];
    }
  }

  int size() {
    int size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    return size;
  }

  boolean isEmpty() {
    return (words[0] | words[1] | words[2] | words[3]) == 0;
  }

  /** Returns the least member that is at least {@code b}, or 256. */
  int next(int b) {
    while (b < 256 && !has(b)) {
      b++;
    }
    return b;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (int b = next(0); b < 256; b = next(b + 1)) {
      int first = b;
      while (b + 1 < 256 && has(b + 1)) {
        b++;
      }
      out.append(out.isEmpty() ? "" : " ").append(name(first));
      if (b > first) {
        out.append(b > first + 1 ? ".." : " ").append(name(b));
      }
    }
    return out.toString();
  }

  /** Returns a byte as its character in quotes if it is visible ASCII, else as two hex digits. */
  static String name(int b) {
    return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : String.format("%02x", b);
  }
}
