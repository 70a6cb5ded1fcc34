package dev.strait.llama.model;

import java.io.Serial;

/** A model, context or session was used after it, or what it stands on, was closed. */
public final class ClosedException extends ModelException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the error; the message says what happened, with numbers, and the way out. */
  public ClosedException(String message) {
    super(message);
  }
}
