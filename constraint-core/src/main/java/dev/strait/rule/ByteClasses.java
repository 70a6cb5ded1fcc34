package dev.strait.rule;

/** Partitions the bytes into intervals that a set of ranges does not tell apart. */
final class ByteClasses {

  private ByteClasses() {}

  /**
   * Returns the class of each byte, numbered from 0 ascending; the number of classes is that of
   * byte 255 plus one.
   *
   * @param first first byte of each range, inclusive, unsigned
   * @param last last byte of each range, inclusive, unsigned
   */
  static byte[] of(byte[] first, byte[] last) {
    boolean[] begins = new boolean[257];
    for (int i = 0; i < first.length; i++) {
      begins[first[i] & 0xff] = true;
      begins[(last[i] & 0xff) + 1] = true;
    }
    byte[] classes = new byte[256];
    for (int b = 1; b < 256; b++) {
      classes[b] = (byte) (classes[b - 1] + (begins[b] ? 1 : 0));
    }
    return classes;
  }
}
