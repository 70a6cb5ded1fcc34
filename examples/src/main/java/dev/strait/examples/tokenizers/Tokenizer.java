package dev.strait.examples.tokenizers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Turns text into token ids and back into bytes. Immutable; used by one thread at a time. */
public interface Tokenizer {

  /** Returns the name shown to people. */
  String name();

  /** Returns the number of ids: 0 (inclusive) to this (exclusive). */
  int size();

  /** Returns the tokens of a text; no token is added at its begin or end. */
  int[] encode(String text);

  /**
   * Returns the bytes that a token stands for; for a special token the UTF-8 bytes of its name.
   *
   * @throws IllegalArgumentException if there is no such token
   */
  byte[] bytes(int id);

  /** Returns whether the token is a control token: a symbol, not text. */
  default boolean isSpecial(int id) {
    return false;
  }

  /** Returns the bytes of several tokens, one after another. */
  default byte[] decode(int[] ids) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int id : ids) {
      all.writeBytes(bytes(id));
    }
    return all.toByteArray();
  }

  /** Returns the text of several tokens; bytes that are not UTF-8 become U+FFFD. */
  default String decodeText(int[] ids) {
    return new String(decode(ids), StandardCharsets.UTF_8);
  }
}
