package dev.strait.examples.sampling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of a run, one JSON object a line: the first tells what was run, each further one is an
 * {@link Output}. Texts are appended as they are made, so that a run that was stopped goes on where
 * it was; half a line at the end is what a stopped run may leave, and is dropped.
 */
final class RunFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private final Map<String, Output> outputs = new LinkedHashMap<>();

  private RunFile(Path file) {
    this.file = file;
  }

  /**
   * Opens a run.
   *
   * @param header what is run; a file that begins with another one is refused
   * @throws CommandException if the file is of another run, or cannot be read or written
   */
  static RunFile open(Path file, JsonNode header) {
    RunFile run = new RunFile(file);
    if (Files.notExists(file)) {
      Inputs.write(file, header + "\n");
      return run;
    }
    List<String> lines = Inputs.text(file).lines().toList();
    if (lines.isEmpty() || !header.equals(parse(lines.get(0)))) {
      throw CommandException.badInput(
          file + " holds another run (other model, prompt or settings); name another --out folder");
    }
    run.read(lines.subList(1, lines.size()));
    run.rewrite(header);
    return run;
  }

  /** Reads the texts of a run without its settings. */
  static List<Output> outputs(Path file) {
    RunFile run = new RunFile(file);
    List<String> lines = Inputs.text(file).lines().toList();
    run.read(lines.subList(Math.min(1, lines.size()), lines.size()));
    return run.outputs();
  }

  private void read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      JsonNode node = parse(lines.get(i));
      if (node != null) {
        Output output = Output.of(node);
        outputs.put(output.key(), output);
      } else if (i < lines.size() - 1) {
        throw CommandException.badInput(file + ", line " + (i + 2) + " is not JSON");
      }
    }
  }

  private static @org.jspecify.annotations.Nullable JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private void rewrite(JsonNode header) {
    StringBuilder all = new StringBuilder(header + "\n");
    outputs.values().forEach(output -> all.append(output.json()).append('\n'));
    Inputs.write(file, all.toString());
  }

  boolean has(String key) {
    return outputs.containsKey(key);
  }

  /** Adds a text and writes it at once. */
  void add(Output output) {
    outputs.put(output.key(), output);
    try {
      Files.writeString(file, output.json() + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw CommandException.badInput("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  List<Output> outputs() {
    return List.copyOf(outputs.values());
  }
}
