package dev.strait.llama.model;

import java.io.Serial;

/** The model could not evaluate a batch, or gave no usable numbers. */
public final class EvaluationException extends ModelException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the error; the message says what happened, with numbers, and the way out. */
  public EvaluationException(String message) {
    super(message);
  }
}
