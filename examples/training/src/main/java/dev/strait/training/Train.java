package dev.strait.training;

import dev.strait.examples.legal.PassageGenerator;
import dev.strait.examples.legal.Registry;
import dev.strait.examples.tokenizer.BpeTokenizer;
import dev.strait.examples.tokenizer.BpeTrainer;
import dev.strait.examples.tokenizer.LegalTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Entry point: trains the tokenizer from the generated corpus, then the model. */
public final class Train {

  private static final int VOCABULARY = 1536;
  private static final int CORPUS_PASSAGES = 60_000;

  private Train() {}

  static BpeTokenizer tokenizer() {
    BpeTrainer trainer = new BpeTrainer(BpeTokenizer.GPT2_PATTERN, BpeTrainer::isLegalWord);
    PassageGenerator generator = new PassageGenerator(7, PassageGenerator.Split.TRAINING);
    for (int i = 0; i < CORPUS_PASSAGES; i++) {
      trainer.add(generator.next(4, 700).text());
    }
    List<String> phrases = LegalTokenizer.phrases(Registry.load());
    List<String> controls = LegalTokenizer.controls();
    int merges = VOCABULARY - 256 - phrases.size() - controls.size();
    return new BpeTokenizer(trainer.learn(merges, 2, n -> {}), phrases, controls);
  }

  /** Returns the size of the shipped model; system properties change it for trials. */
  static ModelSize size(BpeTokenizer tokenizer) {
    return new ModelSize(
        tokenizer.size(),
        Integer.getInteger("width", 160),
        Integer.getInteger("layers", 5),
        Integer.getInteger("heads", 5),
        Integer.getInteger("inner", 384),
        512);
  }

  private static void write(Path file, BpeTokenizer tokenizer) throws IOException {
    List<String> lines = new ArrayList<>();
    tokenizer.merges().forEach(m -> lines.add("m " + m.left() + " " + m.right()));
    tokenizer.phrases().forEach(p -> lines.add("p " + p));
    tokenizer.controls().forEach(c -> lines.add("c " + c));
    Files.write(file, lines);
  }

  static BpeTokenizer read(Path file) throws IOException {
    List<BpeTokenizer.Merge> merges = new ArrayList<>();
    List<String> phrases = new ArrayList<>();
    List<String> controls = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String rest = line.substring(2);
      switch (line.charAt(0)) {
        case 'm' -> {
          String[] ids = rest.split(" ");
          merges.add(new BpeTokenizer.Merge(Integer.parseInt(ids[0]), Integer.parseInt(ids[1])));
        }
        case 'p' -> phrases.add(rest);
        default -> controls.add(rest);
      }
    }
    return new BpeTokenizer(merges, phrases, controls);
  }

  /**
   * Trains.
   *
   * @param args checkpoint file, millions of tokens in all, seed, and optionally the GGUF file of
   *     this size and tokenizer whose weights are the start
   */
  public static void main(String[] args) throws IOException {
    Path saved = Path.of(args[0] + ".tokenizer");
    BpeTokenizer tokenizer = Files.exists(saved) ? read(saved) : tokenizer();
    write(saved, tokenizer);
    ModelSize size = size(tokenizer);
    long million = 1_000_000;
    new TrainModel(
            size,
            tokenizer,
            Path.of(args[0]),
            (long) (Double.parseDouble(args[1]) * million),
            Long.parseLong(args[2]),
            args.length > 3 ? Path.of(args[3]) : null)
        .run();
  }
}
