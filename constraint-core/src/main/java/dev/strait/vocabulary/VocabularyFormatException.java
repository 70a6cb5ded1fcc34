package dev.strait.vocabulary;

/** The text of a vocabulary cannot be read; says where. */
public final class VocabularyFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** The line at fault, counted from 1. */
  private final int line;

  /**
   * Makes the exception.
   *
   * @param line the line at fault, counted from 1
   * @param problem what is wrong with it
   */
  public VocabularyFormatException(int line, String problem) {
    super("line " + line + " of the vocabulary: " + problem);
    this.line = line;
  }

  /** Returns the line at fault, counted from 1. */
  public int line() {
    return line;
  }
}
