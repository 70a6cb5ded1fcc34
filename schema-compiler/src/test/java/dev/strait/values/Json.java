package dev.strait.values;

import java.util.Random;

/** Strings to JSON texts. */
final class Json {
  private static final String VALUES = "\"\\\b\f\n\r\t/";
  private static final String NAMES = "\"\\bfnrt/";

  private Json() {}

  static String canonical(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      int at = VALUES.indexOf(c);
      if (at >= 0 && c != '/') {
        out.append('\\').append(NAMES.charAt(at));
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /** Escapes at random, whatever may be. */
  static String escaped(String text, Random random) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> one(c, out, random));
    return out.append('"').toString();
  }

  private static void one(int c, StringBuilder out, Random random) {
    int at = VALUES.indexOf(c);
    boolean must = c < 0x20 || c == '"' || c == '\\';
    int choice = random.nextInt(3);
    if (at >= 0 && choice == 0) {
      out.append('\\').append(NAMES.charAt(at));
    } else if (must || choice == 1) {
      for (char unit : Character.toChars(c)) {
        out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
      }
    } else {
      out.appendCodePoint(c);
    }
  }
}
