package dev.strait.examples.fuzz;

import dev.strait.llama.gguf.GgufException;
import dev.strait.llama.gguf.GgufFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Model files: their head is read or refused here, and the whole file is loaded in a process of its
 * own, which must live on.
 */
public final class GgufTarget {
  private static final Path FILE = temporary();
  private static final LoaderChild LOADER = new LoaderChild();

  private GgufTarget() {}

  /** Tries one input. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    try {
      GgufFile.read(FILE);
    } catch (GgufException expected) {
      if (String.valueOf(expected.getMessage()).isBlank()) {
        throw new AssertionError("a refusal without a reason", expected);
      }
    }
    LOADER.load(FILE);
  }

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("strait-fuzz", ".gguf");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
