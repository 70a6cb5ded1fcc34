package dev.strait.examples.tokenizers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The alphabet in which byte-level tokenizers write their pieces: each of the 256 bytes is one
 * printable character. Printable Latin-1 characters stand for themselves; the other 68 bytes take
 * U+0100, U+0101, ... in order (a space is U+0120, a line feed U+010A).
 */
final class ByteAlphabet {
  private static final char[] OF_BYTE = new char[256];
  private static final Map<Character, Byte> TO_BYTE = new HashMap<>();

  static {
    char next = 0x100;
    for (int b = 0; b < 256; b++) {
      OF_BYTE[b] = isPrintable(b) ? (char) b : next++;
      TO_BYTE.put(OF_BYTE[b], (byte) b);
    }
  }

  private ByteAlphabet() {}

  private static boolean isPrintable(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
  }

  /** Returns the UTF-8 bytes of {@code text}, each written as its character. */
  static String write(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    char[] chars = new char[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      chars[i] = OF_BYTE[utf8[i] & 0xff];
    }
    return new String(chars);
  }

  /**
   * Returns the bytes that {@code piece} writes, or null if a character is none of the alphabet.
   */
  static byte @Nullable [] read(String piece) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(piece.length());
    for (int i = 0; i < piece.length(); i++) {
      Byte b = TO_BYTE.get(piece.charAt(i));
      if (b == null) {
        return null;
      }
      bytes.write(b);
    }
    return bytes.toByteArray();
  }
}
