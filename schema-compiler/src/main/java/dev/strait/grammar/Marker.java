package dev.strait.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.rule.Expression;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.util.Arrays;

/**
 * What a tag begins or ends with: a text, or a control token.
 *
 * @param text the text, or the token's name
 * @param token the token's id, or {@link #TEXT}
 */
public record Marker(String text, int token) {

  /** The id of no token: the marker is text. */
  public static final int TEXT = -1;

  /** Returns a marker of text. */
  public static Marker text(String text) {
    return new Marker(text, TEXT);
  }

  /** Returns the control token of this name if the vocabulary has it, else the name as text. */
  public static Marker find(String name, Vocabulary vocabulary) {
    byte[] bytes = name.getBytes(UTF_8);
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.kind(id) == TokenKind.CONTROL
          && vocabulary.byteLength(id) == bytes.length
          && Arrays.equals(vocabulary.bytes(id), bytes)) {
        return new Marker(name, id);
      }
    }
    return text(name);
  }

  boolean isText() {
    return token == TEXT;
  }

  Expression expression() {
    return isText() ? Expression.literal(text) : Expression.control(token);
  }
}
