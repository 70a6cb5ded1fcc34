package dev.strait.llama.model;

import java.io.Serial;

/** Two threads used one context at the same time: give each thread a context of its own. */
public final class ConcurrentUseException extends ModelException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the error; the message says what happened, with numbers, and the way out. */
  public ConcurrentUseException(String message) {
    super(message);
  }
}
