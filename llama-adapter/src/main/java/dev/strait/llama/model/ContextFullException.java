package dev.strait.llama.model;

import java.io.Serial;

/**
 * The tokens do not fit into what is left of the context. Nothing was evaluated: the sequence is as
 * before.
 */
public final class ContextFullException extends ModelException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the error; the message says what happened, with numbers, and the way out. */
  public ContextFullException(String message) {
    super(message);
  }
}
