package dev.strait.examples.legal;

/** Canonical JSON strings: the shortest escapes, non-ASCII characters as they are. */
final class JsonText {

  private JsonText() {}

  /** Appends the value as a JSON string, quotes included. */
  static void appendString(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      appendChar(out, value.charAt(i));
    }
    out.append('"');
  }

  private static void appendChar(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> {
        if (c < 0x20) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
