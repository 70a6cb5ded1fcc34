package dev.strait.llama.model;

import java.io.Serial;

/** What went wrong with a model, its memory or a generation; the subclasses are the cases. */
public class ModelException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the error; the message says what happened, with numbers, and the way out. */
  public ModelException(String message) {
    super(message);
  }
}
