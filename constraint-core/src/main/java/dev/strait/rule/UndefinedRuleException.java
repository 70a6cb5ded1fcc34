package dev.strait.rule;

/** A grammar refers to a rule that it does not define. */
public final class UndefinedRuleException extends GrammarException {

  private static final long serialVersionUID = 1L;

  /** The name of the rule that refers to it; empty if the start rule itself is undefined. */
  private final String referrer;

  /**
   * Makes the exception.
   *
   * @param rule the undefined name
   * @param referrer the rule that refers to it; empty if it was to be the start
   */
  public UndefinedRuleException(String rule, String referrer) {
    super(
        rule,
        referrer.isEmpty()
            ? "the start rule " + rule + " is not defined"
            : "rule " + referrer + " refers to " + rule + ", which is not defined");
    this.referrer = referrer;
  }

  /** Returns the rule that refers to it; empty if the start rule itself is undefined. */
  public String referrer() {
    return referrer;
  }
}
