package dev.strait.rule;

/** A grammar cannot be compiled; says which rule is at fault. */
public class GrammarException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The name of the rule at fault. */
  private final String rule;

  /**
   * Makes the exception.
   *
   * @param rule the name of the rule at fault
   * @param message what is wrong, for people
   */
  public GrammarException(String rule, String message) {
    super(message);
    this.rule = rule;
  }

  /** Returns the name of the rule at fault. */
  public final String rule() {
    return rule;
  }
}
