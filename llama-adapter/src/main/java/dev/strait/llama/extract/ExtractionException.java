package dev.strait.llama.extract;

import java.io.Serial;

/** An output that was ended early, or that cannot become a value of its type. */
public final class ExtractionException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ExtractionException(String message) {
    super(message);
  }

  ExtractionException(String message, Throwable cause) {
    super(message, cause);
  }
}
