package dev.strait.examples.cite;

import java.util.Arrays;

/**
 * A text as the model reads it, with the way back: runs of white space are one space, curly quotes
 * and long dashes are plain ones, invisible marks and control characters are gone. Immutable.
 *
 * <p>Offsets are in UTF-16 code units. Time and memory are linear in the text.
 */
final class PlainText {

  private final StringBuilder plain = new StringBuilder();
  private int[] starts;
  private int[] ends;

  private PlainText(int capacity) {
    starts = new int[Math.max(16, capacity)];
    ends = new int[starts.length];
  }

  /** Returns the plain form of {@code original} from {@code from} (inclusive) to {@code to}. */
  static PlainText of(CharSequence original, int from, int to) {
    PlainText text = new PlainText(to - from);
    int at = from;
    while (at < to) {
      int c = Character.codePointAt(original, at);
      int next = Math.min(to, at + Character.charCount(c));
      text.append(c, at, next);
      at = next;
    }
    return text;
  }

  private void append(int c, int start, int end) {
    if (isSpace(c)) {
      if (plain.length() > 0 && plain.charAt(plain.length() - 1) == ' ') {
        ends[plain.length() - 1] = end;
      } else if (plain.length() > 0) {
        put(' ', start, end);
      }
    } else if (!isInvisible(c)) {
      putPlain(c, start, end);
    }
  }

  private void putPlain(int c, int start, int end) {
    int same = plainForm(c);
    if (Character.isBmpCodePoint(same)) {
      put((char) same, start, end);
    } else {
      put(Character.highSurrogate(same), start, end);
      put(Character.lowSurrogate(same), start, end);
    }
  }

  private void put(char c, int start, int end) {
    if (plain.length() == starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
      ends = Arrays.copyOf(ends, starts.length);
    }
    starts[plain.length()] = start;
    ends[plain.length()] = end;
    plain.append(c);
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.FORMAT;
  }

  private static int plainForm(int c) {
    return switch (c) {
      case 0x2018, 0x2019, 0x201B, 0x02BC -> '\'';
      case 0x201C, 0x201D, 0x201F -> '"';
      case 0x2010, 0x2011, 0x2012, 0x2013, 0x2212 -> '-';
      default -> Character.getType(c) == Character.SURROGATE ? '?' : c;
    };
  }

  /** Returns the plain text. */
  String text() {
    return plain.toString();
  }

  /** Returns the offset in the original at which the plain character at {@code at} starts. */
  int originalStart(int at) {
    return starts[at];
  }

  /** Returns the offset in the original after the plain character before {@code end}. */
  int originalEnd(int end) {
    return ends[end - 1];
  }
}
