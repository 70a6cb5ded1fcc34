package dev.strait.examples.tokenizers;

import dev.strait.llama.gguf.ByteLevel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text in the alphabet of byte-level pieces, and back. */
final class ByteAlphabet {
  private ByteAlphabet() {}

  /** Returns the UTF-8 bytes of {@code text}, each written as its character. */
  static String write(String text) {
    return ByteLevel.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the bytes that {@code piece} writes, or null if a character is none of the alphabet.
   */
  static byte @Nullable [] read(String piece) {
    try {
      return ByteLevel.decode(piece);
    } catch (IllegalArgumentException notWritten) {
      return null;
    }
  }
}
