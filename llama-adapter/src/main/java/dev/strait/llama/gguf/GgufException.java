package dev.strait.llama.gguf;

import java.io.IOException;
import java.io.Serial;

/** A file that is not a GGUF file that this code can read; the message says where and why. */
public final class GgufException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  GgufException(String message) {
    super(message);
  }
}
