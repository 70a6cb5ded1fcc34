package dev.strait.examples.generate;

import dev.strait.constraint.Constraint;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Progress;
import dev.strait.examples.input.ModelOptions;
import dev.strait.schema.report.SchemaException;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code strait soak}: random schemas and random walks for as long as one likes. */
@Command(
    name = "soak",
    description = {
      "Makes random schemas and walks through each at random: no walk may meet an empty mask, every"
          + " walk must end within its budget, every output must be valid, and the heap must not grow.",
    },
    footer = {"", "Example:", "  strait soak --minutes 10"})
public final class SoakCommand implements Callable<Integer> {

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "1",
      description = "How long. Default: 1.")
  double minutes;

  @Option(
      names = "--vocab",
      paramLabel = "NAME|FILE",
      defaultValue = "gpt2",
      description = "The vocabulary: gpt2, cl100k, o200k, bytes, a .gguf model or a .vocab file.")
  String vocab;

  @Option(
      names = "--walks",
      paramLabel = "N",
      defaultValue = "5",
      description = "Walks through each schema. Default: 5.")
  int walks;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where the random numbers begin. Default: 1.")
  long seed;

  private long schemas;
  private long refused;
  private long tokens;
  private long outputs;
  private long violations;

  @Override
  public Integer call() {
    if (!(minutes > 0) || walks < 1) {
      throw CommandException.usage("--minutes must be more than 0, and --walks at least 1");
    }
    Vocabulary vocabulary = ModelOptions.vocabulary(vocab);
    HeapWatch heap = new HeapWatch();
    long nanos = (long) (minutes * TimeUnit.MINUTES.toNanos(1));
    long start = System.nanoTime();
    try (Progress progress = Progress.of("soak", TimeUnit.NANOSECONDS.toSeconds(nanos))) {
      for (long next = seed; System.nanoTime() - start < nanos; next++) {
        soak(vocabulary, next);
        heap.sample();
        long elapsed = System.nanoTime() - start;
        progress.note(schemas + " schemas, " + violations + " violations");
        progress.at(TimeUnit.NANOSECONDS.toSeconds(elapsed));
      }
    }
    heap.sampleNow();
    System.out.printf(
        Locale.ROOT,
        "%,d schemas (%,d refused), %,d outputs, %,d tokens, %,d violations%n%s%n",
        schemas,
        refused,
        outputs,
        tokens,
        violations,
        heap);
    return violations == 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private void soak(Vocabulary vocabulary, long next) {
    RandomSchema schema = RandomSchema.of(next);
    schemas++;
    try {
      Constraint constraint = schema.compile(vocabulary);
      RandomWalk walk = new RandomWalk(vocabulary, next, 0.2, next % 2 == 0);
      for (int i = 0; i < walks; i++) {
        int budget = (int) Math.min(100_000, constraint.matcher().shortestCompletion() + 200);
        check(schema, walk.walk(constraint.matcher(), budget), budget);
      }
    } catch (SchemaException e) {
      refused++;
    }
  }

  private void check(RandomSchema schema, RandomWalk.Outcome outcome, int budget) {
    outputs++;
    tokens += outcome.tokens();
    String text = new String(outcome.bytes(), StandardCharsets.UTF_8);
    String violation = outcome.violation();
    if (violation.isEmpty() && outcome.tokens() > budget) {
      violation = "the budget of " + budget + " tokens was exceeded";
    }
    if (violation.isEmpty()) {
      violation = schema.whyInvalid(text);
    }
    if (!violation.isEmpty()) {
      violations++;
      System.err.println(
          "violation: "
              + violation
              + "\n  seed: "
              + schema.seed()
              + "\n  schema: "
              + schema.text()
              + "\n  output: "
              + text);
    }
  }
}
