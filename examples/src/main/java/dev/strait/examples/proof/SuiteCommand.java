package dev.strait.examples.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.report.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code strait suite}: the JSON Schema Test Suite. */
@Command(
    name = "suite",
    description = {
      "Runs the JSON Schema Test Suite: compiles every schema and checks that exactly the valid"
          + " instances can be generated.",
      "",
      "Instances are compact JSON text; properties may come in any order.",
    },
    footer = {
      "",
      "Example:",
      "  strait suite --dir JSON-Schema-Test-Suite --draft draft2020-12 --out suite.jsonl",
    })
public final class SuiteCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      required = true,
      description = "A checkout of the suite: it has the folders tests and remotes.")
  Path dir;

  @Option(
      names = "--draft",
      paramLabel = "DRAFT",
      defaultValue = "draft2020-12",
      description = "draft4, draft6, draft7, draft2019-09 or draft2020-12 (the default).")
  String draft;

  @Option(names = "--optional", description = "Run the optional tests too.")
  boolean optional;

  @Option(names = "--out", paramLabel = "FILE", description = "Write one JSON line for each test.")
  @Nullable Path out;

  @Option(names = "--wrong", description = "Print each test that is not right.")
  boolean wrong;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Run only files whose name contains this.")
  String only = "";

  private final StringBuilder lines = new StringBuilder();

  @Override
  public Integer call() {
    Path tests = dir.resolve("tests").resolve(draft);
    if (!Files.isDirectory(tests)) {
      throw CommandException.badInput(
          "no folder " + tests + ": --dir must name a checkout of JSON-Schema-Test-Suite");
    }
    SuiteEngine engine = StraitEngine.suite(draft, dir.resolve("remotes"), false);
    SuiteTally required = runAll(engine, "required", files(tests, 1));
    SuiteTally extra = new SuiteTally();
    if (optional && Files.isDirectory(tests.resolve("optional"))) {
      SuiteEngine strict = StraitEngine.suite(draft, dir.resolve("remotes"), true);
      extra = runAll(strict, "optional", files(tests.resolve("optional"), 3));
    }
    if (out != null) {
      Inputs.write(out, lines.toString());
    }
    System.out.printf(
        "%s: %d required tests right, %d wrong%s%n",
        draft,
        required.right,
        required.wrong(),
        optional ? "; optional: " + extra.right + " right, " + extra.wrong() + " wrong" : "");
    return required.wrong() == 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private List<Path> files(Path folder, int depth) {
    try (Stream<Path> found = Files.walk(folder, depth)) {
      return found
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> file.toString().contains(only))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw CommandException.badInput("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  private SuiteTally runAll(SuiteEngine engine, String name, List<Path> files) {
    TextTable table = new TextTable(name, "right", "accepts invalid", "rejects valid", "refused");
    SuiteTally all = new SuiteTally();
    try (Progress progress = Progress.of(name + " files", files.size())) {
      for (Path file : files) {
        SuiteTally tally = run(engine, file);
        String shown = dir.resolve("tests").resolve(draft).relativize(file).toString();
        table.row(tally.row(shown));
        all.add(tally);
        progress.step();
      }
    }
    table.row(all.row("all"));
    System.out.println(table);
    return all;
  }

  private SuiteTally run(SuiteEngine engine, Path file) {
    SuiteTally tally = new SuiteTally();
    for (SuiteCase group : SuiteCase.read(file)) {
      List<Outcome> outcomes = outcomes(engine, group);
      for (int i = 0; i < outcomes.size(); i++) {
        SuiteCase.Test test = group.tests().get(i);
        Outcome outcome = outcomes.get(i);
        tally.add(test.valid(), outcome.accepted, outcome.error != null);
        report(file, group, test, outcome);
      }
    }
    return tally;
  }

  /** How a test ended: accepted or not, or refused with an error. */
  private record Outcome(boolean accepted, @Nullable String error) {}

  private static List<Outcome> outcomes(SuiteEngine engine, SuiteCase group) {
    List<Outcome> outcomes = new ArrayList<>();
    SuiteEngine.Acceptor acceptor = null;
    String refusal = null;
    try {
      acceptor = engine.compile(group.schema());
    } catch (RuntimeException | StackOverflowError e) {
      refusal = describe(e);
    }
    for (SuiteCase.Test test : group.tests()) {
      outcomes.add(acceptor == null ? new Outcome(false, refusal) : outcome(acceptor, test));
    }
    return outcomes;
  }

  private static Outcome outcome(SuiteEngine.Acceptor acceptor, SuiteCase.Test test) {
    try {
      return new Outcome(acceptor.accepts(test.text().getBytes(StandardCharsets.UTF_8)), null);
    } catch (RuntimeException | StackOverflowError e) {
      return new Outcome(false, describe(e));
    }
  }

  private static String describe(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    boolean told = e.getClass().getName().startsWith("dev.strait.") && e.getMessage() != null;
    return told
        ? String.valueOf(e.getMessage())
        : "fault: " + e + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private void report(Path file, SuiteCase group, SuiteCase.Test test, Outcome outcome) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("file", dir.resolve("tests").relativize(file).toString());
    line.put("group", group.group()).put("test", test.name()).put("valid", test.valid());
    line.put("accepted", outcome.accepted).put("error", outcome.error);
    lines.append(line).append('\n');
    if (wrong && (outcome.error != null || outcome.accepted != test.valid())) {
      System.out.println(explain(line, group.schema(), test));
    }
  }

  private static String explain(ObjectNode line, JsonNode schema, SuiteCase.Test test) {
    String error = line.path("error").isNull() ? "" : "\n  error: " + line.path("error").asText();
    return (test.valid() ? "rejects valid" : "accepts invalid")
        + " "
        + line.path("file").asText()
        + ": "
        + line.path("group").asText()
        + ": "
        + test.name()
        + error
        + "\n  schema: "
        + schema
        + "\n  data: "
        + test.text();
  }
}
