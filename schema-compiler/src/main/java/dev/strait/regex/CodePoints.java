package dev.strait.regex;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** A set of Unicode scalar values and surrogates: sorted, disjoint, not touching. Immutable. */
final class CodePoints {
  static final int MAX = 0x10FFFF;
  static final CodePoints NONE = new CodePoints(new int[0]);
  static final CodePoints ALL = of(0, MAX);

  /** Ranges as pairs first, last (inclusive), ascending. */
  private final int[] ranges;

  private CodePoints(int[] ranges) {
    this.ranges = ranges;
  }

  static CodePoints of(int first, int last) {
    return new CodePoints(new int[] {first, last});
  }

  /** Returns the union of pairs first, last in any order. */
  static CodePoints ofPairs(int... pairs) {
    long[] sorted = new long[pairs.length / 2];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = (long) pairs[2 * i] << 32 | pairs[2 * i + 1];
    }
    Arrays.sort(sorted);
    int[] out = new int[pairs.length];
    int size = 0;
    for (long pair : sorted) {
      int first = (int) (pair >> 32);
      int last = (int) pair;
      if (size > 0 && first <= out[size - 1] + 1) {
        out[size - 1] = Math.max(out[size - 1], last);
      } else {
        out[size++] = first;
        out[size++] = last;
      }
    }
    return new CodePoints(Arrays.copyOf(out, size));
  }

  /** Returns the code points for which {@code test} holds; visits all 1,114,112. */
  static CodePoints where(IntPredicate test) {
    int[] out = new int[64];
    int size = 0;
    int begin = -1;
    for (int c = 0; c <= MAX + 1; c++) {
      boolean in = c <= MAX && test.test(c);
      if (in && begin < 0) {
        begin = c;
      } else if (!in && begin >= 0) {
        if (size == out.length) {
          out = Arrays.copyOf(out, size * 2);
        }
        out[size++] = begin;
        out[size++] = c - 1;
        begin = -1;
      }
    }
    return new CodePoints(Arrays.copyOf(out, size));
  }

  int rangeCount() {
    return ranges.length / 2;
  }

  int first(int range) {
    return ranges[2 * range];
  }

  int last(int range) {
    return ranges[2 * range + 1];
  }

  boolean isEmpty() {
    return ranges.length == 0;
  }

  boolean contains(int codePoint) {
    int low = 0;
    int high = rangeCount() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (codePoint < first(middle)) {
        high = middle - 1;
      } else if (codePoint > last(middle)) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  CodePoints or(CodePoints other) {
    int[] pairs = Arrays.copyOf(ranges, ranges.length + other.ranges.length);
    System.arraycopy(other.ranges, 0, pairs, ranges.length, other.ranges.length);
    return ofPairs(pairs);
  }

  CodePoints not() {
    int[] out = new int[ranges.length + 2];
    int size = 0;
    int begin = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] > begin) {
        out[size++] = begin;
        out[size++] = ranges[i] - 1;
      }
      begin = ranges[i + 1] + 1;
    }
    if (begin <= MAX) {
      out[size++] = begin;
      out[size++] = MAX;
    }
    return new CodePoints(Arrays.copyOf(out, size));
  }

  CodePoints and(CodePoints other) {
    return not().or(other.not()).not();
  }

  CodePoints minus(CodePoints other) {
    return and(other.not());
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof CodePoints other && Arrays.equals(ranges, other.ranges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ranges);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("[");
    for (int i = 0; i < ranges.length; i += 2) {
      shown(ranges[i], out);
      if (ranges[i + 1] > ranges[i]) {
        shown(ranges[i + 1], out.append('-'));
      }
    }
    return out.append(']').toString();
  }

  private static void shown(int codePoint, StringBuilder out) {
    if (codePoint > 0x20 && codePoint < 0x7f && "[]-\\".indexOf(codePoint) < 0) {
      out.appendCodePoint(codePoint);
    } else {
      out.append("\\x{").append(Integer.toHexString(codePoint)).append('}');
    }
  }
}
