package dev.strait.rule;

import java.util.BitSet;

/** How bytes are printed. */
final class Bytes {

  /** Most bytes of a literal that are printed. */
  private static final int SHOWN_BYTES = 200;

  private Bytes() {}

  /** Returns a byte range as {@code a}, {@code a-z} or {@code x00-x1F}. */
  static String range(int first, int last) {
    return first == last ? one(first) : one(first) + "-" + one(last);
  }

  /** Returns a byte as itself if it is a visible ASCII character of no special meaning. */
  private static String one(int b) {
    boolean plain = b > ' ' && b < 0x7f && b != '-' && b != '>' && b != '\\' && b != 'x';
    return plain ? Character.toString((char) b) : String.format("x%02X", b);
  }

  /** Returns a set of bytes as {@code [a-z 0-9]}. */
  static String set(BitSet set) {
    StringBuilder text = new StringBuilder("[");
    for (int first = set.nextSetBit(0); first >= 0; ) {
      int end = set.nextClearBit(first);
      text.append(text.length() > 1 ? " " : "").append(range(first, end - 1));
      first = set.nextSetBit(end);
    }
    return text.append(']').toString();
  }

  /** Returns bytes in double quotes, all but visible ASCII escaped; at most 200 are shown. */
  static String quoted(byte[] bytes) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < Math.min(bytes.length, SHOWN_BYTES); i++) {
      int b = bytes[i] & 0xff;
      if (b == '"' || b == '\\') {
        text.append('\\').append((char) b);
      } else {
        text.append(b >= ' ' && b < 0x7f ? Character.toString((char) b) : escape(b));
      }
    }
    int left = bytes.length - SHOWN_BYTES;
    return text.append(left > 0 ? "\" and " + left + " more bytes" : "\"").toString();
  }

  private static String escape(int b) {
    return b == '\n' ? "\\n" : String.format("\\x%02X", b);
  }

  /** Returns text in double quotes, quotes, backslashes and line ends escaped. */
  static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }
}
