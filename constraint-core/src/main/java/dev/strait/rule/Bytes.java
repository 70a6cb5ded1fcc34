package dev.strait.rule;

/** How bytes are printed. */
final class Bytes {

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

  /** Returns text in double quotes, quotes, backslashes and line ends escaped. */
  static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }
}
