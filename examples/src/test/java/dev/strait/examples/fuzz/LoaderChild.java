package dev.strait.examples.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.model.ModelLoadException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads model files in a process of its own, one after the other; its death is a fault. */
final class LoaderChild {
  private @Nullable Process process;
  private @Nullable PrintStream to;
  private @Nullable BufferedReader from;

  /** Loads a file; it is loaded or refused, or this throws. */
  void load(Path file) throws IOException {
    if (process == null || !process.isAlive()) {
      start();
    }
    java.util.Objects.requireNonNull(to).println(file);
    String answer = java.util.Objects.requireNonNull(from).readLine();
    if (answer == null || !(answer.equals("loaded") || answer.startsWith("refused: "))) {
      throw new AssertionError("the loader's process answers: " + answer);
    }
  }

  private void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LoaderChild.class.getName());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process started = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    process = started;
    to = new PrintStream(started.getOutputStream(), true, UTF_8);
    from = new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8));
  }

  /** The process: a path a line in, an answer a line out. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(load(line));
    }
  }

  private static String load(String file) {
    try (LlamaModel model = LlamaModel.load(Path.of(file))) {
      return model.vocabulary().size() > 0 ? "loaded" : "a model without a vocabulary";
    } catch (ModelLoadException e) {
      return "refused: " + String.valueOf(e.getMessage()).replace('\n', ' ');
    } catch (RuntimeException | Error e) {
      return "fault: " + e;
    }
  }
}
