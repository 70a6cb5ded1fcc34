package dev.strait.examples.generate;

import dev.strait.constraint.Constraint;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Progress;
import dev.strait.examples.console.Terminal;
import dev.strait.examples.console.Terminal.Style;
import dev.strait.examples.input.ConstraintOptions;
import dev.strait.examples.tokenizers.Tokenizers;
import dev.strait.schema.CompiledSchema;
import dev.strait.schema.report.Report;
import dev.strait.schema.report.SchemaException;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strait check}: what becomes of a schema. */
@Command(
    name = "check",
    description = {
      "Reports what becomes of a JSON Schema: which keywords constrain the output, which are ignored and"
          + " why, whether it can be satisfied at all, a short valid document, and sample outputs.",
    },
    footer = {"", "Example:", "  strait check person.json"})
public final class CheckCommand implements Callable<Integer> {
  private static final int WALKS = 40;

  @Parameters(paramLabel = "SCHEMA", description = "The schema; - reads standard input.")
  Path file;

  @Mixin ConstraintOptions constraint;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "3",
      description = "Random valid outputs shown. Default: 3.")
  int samples;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    CompiledSchema schema;
    try {
      schema = ConstraintOptions.compileOrRefuse(file, constraint.schemaOptions());
    } catch (SchemaException e) {
      System.out.println(
          Terminal.styled(Style.RED, "refused: ") + ConstraintOptions.refusal(file, e));
      return e.kind() == SchemaException.Kind.UNSATISFIABLE
          ? ExitCode.CHECK_FAILED
          : ExitCode.BAD_INPUT;
    }
    double millis = (System.nanoTime() - start) / 1e6;
    return explore(schema, millis);
  }

  /** Compiling is lazy: walks bring to light what only shows on the way. */
  private int explore(CompiledSchema schema, double millis) {
    String witness;
    List<String> texts;
    try {
      witness = Progress.during("looking for a document", schema::witness);
      Vocabulary vocabulary = Tokenizers.vocabulary("gpt2");
      Constraint compiled = schema.constraint(vocabulary);
      texts = Progress.during("writing samples", () -> walk(compiled, vocabulary));
    } catch (SchemaException e) {
      System.out.println(
          Terminal.styled(Style.RED, "refused while generating: ")
              + ConstraintOptions.refusal(file, e));
      return ExitCode.BAD_INPUT;
    }
    print(schema, millis, witness, texts);
    return ExitCode.OK;
  }

  private static List<String> walk(Constraint compiled, Vocabulary vocabulary) {
    RandomWalk walk = new RandomWalk(vocabulary, 1, 0.25, true);
    List<String> texts = new java.util.ArrayList<>();
    int budget = (int) Math.min(100_000, compiled.matcher().shortestCompletion() + 200);
    for (int i = 0; i < WALKS; i++) {
      RandomWalk.Outcome outcome = walk.walk(compiled.matcher(), budget);
      if (!outcome.violation().isEmpty()) {
        throw new IllegalStateException(outcome.violation());
      }
      texts.add(new String(outcome.bytes(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private void print(CompiledSchema schema, double millis, String witness, List<String> texts) {
    Report report = schema.report();
    long places = report.entries().stream().map(Report.Entry::pointer).distinct().count();
    System.out.println(Terminal.styled(Style.GREEN, "can be generated: ") + file);
    System.out.printf(
        Locale.ROOT,
        "%d keywords constrain, %d are remarks, %d are ignored, %d are doubtful; %d subschemas seen;"
            + " compiled in %.1f ms%n",
        report.of(Report.Status.COMPILED).size(),
        report.of(Report.Status.ANNOTATION).size(),
        report.of(Report.Status.IGNORED).size(),
        report.of(Report.Status.WARNING).size(),
        places,
        millis);
    list(report, Report.Status.WARNING, Style.YELLOW, "doubtful");
    list(report, Report.Status.IGNORED, Style.YELLOW, "ignored");
    int bytes = witness.getBytes(StandardCharsets.UTF_8).length;
    System.out.println("a short valid document (" + bytes + " bytes): " + witness);
    for (String text : texts.subList(0, Math.min(texts.size(), Math.max(0, samples)))) {
      System.out.println("sample: " + text);
    }
  }

  private static void list(Report report, Report.Status status, Style style, String name) {
    for (Report.Entry entry : report.of(status)) {
      String note = entry.note().isEmpty() ? "" : ": " + entry.note();
      System.out.println(
          "  "
              + Terminal.styled(style, name)
              + " '"
              + entry.keyword()
              + "' at "
              + entry.pointer()
              + note);
    }
  }
}
