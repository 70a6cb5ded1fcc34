package dev.strait.examples.tokenizer;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.legal.PassageGenerator;
import dev.strait.examples.legal.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code strait train-tokenizer}: byte-level BPE from a folder of text or the generated corpus. */
@Command(
    name = "train-tokenizer",
    description =
        "Learns a byte-level BPE tokenizer from a folder of text files, or from generated legal"
            + " prose, and writes a tokenizer.json.")
public final class TrainTokenizerCommand implements Callable<Integer> {

  private static final int CHARACTERS_PER_PASSAGE = 700;
  private static final int BYTES = 256;

  @Option(names = "--corpus", paramLabel = "FOLDER", description = "Text files to learn from.")
  @Nullable Path corpus;

  @Option(
      names = "--passages",
      paramLabel = "N",
      description = "Passages to generate if there is no corpus. Default: ${DEFAULT-VALUE}.")
  int passages = 60_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the generated corpus. Default: ${DEFAULT-VALUE}.")
  long seed = 7;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      description = "Number of ids. Default: ${DEFAULT-VALUE}.")
  int vocabulary = 1536;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      description = "Rarer pairs are not merged. Default: ${DEFAULT-VALUE}.")
  int leastCount = 2;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write. Default: ${DEFAULT-VALUE}.")
  Path output = Path.of("tokenizer.json");

  @Override
  public Integer call() throws IOException {
    BpeTrainer trainer = new BpeTrainer(BpeTokenizer.GPT2_PATTERN, BpeTrainer::isLegalWord);
    if (corpus == null) {
      generate(trainer);
    } else {
      read(trainer, corpus);
    }
    List<String> phrases = LegalTokenizer.phrases(Registry.load());
    List<String> controls = LegalTokenizer.controls();
    int merges = vocabulary - BYTES - phrases.size() - controls.size();
    if (merges < 0) {
      throw CommandException.usage(
          "--vocabulary must be at least " + (BYTES + phrases.size() + controls.size()));
    }
    BpeTokenizer tokenizer;
    try (Progress progress = Progress.of("merging", merges)) {
      tokenizer =
          new BpeTokenizer(trainer.learn(merges, leastCount, progress::at), phrases, controls);
    }
    Inputs.write(output, HuggingFaceJson.write(tokenizer));
    System.out.println(output + ": " + tokenizer.size() + " ids");
    return ExitCode.OK;
  }

  private void generate(BpeTrainer trainer) {
    PassageGenerator generator = new PassageGenerator(seed, PassageGenerator.Split.TRAINING);
    try (Progress progress = Progress.of("generating", passages)) {
      for (int i = 0; i < passages; i++) {
        trainer.add(generator.next(4, CHARACTERS_PER_PASSAGE).text());
        progress.step();
      }
    }
  }

  private static void read(BpeTrainer trainer, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(Files::isRegularFile).sorted().forEach(file -> trainer.add(Inputs.text(file)));
    }
  }
}
