package dev.strait.values;

import java.nio.charset.StandardCharsets;

/** JSON string texts to strings. */
final class JsonStrings {
  private static final String NAMES = "\"\\/bfnrt";
  private static final String VALUES = "\"\\/\b\f\n\r\t";

  private JsonStrings() {}

  /** Returns the string of a valid quoted text. */
  static String unquoted(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
      } else if (text.charAt(++i) == 'u') {
        out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        out.append(VALUES.charAt(NAMES.indexOf(text.charAt(i))));
      }
    }
    return out.toString();
  }
}
