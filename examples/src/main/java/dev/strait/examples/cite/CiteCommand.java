package dev.strait.examples.cite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.cite.Analyzer.Answer;
import dev.strait.examples.cite.Analyzer.Result;
import dev.strait.examples.cite.FoundCitation.FieldScore;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.console.Terminal;
import dev.strait.examples.console.Terminal.Style;
import dev.strait.examples.legal.Registry;
import dev.strait.examples.report.TextTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strait cite}: the citations of a legal text, or how well they are found. */
@Command(
    name = "cite",
    description = {
      "Finds the legal citations of a text with the model in this program. Each citation's text is"
          + " a verbatim span of the input: the constraint lets the model write nothing else.",
    },
    footer = {
      "",
      "Examples:",
      "  strait cite \"He sued under 42 U.S.C. § 1983. See Monroe v. Pape, 365 U.S. 167, 171"
          + " (1961).\"",
      "  strait cite --file brief.txt --lines",
      "  strait cite --evaluate builtin:handwritten",
    })
public final class CiteCommand implements Callable<Integer> {

  private static final String HANDWRITTEN = "builtin:handwritten";
  private static final String HELD_OUT = "builtin:heldout";
  private static final String SECOND_HELD_OUT = "builtin:heldout2";
  private static final String THIRD_HELD_OUT = "builtin:heldout3";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      description = "The text; - reads standard input.")
  @Nullable String text;

  @Option(names = "--file", paramLabel = "FILE", description = "Read the text from a file.")
  @Nullable Path file;

  @Option(names = "--lines", description = "Print one line of JSON for each citation.")
  boolean lines;

  @Option(names = "--json", description = "Print JSON, on a terminal too.")
  boolean json;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "Use this GGUF model instead of the one in the program.")
  @Nullable Path modelFile;

  @Option(
      names = "--unconstrained",
      description = "Let the model write what it likes, and say whether that is valid.")
  boolean unconstrained;

  @Option(
      names = "--explain",
      description = "Print each field's probability and what the mask took away.")
  boolean explain;

  @Option(
      names = "--evaluate",
      paramLabel = "FILE",
      description =
          "Measure on JSON lines {\"text\":…,\"citations\":[…]}; "
              + HANDWRITTEN
              + ", "
              + HELD_OUT
              + ", "
              + SECOND_HELD_OUT
              + " and "
              + THIRD_HELD_OUT
              + " are in the program.")
  @Nullable String evaluate;

  @Option(
      names = "--show-wrong",
      description = "With --evaluate, print the passages that were not right.")
  boolean showWrong;

  @Override
  public Integer call() {
    if (evaluate != null) {
      return evaluate(evaluate);
    }
    String input = input();
    try (Analyzer analyzer = analyzer()) {
      Result result;
      try (Progress progress = Progress.of("reading", input.length())) {
        result = analyzer.analyze(input, progress::at);
      }
      print(result);
    }
    return ExitCode.OK;
  }

  private String input() {
    if (file != null && text != null) {
      throw CommandException.usage("give a text or --file, not both");
    }
    if (file != null) {
      return Inputs.text(file);
    }
    if (text != null && !text.equals("-")) {
      return text;
    }
    return Inputs.text(Path.of("-"));
  }

  private Analyzer analyzer() {
    CitationModel model =
        modelFile == null ? CitationModel.embedded() : CitationModel.load(modelFile);
    return new Analyzer(model, !unconstrained, explain);
  }

  // ---- output

  private void print(Result result) {
    if (unconstrained) {
      result.answers().forEach(CiteCommand::printAnswer);
    } else if (explain) {
      printExplained(result);
    } else if (lines) {
      result.citations().forEach(citation -> System.out.println(citation.toJson()));
    } else if (json || !Terminal.isInteractive()) {
      printJson(result);
    } else {
      printTable(result);
    }
  }

  private static void printAnswer(Answer answer) {
    String verdict =
        answer.valid()
            ? Terminal.styled(Style.GREEN, "valid  ")
            : Terminal.styled(Style.RED, "invalid");
    System.out.println(verdict + " " + answer.json());
  }

  private static void printJson(Result result) {
    ArrayNode array = JSON.createArrayNode();
    result.citations().forEach(citation -> array.add(citation.toJson()));
    try {
      System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(array));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void printTable(Result result) {
    if (result.citations().isEmpty()) {
      System.out.println("no citations");
      return;
    }
    Registry registry = Registry.load();
    TextTable table = new TextTable("place", "kind", "text", "source");
    for (FoundCitation found : result.citations()) {
      table.row(
          found.start() + "-" + found.end(),
          found.citation().kind(),
          found.citation().text().replaceAll("\\s+", " "),
          source(registry, found));
    }
    System.out.print(table);
  }

  private static String source(Registry registry, FoundCitation found) {
    String name =
        found
            .citation()
            .fields()
            .getOrDefault("reporter", found.citation().fields().getOrDefault("code", ""));
    return registry
        .find(name)
        .map(entry -> entry.name() + " (" + entry.jurisdiction() + ")")
        .orElse("");
  }

  private static void printExplained(Result result) {
    for (FoundCitation found : result.citations()) {
      System.out.println(Terminal.styled(Style.BOLD, found.citation().text()));
      TextTable table = new TextTable("field", "value", "probability", "removed", "instead of");
      for (FieldScore field : found.fields()) {
        table.row(
            field.name(),
            field.value(),
            String.format(Locale.ROOT, "%.3f", field.probability()),
            String.format(Locale.ROOT, "%.3f", field.removed()),
            field.instead());
      }
      System.out.println(table);
    }
  }

  // ---- evaluation

  private int evaluate(String source) {
    List<Evaluation.Example> examples = examples(source);
    Evaluation evaluation = new Evaluation();
    try (Analyzer analyzer = analyzer();
        Progress progress = Progress.of("evaluating", examples.size())) {
      for (Evaluation.Example example : examples) {
        evaluation.add(example, analyzer.analyze(example.text(), at -> {}));
        progress.step();
      }
    }
    if (showWrong) {
      evaluation.wrong().forEach(System.out::println);
    }
    if (json || lines) {
      ObjectNode figures = evaluation.toJson();
      System.out.println(figures.put("constrained", !unconstrained).put("source", source));
    } else {
      System.out.print(evaluation);
    }
    return ExitCode.OK;
  }

  private static List<Evaluation.Example> examples(String source) {
    List<String> data =
        switch (source) {
          case HANDWRITTEN -> resource("/dev/strait/examples/cite/handwritten.jsonl");
          case HELD_OUT -> resource("/dev/strait/examples/cite/heldout.jsonl");
          case SECOND_HELD_OUT -> resource("/dev/strait/examples/cite/heldout2.jsonl");
          case THIRD_HELD_OUT -> resource("/dev/strait/examples/cite/heldout3.jsonl");
          default -> fileLines(Path.of(source));
        };
    List<Evaluation.Example> examples = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      if (!data.get(i).isBlank()) {
        examples.add(Evaluation.example(data.get(i), source + ":" + (i + 1)));
      }
    }
    return examples;
  }

  private static List<String> resource(String name) {
    return new String(Inputs.resource(name), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private static List<String> fileLines(Path path) {
    try (BufferedReader reader = Inputs.lines(path)) {
      return reader.lines().collect(Collectors.toList());
    } catch (IOException | UncheckedIOException e) {
      throw CommandException.badInput("cannot read " + path + ": " + e.getMessage(), e);
    }
  }
}
