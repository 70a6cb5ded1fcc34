package dev.strait.rule;

/** A rule, automaton or grammar was asked for whose language holds no string at all. */
public final class EmptyLanguageException extends GrammarException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param rule the name of the rule that no text matches
   */
  public EmptyLanguageException(String rule) {
    super(rule, "no text matches " + rule + ": its language is empty");
  }
}
