package dev.strait.llama.gguf;

/**
 * The printable alphabet in which byte-level tokenizers write their tokens: each of the 256 bytes
 * is one character. Visible Latin-1 bytes stand for themselves; the others (blanks, controls) are
 * moved, in order, to U+0100 and up. So a space is {@code Ġ}.
 */
public final class ByteLevel {

  private static final char[] CHARACTERS = characters();
  private static final int[] BYTES = bytes();

  private ByteLevel() {}

  /** Returns the token text of raw bytes. */
  public static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      text.append(CHARACTERS[b & 0xff]);
    }
    return text.toString();
  }

  /**
   * Returns the raw bytes of a token text.
   *
   * @throws IllegalArgumentException if a character is not of the alphabet
   */
  public static byte[] decode(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      if (c >= BYTES.length || BYTES[c] < 0) {
        throw new IllegalArgumentException("not a byte-level character: " + (int) c);
      }
      bytes[i] = (byte) BYTES[c];
    }
    return bytes;
  }

  private static char[] characters() {
    char[] characters = new char[256];
    int moved = 256;
    for (int b = 0; b < 256; b++) {
      boolean visible = (b > ' ' && b < 0x7f) || (b > 0xa0 && b != 0xad);
      characters[b] = (char) (visible ? b : moved++);
    }
    return characters;
  }

  private static int[] bytes() {
    int[] bytes = new int[512];
    java.util.Arrays.fill(bytes, -1);
    for (int b = 0; b < 256; b++) {
      bytes[CHARACTERS[b]] = b;
    }
    return bytes;
  }
}
