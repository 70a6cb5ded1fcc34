package dev.strait.schema.rules;

/** The lengths of the JSON texts of keys. */
final class KeyText {
  private KeyText() {}

  /** Returns the number of bytes of the shortest text of {@code key}, quotes not included. */
  static long bytes(String key) {
    long n = 0;
    for (int i = 0; i < key.length(); ) {
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
