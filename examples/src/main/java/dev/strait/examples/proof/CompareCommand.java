package dev.strait.examples.proof;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.input.VocabularyFiles;
import dev.strait.examples.report.TextTable;
import dev.strait.vocabulary.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code strait compare}: the same walk here and in llama.cpp's grammar sampler. */
@Command(
    name = "compare",
    description = {
      "Walks the same texts under the same schemas here and in llama.cpp's own grammar sampler, side by"
          + " side.",
      "",
      "llama.cpp runs in a process of its own, one thread each. It is slow: the walk takes every Kth"
          + " schema and the first tokens of its texts.",
    },
    footer = {
      "",
      "Example:",
      "  strait compare --vocab llama3.vocab --cases cases.jsonl.gz --every 100",
    })
public final class CompareCommand implements Callable<Integer> {

  @Option(
      names = "--vocab",
      paramLabel = "FILE",
      required = true,
      description = "The vocabulary, byte-level: a .vocab text file or a .gguf model.")
  Path vocab;

  @Option(
      names = "--cases",
      paramLabel = "FILE",
      required = true,
      description = "As for maskbench.")
  Path cases;

  @Option(
      names = "--every",
      paramLabel = "K",
      defaultValue = "50",
      description = "Take every Kth schema. Default: 50.")
  int every;

  @Option(
      names = "--offset",
      paramLabel = "J",
      defaultValue = "0",
      description = "Begin with schema J. Default: 0.")
  int offset;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "60",
      description = "Tokens walked for each schema. Default: 60.")
  int tokens;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "200",
      description = "Schemas run here, not those compared, before measuring. Default: 200.")
  int warmup;

  @Option(
      names = "--rehearse",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = {
        "How long the vocabulary is warmed up first, with schemas of the library's own, as a server"
            + " does. Default: 20."
      })
  int rehearse;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the table to a file too.")
  @Nullable Path out;

  @Override
  public Integer call() {
    if (every < 1 || offset < 0 || offset >= every || tokens < 1) {
      throw CommandException.usage(
          "--every and --tokens must be at least 1, 0 <= --offset < --every");
    }
    Vocabulary vocabulary = VocabularyFiles.read(vocab);
    List<MaskCase> selected = new ArrayList<>();
    MaskCase.read(
        cases,
        new MaskCase.Selection(every, offset, Integer.MAX_VALUE),
        next -> selected.add(shortened(next)));
    StraitEngine engine = new StraitEngine(vocabulary, StraitEngine.maskbench("any"));
    engine.warmUp(rehearse);
    MaskRunner runner = new MaskRunner(engine, vocabulary.maskWords(), null);
    MaskCase.Selection other = new MaskCase.Selection(every, (offset + 1) % every, warmup);
    MaskCase.read(cases, every == 1 ? new MaskCase.Selection(1, 0, warmup) : other, runner::run);
    System.gc(); // what the warm-up left is not to be collected within a token
    MaskSummary here = new MaskSummary();
    MaskSummary there = new MaskSummary();
    int disagreements = walk(selected, vocabulary, runner, here, there);
    String table = table(here, there, disagreements);
    System.out.print(table);
    if (out != null) {
      Inputs.write(out, table);
    }
    return ExitCode.OK;
  }

  private MaskCase shortened(MaskCase next) {
    List<MaskCase.Test> kept = new ArrayList<>();
    int left = tokens;
    for (MaskCase.Test test : next.tests()) {
      if (test.valid() && left > 0) {
        int[] some = Arrays.copyOf(test.tokens(), Math.min(left, test.tokens().length));
        kept.add(new MaskCase.Test(true, test.text(), some));
        left -= some.length;
      }
    }
    return new MaskCase(next.id(), next.schema(), kept);
  }

  /**
   * Walks all here, then all there: neither finds its data thrown out of the caches by the other.
   */
  private static int walk(
      List<MaskCase> selected,
      Vocabulary vocabulary,
      MaskRunner runner,
      MaskSummary here,
      MaskSummary there) {
    List<MaskResult> ours = new ArrayList<>();
    for (MaskCase next : selected) {
      ours.add(runner.run(next));
    }
    ours.forEach(here::add);
    int disagreements = 0;
    try (LlamaGrammars llama = LlamaGrammars.of(vocabulary);
        Progress progress = Progress.of("schemas", selected.size())) {
      for (int i = 0; i < selected.size(); i++) {
        MaskResult theirs = llama.run(selected.get(i));
        there.add(theirs);
        disagreements += differ(ours.get(i), theirs) ? 1 : 0;
        progress.step();
      }
    }
    return disagreements;
  }

  private static boolean differ(MaskResult ours, MaskResult theirs) {
    boolean both = ours.compileError() == null && theirs.compileError() == null;
    return both
        && !ours.tests().stream()
            .map(MaskResult.Verdict::refusedAt)
            .toList()
            .equals(theirs.tests().stream().map(MaskResult.Verdict::refusedAt).toList());
  }

  private static String table(MaskSummary here, MaskSummary there, int disagreements) {
    TextTable table =
        new TextTable(
            "mask, µs",
            "schemas",
            "refused",
            "valid texts cut off",
            "tokens",
            "mean",
            "p50",
            "p90",
            "p99",
            "max");
    double[] ours = here.maskMicros();
    double[] theirs = there.maskMicros();
    table.row(row("strait", here, ours)).row(row("llama.cpp grammar", there, theirs));
    String[] ratio = new String[] {"ratio", "", "", "", "", "", "", "", "", ""};
    for (int i = 0; i < ours.length; i++) {
      ratio[5 + i] = ours[i] == 0 ? "-" : String.format(Locale.ROOT, "%,.0f", theirs[i] / ours[i]);
    }
    return table.row(ratio)
        + String.format(
            Locale.ROOT,
            "On %d schemas that both compile, one refuses a token of a valid text that the other allows.%n",
            disagreements);
  }

  private static String[] row(String name, MaskSummary summary, double[] micros) {
    String[] row = new String[5 + micros.length];
    row[0] = name;
    row[1] = summary.schemas() + "";
    row[2] = summary.refused() + "";
    row[3] = summary.cutOff() + "";
    row[4] = summary.tokens() + "";
    for (int i = 0; i < micros.length; i++) {
      row[5 + i] = String.format(Locale.ROOT, "%,.2f", micros[i]);
    }
    return row;
  }
}
