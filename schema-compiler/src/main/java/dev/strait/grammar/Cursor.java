package dev.strait.grammar;

/** A place in the text of a grammar, with the errors that name it. */
final class Cursor {

  /** What {@link #peek} returns after the last character. */
  static final int END = -1;

  /** Most characters of a line that an error shows before the place and after it. */
  private static final int SHOWN = 60;

  /** Most groups inside one another. */
  private static final int DEPTH_LIMIT = 200;

  private final String text;
  private int position;
  private int depth;

  Cursor(String text) {
    this.text = text;
  }

  int position() {
    return position;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  /** Enters a group; groups are read recursively, so their depth is limited. */
  void enter() {
    if (++depth > DEPTH_LIMIT) {
      throw error(position, "more than " + DEPTH_LIMIT + " groups inside one another");
    }
  }

  void leave() {
    depth--;
  }

  /** Returns the code point here, or END. */
  int peek() {
    return position < text.length() ? text.codePointAt(position) : END;
  }

  /** Returns the code point here and moves past it. */
  int next(String expected) {
    int c = peek();
    if (c == END) {
      throw expected(expected);
    }
    position += Character.charCount(c);
    return c;
  }

  boolean at(String word) {
    return text.startsWith(word, position);
  }

  /** Moves past a word if it is here. */
  boolean take(String word) {
    boolean here = at(word);
    if (here) {
      position += word.length();
    }
    return here;
  }

  /** Moves past a word that must be here. */
  void expect(String word) {
    if (!take(word)) {
      throw expected("'" + word + "'");
    }
  }

  /** Moves to the end of the line, not past it. */
  void skipLine() {
    while (peek() != END && peek() != '\n' && peek() != '\r') {
      position++;
    }
  }

  String slice(int from) {
    return text.substring(from, position);
  }

  /** Returns a decimal number that must be here. */
  int number() {
    int from = position;
    while (peek() >= '0' && peek() <= '9') {
      position++;
    }
    if (from == position) {
      throw expected("a number");
    }
    try {
      return Integer.parseInt(slice(from));
    } catch (NumberFormatException tooLarge) {
      throw error(from, "the number " + slice(from) + " is too large");
    }
  }

  /** Returns the code point written as this many hex digits here. */
  int hex(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw expected(digits + " hex digits");
      }
      value = value * 16 + digit;
      position++;
    }
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    if (surrogate || !Character.isValidCodePoint(value)) {
      throw error(position - digits, "no character has the number " + slice(position - digits));
    }
    return value;
  }

  GrammarSyntaxException expected(String expected) {
    int c = peek();
    String found =
        c == END
            ? "the end of the grammar"
            : c == '\n' || c == '\r' ? "the end of the line" : "'" + Character.toString(c) + "'";
    return error(position, "expected " + expected + ", found " + found);
  }

  /** Returns an error at a place, with its line and a caret under it. */
  GrammarSyntaxException error(int at, String problem) {
    int begin = at;
    while (begin > 0 && text.charAt(begin - 1) != '\n') {
      begin--;
    }
    int end = at;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    int line = 1 + (int) text.substring(0, begin).chars().filter(c -> c == '\n').count();
    int column = 1 + text.codePointCount(begin, at);
    int from = Math.max(begin, at - SHOWN);
    String excerpt = text.substring(from, Math.min(end, at + SHOWN)).replace('\t', ' ');
    String caret = " ".repeat(text.codePointCount(from, at)) + "^";
    return new GrammarSyntaxException(line, column, problem, excerpt + "\n" + caret);
  }
}
