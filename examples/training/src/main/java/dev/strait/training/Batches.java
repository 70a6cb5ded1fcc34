package dev.strait.training;

import dev.strait.examples.legal.Passage;
import dev.strait.examples.legal.PassageGenerator;
import dev.strait.examples.tokenizer.BpeTokenizer;
import dev.strait.examples.tokenizer.LegalTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Turns passages into padded batches: text, JSON, end; the loss is on the JSON and the end only.
 */
final class Batches {

  private static final int POOL = 768;

  /** One in so many passages without citations is kept: they teach little. */
  private static final int EMPTY_PASSAGES = 4;

  /**
   * One sequence.
   *
   * @param ids text control, text, JSON control, JSON, end control
   * @param start index of the first id that is to be predicted
   */
  record Example(int[] ids, int start) {}

  /**
   * A padded batch.
   *
   * @param ids [rows * time] inputs, padded with 0
   * @param rows number of sequences
   * @param time padded length
   * @param positions flat indices of the inputs whose successor is predicted
   * @param targets those successors
   * @param owners the row of each position
   */
  record Batch(int[] ids, int rows, int time, int[] positions, int[] targets, int[] owners) {}

  private final BpeTokenizer tokenizer;
  private final PassageGenerator generator;
  private final Random random;
  private final int budget;
  private final int context;
  private final List<Batch> ready = new ArrayList<>();

  Batches(
      BpeTokenizer tokenizer, long seed, PassageGenerator.Split split, int budget, int context) {
    this.tokenizer = tokenizer;
    this.generator = new PassageGenerator(seed, split);
    this.random = new Random(seed);
    this.budget = budget;
    this.context = context;
  }

  static Example example(BpeTokenizer tokenizer, Passage passage) {
    int[] text = tokenizer.encode(passage.text());
    int[] json = tokenizer.encode(passage.citationsJson());
    int[] ids = new int[text.length + json.length + 3];
    ids[0] = tokenizer.control(LegalTokenizer.TEXT);
    System.arraycopy(text, 0, ids, 1, text.length);
    ids[text.length + 1] = tokenizer.control(LegalTokenizer.JSON);
    System.arraycopy(json, 0, ids, text.length + 2, json.length);
    ids[ids.length - 1] = tokenizer.control(LegalTokenizer.END);
    return new Example(ids, text.length + 2);
  }

  /**
   * Returns the next batch of passages of at most the given size; {@code cited}: none without
   * citations.
   */
  Batch next(int maxSentences, int maxChars, boolean cited) {
    return next(maxSentences, maxChars, maxChars, cited);
  }

  /** As above; one passage in eight may be longer, up to {@code longChars}. */
  Batch next(int maxSentences, int maxChars, int longChars, boolean cited) {
    if (ready.isEmpty()) {
      List<Example> pool = new ArrayList<>();
      while (pool.size() < POOL) {
        boolean isLong = random.nextInt(8) == 0;
        Passage passage = generator.next(maxSentences, isLong ? longChars : maxChars);
        Example example = example(tokenizer, passage);
        boolean wanted =
            !passage.citations().isEmpty() || !cited && random.nextInt(EMPTY_PASSAGES) == 0;
        if (wanted && example.ids().length <= context) {
          pool.add(example);
        }
      }
      pool.sort(Comparator.comparingInt(e -> e.ids().length));
      ready.addAll(batches(pool, budget));
      Collections.shuffle(ready, random);
    }
    return ready.remove(ready.size() - 1);
  }

  /** Cuts examples sorted by length into batches of at most a number of padded tokens. */
  static List<Batch> batches(List<Example> sorted, int budget) {
    List<Batch> out = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= sorted.size(); to++) {
      boolean full = to == sorted.size() || (to - from + 1) * sorted.get(to).ids().length > budget;
      if (full) {
        out.add(pack(sorted.subList(from, to)));
        from = to;
      }
    }
    return out;
  }

  static Batch pack(List<Example> examples) {
    int time = examples.stream().mapToInt(e -> e.ids().length - 1).max().orElse(1);
    int[] ids = new int[examples.size() * time];
    int n = examples.stream().mapToInt(e -> e.ids().length - e.start()).sum();
    int[] positions = new int[n];
    int[] targets = new int[n];
    int[] owners = new int[n];
    int at = 0;
    for (int row = 0; row < examples.size(); row++) {
      Example example = examples.get(row);
      System.arraycopy(example.ids(), 0, ids, row * time, example.ids().length - 1);
      for (int i = example.start(); i < example.ids().length; i++) {
        positions[at] = row * time + i - 1;
        targets[at] = example.ids()[i];
        owners[at++] = row;
      }
    }
    return new Batch(ids, examples.size(), time, positions, targets, owners);
  }

  /** Returns a fixed set of examples for evaluation, sorted by length. */
  static List<Example> fixed(
      BpeTokenizer tokenizer,
      long seed,
      PassageGenerator.Split split,
      int n,
      int maxSentences,
      int maxChars,
      int context) {
    PassageGenerator generator = new PassageGenerator(seed, split);
    List<Example> out = new ArrayList<>();
    while (out.size() < n) {
      Example example = example(tokenizer, generator.next(maxSentences, maxChars));
      if (example.ids().length <= context) {
        out.add(example);
      }
    }
    out.sort(Comparator.comparingInt(e -> e.ids().length));
    return out;
  }

  static int tokens(Batch batch) {
    return Arrays.stream(batch.positions()).map(p -> 1).sum();
  }
}
