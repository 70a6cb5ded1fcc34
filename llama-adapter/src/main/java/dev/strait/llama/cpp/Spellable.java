package dev.strait.llama.cpp;

import com.sun.jna.Pointer;
import dev.strait.llama.model.ModelException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The characters that a tokenizer can write. llama.cpp ends the process where a tokenizer of
 * sentence pieces has no token for a character, nor for its bytes.
 */
final class Spellable {

  private static final int SENTENCE_PIECES = 1;
  private static final int BLANK = '\u2581';
  private static final int BYTES = 256;

  private final boolean all;
  private final String before;
  private final BitSet characters = new BitSet();
  private final BitSet bytes = new BitSet(BYTES);

  private Spellable(LlamaApi api, long vocabulary, boolean blankFirst) {
    before = blankFirst ? " " : "";
    int size = api.vocabType(vocabulary) == SENTENCE_PIECES ? api.vocabNTokens(vocabulary) : 0;
    for (int id = 0; id < size; id++) {
      @Nullable Pointer text = api.vocabGetText(vocabulary, id);
      if (text != null) {
        add(text.getString(0, "UTF-8"));
      }
    }
    this.all = size == 0 || bytes.cardinality() == BYTES;
  }

  /**
   * Reads the tokens of the vocabulary at an address.
   *
   * @param blankFirst whether the tokenizer puts a blank before a text
   */
  static Spellable read(LlamaApi api, long vocabulary, boolean blankFirst) {
    return new Spellable(api, vocabulary, blankFirst);
  }

  private void add(String token) {
    if (token.matches("<0x[0-9A-F]{2}>")) {
      bytes.set(Integer.parseInt(token.substring(3, 5), 16));
    } else if (token.codePointCount(0, token.length()) == 1) {
      characters.set(token.codePointAt(0));
      if (token.charAt(0) < 0x80) {
        bytes.set(token.charAt(0));
      }
    }
  }

  /** Returns a character of a text that cannot be written. */
  OptionalInt missing(String text) {
    return all || text.isEmpty()
        ? OptionalInt.empty()
        : (before + text).codePoints().filter(c -> !has(c == ' ' ? BLANK : c)).findFirst();
  }

  private boolean has(int character) {
    return characters.get(character) || hasBytes(character);
  }

  private boolean hasBytes(int character) {
    byte[] spelled = Character.toString(character).getBytes(StandardCharsets.UTF_8);
    for (byte b : spelled) {
      if (!bytes.get(b & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /** Refuses a text with a character that cannot be written. */
  void check(String text) {
    OptionalInt missing = missing(text);
    if (missing.isPresent()) {
      throw new ModelException(
          String.format(
              "the model's tokenizer cannot write the character U+%04X (%s): it has no token for it,"
                  + " nor for single bytes",
              missing.getAsInt(), Character.toString(missing.getAsInt())));
    }
  }
}
