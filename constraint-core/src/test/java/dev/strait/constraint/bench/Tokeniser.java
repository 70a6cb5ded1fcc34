package dev.strait.constraint.bench;

import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Splits text into the longest tokens that match, from left to right. */
final class Tokeniser {
  private final Map<String, Integer> ids = new HashMap<>();
  private int longest = 1;

  Tokeniser(Vocabulary vocabulary) {
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isText(id)) {
        String text = new String(vocabulary.bytes(id), StandardCharsets.ISO_8859_1);
        ids.putIfAbsent(text, id);
        longest = Math.max(longest, Math.min(text.length(), 32));
      }
    }
  }

  /** Returns the tokens of a text. */
  int[] tokens(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    String bytes = new String(utf8, StandardCharsets.ISO_8859_1);
    int[] tokens = new int[bytes.length()];
    int count = 0;
    for (int i = 0; i < bytes.length(); ) {
      int length = Math.min(longest, bytes.length() - i);
      Integer id = ids.get(bytes.substring(i, i + length));
      while (id == null) {
        id = ids.get(bytes.substring(i, i + --length));
      }
      tokens[count++] = id;
      i += length;
    }
    return Arrays.copyOf(tokens, count);
  }
}
