package dev.strait.examples.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** Reads the files a user names; every failure is a {@link CommandException} that says which. */
public final class Inputs {
  private static final Path STANDARD_INPUT = Path.of("-");

  private Inputs() {}

  /** Returns the bytes of a file, or of standard input where the path is {@code -}. */
  public static byte[] bytes(Path path) {
    try (InputStream in = open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Returns a file's text, which must be UTF-8; {@code -} is standard input. */
  public static String text(Path path) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(path))).toString();
    } catch (CharacterCodingException e) {
      throw CommandException.badInput(path + " is not UTF-8 text", e);
    }
  }

  /** Opens a file for reading by lines; unpacked where its name ends in {@code .gz}. */
  public static BufferedReader lines(Path path) {
    return new BufferedReader(new InputStreamReader(open(path), StandardCharsets.UTF_8), 1 << 16);
  }

  /** Opens a file; unpacked where its name ends in {@code .gz}. */
  public static InputStream open(Path path) {
    if (path.equals(STANDARD_INPUT)) {
      return System.in;
    }
    checkReadable(path);
    try {
      InputStream in = Files.newInputStream(path);
      return path.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Returns the resource of the application with this absolute name. */
  public static byte[] resource(String name) {
    try (InputStream in = Inputs.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the application lacks its resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a resource of the application that can only be read from a file, as models are: from a
   * temporary one, which is gone when this returns.
   */
  public static <T> T opened(String resource, Function<Path, T> open) {
    try {
      Path copy = Files.createTempFile("strait", ".gguf");
      try {
        Files.write(copy, resource(resource));
        return open.apply(copy);
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw CommandException.badInput("cannot write a temporary file: " + e.getMessage(), e);
    }
  }

  /** Writes text to a file as UTF-8, or to standard output where the path is {@code -}. */
  public static void write(Path path, String text) {
    if (path.equals(STANDARD_INPUT)) {
      System.out.print(text);
      return;
    }
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(path, text);
    } catch (IOException e) {
      throw CommandException.badInput("cannot write " + path + ": " + reason(e), e);
    }
  }

  /** Checks that a path names a file. */
  public static void checkReadable(Path path) {
    if (Files.notExists(path)) {
      throw CommandException.badInput(
          "no such file: " + path + " (looked in " + Path.of("").toAbsolutePath() + ")");
    }
    if (Files.isDirectory(path)) {
      throw CommandException.badInput(path + " is a folder, not a file");
    }
  }

  private static CommandException unreadable(Path path, IOException e) {
    return CommandException.badInput("cannot read " + path + ": " + reason(e), e);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
