package dev.strait.examples.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.console.CommandException;
import dev.strait.llama.gguf.GgufWriter;
import dev.strait.llama.gguf.LlamaGguf;
import dev.strait.llama.gguf.LlamaShape;
import dev.strait.vocabulary.Vocabulary;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * llama.cpp's grammar sampler in a child process. A schema that brings the process down is a
 * refused schema, and a new process is started for the next one.
 */
final class LlamaGrammars implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 120;

  private final Path folder;
  private final Path model;
  private @Nullable Child child;

  private record Child(Process process, BufferedWriter in, BufferedReader out) {}

  private LlamaGrammars(Path folder, Path model) {
    this.folder = folder;
    this.model = model;
  }

  /**
   * Prepares a model file with only the vocabulary in it.
   *
   * @throws CommandException if it cannot be written
   */
  static LlamaGrammars of(Vocabulary vocabulary) {
    try {
      Path folder = Files.createTempDirectory("strait-grammars");
      Path model = folder.resolve("vocabulary.gguf");
      LlamaShape shape = new LlamaShape(vocabulary.size(), 2, 1, 1, 1, 1, 64, 10_000, 1e-5f, true);
      GgufWriter writer =
          LlamaGguf.model("vocabulary", shape, LlamaGguf.randomWeights(shape, 1, 0.1));
      LlamaGguf.byteLevel(writer, vocabulary, List.of()).write(model);
      return new LlamaGrammars(folder, model);
    } catch (IOException e) {
      throw CommandException.badInput("cannot write a temporary file: " + e.getMessage(), e);
    }
  }

  /** Compiles a case's schema and walks its tests. */
  MaskResult run(MaskCase next) {
    ObjectNode request = MAPPER.createObjectNode();
    request.put("schema", next.schema().toString());
    ArrayNode tests = request.putArray("tests");
    for (MaskCase.Test test : next.tests()) {
      ArrayNode tokens = tests.addArray();
      for (int token : test.tokens()) {
        tokens.add(token);
      }
    }
    try {
      JsonNode answer = ask(request.toString());
      if (answer.has("error")) {
        return refused(next, answer.path("error").asText());
      }
      return result(next, answer);
    } catch (IOException | TimeoutException e) {
      stop();
      return refused(next, String.valueOf(e.getMessage()));
    }
  }

  private static MaskResult refused(MaskCase next, String why) {
    return new MaskResult(next.id(), why, 0, new long[0], List.of());
  }

  private static MaskResult result(MaskCase next, JsonNode answer) {
    long[] nanos = new long[answer.path("nanos").size()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = answer.path("nanos").get(i).asLong();
    }
    List<MaskResult.Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < next.tests().size(); i++) {
      int at = answer.path("refused_at").path(i).asInt();
      verdicts.add(new MaskResult.Verdict(next.tests().get(i).valid(), at < 0, at < 0, at));
    }
    return new MaskResult(next.id(), null, answer.path("compile_ns").asLong(), nanos, verdicts);
  }

  private JsonNode ask(String request) throws IOException, TimeoutException {
    Child now = child == null ? start() : child;
    child = now;
    now.in.write(request);
    now.in.newLine();
    now.in.flush();
    return read(now);
  }

  private static JsonNode read(Child now) throws IOException, TimeoutException {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return String.valueOf(now.out.readLine());
              } catch (IOException e) {
                return "null";
              }
            });
    try {
      JsonNode answer = MAPPER.readTree(line.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      if (!answer.isObject()) {
        throw new IOException("the process ended");
      }
      return answer;
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException("no answer", e);
    } catch (JsonProcessingException e) {
      throw new IOException("the process ended in the midst of an answer", e);
    } catch (TimeoutException e) {
      throw new TimeoutException("no answer within " + PATIENCE_SECONDS + " s");
    }
  }

  private Child start() throws IOException, TimeoutException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                LlamaGrammarChild.class.getName(),
                model.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Child started =
        new Child(
            process,
            new BufferedWriter(
                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)),
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    if (!read(started).path("ready").asBoolean()) {
      throw new IOException("llama.cpp cannot be started");
    }
    return started;
  }

  private void stop() {
    Child now = child;
    if (now != null) {
      now.process.destroyForcibly();
      child = null;
    }
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("could not delete " + folder);
    }
  }
}
