package dev.strait.constraint;

/** How bytes are shown to people. */
final class Bytes {
  private Bytes() {}

  /** Returns a byte as its character in quotes if it is visible ASCII, else as two hex digits. */
  static String name(int b) {
    return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : String.format("%02x", b);
  }
}
