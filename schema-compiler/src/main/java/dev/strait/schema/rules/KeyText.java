package dev.strait.schema.rules;

import dev.strait.values.Escapes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The JSON texts of one character of a key, and of whole keys. */
final class KeyText {
  private KeyText() {}

  /**
   * Returns the texts of a code point as bytes in chars, hex digits in lower case.
   *
   * @throws IllegalArgumentException never; half a surrogate pair has no text
   */
  static List<String> encodings(int codePoint, Escapes escapes) {
    List<String> all = new ArrayList<>();
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      return all;
    }
    int two = "\"\\\b\f\n\r\t/".indexOf(codePoint);
    boolean raw = codePoint >= 0x20 && codePoint != '"' && codePoint != '\\';
    if (raw) {
      String utf8 = new String(Character.toChars(codePoint));
      all.add(new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
    boolean any = escapes == Escapes.ANY;
    if (two >= 0 && (any || !raw)) {
      all.add("\\" + "\"\\bfnrt/".charAt(two));
    }
    if (any || !raw && two < 0) {
      StringBuilder hex = new StringBuilder();
      for (char unit : Character.toChars(codePoint)) {
        hex.append(String.format("\\u%04x", (int) unit));
      }
      all.add(hex.toString());
    }
    return all;
  }

  /** Returns the number of bytes of the shortest text of {@code key}, quotes not included. */
  static long bytes(String key, int fromChar) {
    long n = 0;
    for (int i = fromChar; i < key.length(); ) {
      int codePoint = key.codePointAt(i);
      n += bytes(codePoint);
      i += Character.charCount(codePoint);
    }
    return n;
  }

  private static int bytes(int codePoint) {
    if ("\"\\\b\f\n\r\t".indexOf(codePoint) >= 0) {
      return 2;
    }
    return codePoint < 0x20
        ? 6
        : codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
}
