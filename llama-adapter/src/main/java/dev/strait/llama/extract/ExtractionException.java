package dev.strait.llama.extract;

import java.io.Serial;

/** A type that has no schema, or an output that cannot become a value of its type. */
public final class ExtractionException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the error; the message names the type or the place. */
  public ExtractionException(String message) {
    super(message);
  }

  ExtractionException(String message, Throwable cause) {
    super(message, cause);
  }
}
