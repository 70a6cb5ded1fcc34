package dev.strait.llama.model;

import java.io.Serial;

/**
 * A model cannot be loaded: no such file, not a model, not enough memory, a native library that is
 * missing.
 */
public final class ModelLoadException extends ModelException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the error; the message says what happened, with numbers, and the way out. */
  public ModelLoadException(String message) {
    super(message);
  }
}
