package dev.strait.rule;

/** A grammar is too large to be compiled; names the limit and the way out. */
public final class GrammarLimitException extends GrammarException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param rule the rule at which the limit was reached
   * @param message which limit, and what to do
   */
  public GrammarLimitException(String rule, String message) {
    super(rule, message);
  }
}
