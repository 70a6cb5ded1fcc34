package dev.strait.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.rule.Dfa;
import dev.strait.rule.Expression;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that a grammar names: {@code <[42]>} by id, {@code <|name|>} by text.
 *
 * <p>A control token is a symbol of its own. A normal token stands for its bytes, in whatever
 * tokens they come: the engine constrains text, not its division.
 */
final class Tokens {

  private final @Nullable Vocabulary vocabulary;
  private final Cursor cursor;

  Tokens(@Nullable Vocabulary vocabulary, Cursor cursor) {
    this.vocabulary = vocabulary;
    this.cursor = cursor;
  }

  /** Reads {@code <[id]>} or {@code <text>} at the cursor, which stands on the {@code <}. */
  Expression read() {
    return token(id());
  }

  /** Reads a token and returns any one token but it; end-of-generation tokens are never meant. */
  Expression readNegated() {
    return anyExcept(id());
  }

  private int id() {
    int at = cursor.position();
    cursor.expect("<");
    if (cursor.take("[")) {
      int id = cursor.number();
      cursor.expect("]");
      cursor.expect(">");
      if (vocabulary != null && id >= vocabulary.size()) {
        throw cursor.error(at, "the vocabulary has no token " + id);
      }
      return id;
    }
    while (cursor.peek() != '>') {
      if (cursor.peek() == '\n') {
        throw cursor.expected("'>'");
      }
      cursor.next("'>'");
    }
    cursor.expect(">");
    return find(cursor.slice(at), at);
  }

  private int find(String name, int at) {
    if (vocabulary == null) {
      throw cursor.error(at, "token " + name + " needs a vocabulary to be looked up in");
    }
    byte[] bytes = name.getBytes(UTF_8);
    int found = -1;
    for (int id = 0; id < vocabulary.size(); id++) {
      boolean better = found < 0 || vocabulary.kind(found) != TokenKind.CONTROL;
      if (better
          && vocabulary.byteLength(id) == bytes.length
          && vocabulary.kind(id) != TokenKind.UNUSED
          && Arrays.equals(vocabulary.bytes(id), bytes)
          && (found < 0 || vocabulary.kind(id) == TokenKind.CONTROL)) {
        found = id;
      }
    }
    if (found < 0) {
      throw cursor.error(at, "the vocabulary has no token " + name);
    }
    return found;
  }

  private Expression token(int id) {
    boolean text = vocabulary != null && vocabulary.isText(id);
    return text && vocabulary != null
        ? Expression.literal(vocabulary.bytes(id))
        : Expression.control(id);
  }

  private Expression anyExcept(int excluded) {
    if (vocabulary == null) {
      throw cursor.error(cursor.position(), "a negated token needs a vocabulary");
    }
    List<byte[]> texts = new ArrayList<>();
    List<Expression> any = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (id != excluded && vocabulary.isText(id)) {
        texts.add(vocabulary.bytes(id));
      } else if (id != excluded
          && vocabulary.kind(id) == TokenKind.CONTROL
          && !vocabulary.isEndOfGeneration(id)) {
        any.add(Expression.control(id));
      }
    }
    if (!texts.isEmpty()) {
      any.add(Expression.regular(Dfa.literals(texts)));
    }
    return Expression.choice(any);
  }
}
