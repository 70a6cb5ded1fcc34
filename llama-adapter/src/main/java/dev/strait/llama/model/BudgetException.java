package dev.strait.llama.model;

import java.io.Serial;

/** The token budget cannot hold even the smallest complete output. Nothing was generated. */
public final class BudgetException extends ModelException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the error; the message says what happened, with numbers, and the way out. */
  public BudgetException(String message) {
    super(message);
  }
}
