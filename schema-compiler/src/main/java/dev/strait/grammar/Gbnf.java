package dev.strait.grammar;

import dev.strait.rule.Expression;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads GBNF, the grammar notation of llama.cpp.
 *
 * <p>Complete: rules, literals and classes with all escapes, {@code .}, groups, {@code * + ?} and
 * {@code {m,n}}, comments, line ends inside groups and after {@code |}, token terminals and their
 * negation, recursion of every kind. Taken beyond it: left recursion, underscores in names, the
 * escape {@code \-}, and a line that begins with {@code |}. Characters are code points; a surrogate
 * cannot be written.
 *
 * <p>One difference: a token terminal of a <em>normal</em> token means its text, however divided
 * into tokens, and a negated token any one other token's text.
 */
public final class Gbnf {

  private static final String[] QUANTIFIERS = {"*", "+", "?"};

  private final Cursor cursor;
  private final Tokens tokens;
  private final Definitions definitions;

  private Gbnf(String text, @Nullable Vocabulary vocabulary) {
    this.cursor = new Cursor(text);
    this.tokens = new Tokens(vocabulary, cursor);
    this.definitions = new Definitions(cursor);
  }

  /**
   * Reads a grammar that begins with the rule {@code root}.
   *
   * @param text the grammar
   * @throws GrammarSyntaxException if it cannot be read, or refers to what is not defined
   */
  public static TextGrammar parse(String text) {
    return new Gbnf(text, null).read();
  }

  /**
   * Reads a grammar that begins with the rule {@code root} and may name tokens.
   *
   * @param vocabulary where tokens are looked up
   * @throws GrammarSyntaxException if it cannot be read, or refers to what is not defined
   */
  public static TextGrammar parse(String text, Vocabulary vocabulary) {
    return new Gbnf(text, vocabulary).read();
  }

  private TextGrammar read() {
    skipSpace(true);
    while (cursor.peek() != Cursor.END) {
      readRule();
      skipSpace(true);
    }
    return definitions.finish("root");
  }

  private void readRule() {
    int at = cursor.position();
    String name = name("the name of a rule");
    skipSpace(false);
    cursor.expect("::=");
    skipSpace(true);
    Expression body = alternatives(false);
    if (cursor.peek() != Cursor.END && cursor.peek() != '\n' && cursor.peek() != '\r') {
      throw cursor.expected("an expression, '|' or the end of the line");
    }
    definitions.define(name, body, at);
  }

  /** Skips blanks and comments, and line ends if they are not significant. */
  private void skipSpace(boolean lines) {
    while (true) {
      int c = cursor.peek();
      if (c == '#') {
        cursor.skipLine();
      } else if (c == ' ' || c == '\t' || (lines && (c == '\n' || c == '\r'))) {
        cursor.next("");
      } else {
        return;
      }
    }
  }

  private static boolean isWord(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private String name(String expected) {
    int from = cursor.position();
    while (isWord(cursor.peek())) {
      cursor.next(expected);
    }
    if (from == cursor.position()) {
      throw cursor.expected(expected);
    }
    return cursor.slice(from);
  }

  private Expression alternatives(boolean nested) {
    List<Expression> alternatives = new ArrayList<>();
    alternatives.add(sequence(nested));
    while (takeBar(nested)) {
      skipSpace(true);
      alternatives.add(sequence(nested));
    }
    return Expression.choice(alternatives);
  }

  /** Moves past a bar, also one that begins the next line. */
  private boolean takeBar(boolean nested) {
    int before = cursor.position();
    skipSpace(true);
    if (cursor.take("|")) {
      return true;
    }
    if (!nested) {
      cursor.moveTo(before);
    }
    return false;
  }

  private Expression sequence(boolean nested) {
    List<Expression> parts = new ArrayList<>();
    while (beginsItem(cursor.peek())) {
      Expression item = item();
      skipSpace(nested);
      while (beginsQuantifier(cursor.peek())) {
        item = quantified(item);
        skipSpace(nested);
      }
      parts.add(item);
    }
    return Expression.sequence(parts);
  }

  private static boolean beginsItem(int c) {
    return isWord(c) || c == '"' || c == '[' || c == '(' || c == '.' || c == '<' || c == '!';
  }

  private static boolean beginsQuantifier(int c) {
    return c == '*' || c == '+' || c == '?' || c == '{';
  }

  private Expression item() {
    int at = cursor.position();
    if (cursor.take("\"")) {
      return literal();
    }
    if (cursor.take("[")) {
      return characters();
    }
    if (cursor.take("(")) {
      cursor.enter();
      skipSpace(true);
      Expression group = alternatives(true);
      cursor.expect(")");
      cursor.leave();
      return group;
    }
    if (cursor.take(".")) {
      return Expression.codePoints(0, Character.MAX_CODE_POINT);
    }
    if (cursor.take("!")) {
      return tokens.readNegated();
    }
    return cursor.peek() == '<' ? tokens.read() : definitions.use(name("an expression"), at);
  }

  private Expression literal() {
    StringBuilder text = new StringBuilder();
    while (!cursor.take("\"")) {
      text.appendCodePoint(character("'\"'"));
    }
    return Expression.literal(text.toString());
  }

  private Expression characters() {
    boolean negated = cursor.take("^");
    List<Integer> ranges = new ArrayList<>();
    int at = cursor.position();
    while (!cursor.take("]")) {
      int first = character("']'");
      int last = first;
      if (cursor.at("-") && !cursor.at("-]")) {
        cursor.expect("-");
        last = character("the end of the range");
      }
      if (first > last) {
        throw cursor.error(at, "a range runs backwards");
      }
      ranges.add(first);
      ranges.add(last);
    }
    if (ranges.isEmpty() && !negated) {
      throw cursor.error(at, "an empty class matches nothing");
    }
    int[] pairs = ranges.stream().mapToInt(r -> r).toArray();
    return negated ? Expression.codePointsExcept(pairs) : Expression.codePoints(pairs);
  }

  private int character(String expected) {
    int c = cursor.next(expected);
    if (c != '\\') {
      return c;
    }
    int escape = cursor.next("an escape");
    return switch (escape) {
      case 'x' -> cursor.hex(2);
      case 'u' -> cursor.hex(4);
      case 'U' -> cursor.hex(8);
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'n' -> '\n';
      case '\\', '"', '[', ']', '-' -> escape;
      default ->
          throw cursor.error(
              cursor.position() - Character.charCount(escape),
              "unknown escape \\" + Character.toString(escape));
    };
  }

  private Expression quantified(Expression item) {
    int at = cursor.position();
    for (int i = 0; i < QUANTIFIERS.length; i++) {
      if (cursor.take(QUANTIFIERS[i])) {
        int most = i == 2 ? 1 : Expression.UNBOUNDED;
        return Expression.repeat(item, i == 1 ? 1 : 0, most);
      }
    }
    cursor.expect("{");
    skipSpace(true);
    int min = cursor.number();
    int max = min;
    skipSpace(true);
    if (cursor.take(",")) {
      skipSpace(true);
      max = cursor.at("}") ? Expression.UNBOUNDED : cursor.number();
      skipSpace(true);
    }
    cursor.expect("}");
    if (min > max) {
      throw cursor.error(at, "at least " + min + " but at most " + max);
    }
    return Expression.repeat(item, min, max);
  }
}
