package dev.strait.examples.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.input.VocabularyFiles;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code strait maskbench}: coverage and speed on schemas and texts from the world. */
@Command(
    name = "maskbench",
    description = {
      "Measures coverage and speed: compiles each schema of a file and walks its texts token by"
          + " token, timing mask + test + accept.",
      "",
      "Cases are lines {\"id\",\"schema\",\"tests\":[{\"valid\",\"text\",\"tokens\":[…]}]}.",
    },
    footer = {
      "",
      "Example:",
      "  strait maskbench --vocab llama3.vocab --cases cases.jsonl.gz --warmup 200 --out"
          + " masks.jsonl",
    })
public final class MaskbenchCommand implements Callable<Integer> {

  @Option(
      names = "--vocab",
      paramLabel = "FILE",
      required = true,
      description = "The vocabulary: a .vocab text file or a .gguf model.")
  Path vocab;

  @Option(
      names = "--cases",
      paramLabel = "FILE",
      required = true,
      description = "The cases, one a line; may be packed (.gz).")
  Path cases;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write one JSON line for each schema.")
  @Nullable Path out;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the summary as one JSON object.")
  @Nullable Path summaryFile;

  @Option(
      names = "--every",
      paramLabel = "K",
      defaultValue = "1",
      description = "Take every Kth schema only.")
  int every;

  @Option(
      names = "--offset",
      paramLabel = "J",
      defaultValue = "0",
      description = "With --every: begin with schema J (from 0).")
  int offset;

  @Option(names = "--limit", paramLabel = "N", description = "Take at most N schemas.")
  int limit = Integer.MAX_VALUE;

  @Option(
      names = "--property-order",
      paramLabel = "ORDER",
      defaultValue = "any",
      description = "In which order properties may come: any or declared. Default: any.")
  String propertyOrder;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "0",
      description = "Run the first N schemas before measuring.")
  int warmup;

  @Option(
      names = "--rehearse",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = {
        "How long the vocabulary is warmed up first, with schemas of the library's own, as a server"
            + " does. 0: as short as loading a model does. Default: 20."
      })
  int rehearse;

  @Option(names = "--cold", description = "Do not warm the vocabulary up at all.")
  boolean cold;

  @Option(
      names = "--profile",
      description = "Also show where the time goes: mask, accept, the slowest schemas, refusals.")
  boolean profile;

  @Option(
      names = "--stuck-after",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "Name a schema on standard error that takes longer than this. Default: 20.")
  int stuckAfter;

  @Override
  public Integer call() {
    if (every < 1 || offset < 0 || offset >= every || limit < 1) {
      throw CommandException.usage(
          "--every and --limit must be at least 1, 0 <= --offset < --every");
    }
    Vocabulary vocabulary = VocabularyFiles.read(vocab);
    StraitEngine engine = new StraitEngine(vocabulary, StraitEngine.maskbench(propertyOrder));
    if (!cold) {
      engine.warmUp(rehearse);
    }
    MaskRunner.Breakdown breakdown = profile ? new MaskRunner.Breakdown() : null;
    warmUp(engine, vocabulary.maskWords());
    System.gc(); // what the warm-up left is not to be collected within a token
    MaskSummary summary = new MaskSummary();
    MaskRunner runner = new MaskRunner(engine, vocabulary.maskWords(), breakdown);
    if (propertyOrder.equals("declared")) {
      runner.tellingOrders(new StraitEngine(vocabulary, StraitEngine.maskbench("any")));
    }
    measure(runner, summary);
    System.out.print(summary);
    System.out.printf(Locale.ROOT, "processor time: %.2f µs a token%n", runner.cpuMicros());
    if (breakdown != null) {
      System.out.print("\n" + summary.profile(breakdown));
    }
    if (summaryFile != null) {
      ObjectNode json = summary.json().put("cpu_us_per_token", runner.cpuMicros());
      Inputs.write(summaryFile, json.toPrettyString() + "\n");
    }
    return summary.invalidAccepted() == 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private void warmUp(Engine engine, int maskWords) {
    if (warmup == 0) {
      return;
    }
    MaskRunner runner = new MaskRunner(engine, maskWords, null);
    try (Progress progress = Progress.of("warm-up", warmup);
        StuckWatch watch = new StuckWatch(stuckAfter)) {
      MaskCase.read(
          cases,
          new MaskCase.Selection(every, offset, Math.min(limit, warmup)),
          next -> {
            watch.begin(next.id());
            runner.run(next);
            progress.step();
          });
    }
  }

  private void measure(MaskRunner runner, MaskSummary summary) {
    try (JsonGenerator json = generator();
        Progress progress = Progress.of("schemas", Progress.UNKNOWN);
        StuckWatch watch = new StuckWatch(stuckAfter)) {
      MaskCase.read(
          cases,
          new MaskCase.Selection(every, offset, limit),
          next -> {
            watch.begin(next.id());
            MaskResult result = runner.run(next);
            summary.add(result);
            write(json, result);
            progress.note(summary.shortForm());
            progress.step();
          });
    } catch (IOException e) {
      throw CommandException.badInput("cannot write " + out + ": " + e.getMessage(), e);
    }
  }

  private JsonGenerator generator() throws IOException {
    OutputStream stream =
        out == null ? OutputStream.nullOutputStream() : Files.newOutputStream(out);
    return new JsonFactory()
        .createGenerator(stream)
        .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  private static void write(JsonGenerator json, MaskResult result) {
    try {
      result.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
