package dev.strait.grammar;

/** The text of a grammar cannot be read; says where and what was expected. */
public final class GrammarSyntaxException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** The line at fault, counted from 1. */
  private final int line;

  /** The column at fault in code points, counted from 1. */
  private final int column;

  GrammarSyntaxException(int line, int column, String problem, String excerpt) {
    super("line " + line + ", column " + column + ": " + problem + "\n" + excerpt);
    this.line = line;
    this.column = column;
  }

  /** Returns the line at fault, counted from 1. */
  public int line() {
    return line;
  }

  /** Returns the column at fault in code points, counted from 1. */
  public int column() {
    return column;
  }
}
