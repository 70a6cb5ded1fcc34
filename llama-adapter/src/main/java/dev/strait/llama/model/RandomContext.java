package dev.strait.llama.model;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The context of a {@link RandomModel}: for each sequence the hashes of all its prefixes. */
final class RandomContext implements ModelContext {

  private final RandomModel model;
  private final ContextSettings settings;
  private final Ownership ownership = new Ownership("this context");
  private final List<List<Cell>> sequences = new ArrayList<>();
  private final Map<Cell, Integer> shares = new HashMap<>();
  private List<Cell> rows = List.of();
  private boolean[] outputs = {};
  private long evaluations;

  /** An evaluated token; identity counts, for sequences share cells. */
  private static final class Cell {
    final long hash;

    Cell(long hash) {
      this.hash = hash;
    }
  }

  RandomContext(RandomModel model, ContextSettings settings) {
    this.model = model;
    this.settings = settings;
    for (int i = 0; i < settings.sequences(); i++) {
      sequences.add(new ArrayList<>());
    }
  }

  @Override
  public Ownership.Hold hold() {
    model.checkOpen();
    return ownership.hold();
  }

  @Override
  public LanguageModel model() {
    return model;
  }

  @Override
  public int capacity() {
    return settings.tokens();
  }

  @Override
  public int used() {
    try (Ownership.Hold hold = hold()) {
      return shares.size();
    }
  }

  @Override
  public int sequences() {
    return settings.sequences();
  }

  @Override
  public int batchSize() {
    return settings.batch();
  }

  @Override
  public int length(int sequence) {
    try (Ownership.Hold hold = hold()) {
      return sequence(sequence).size();
    }
  }

  @Override
  public void evaluate(TokenBatch batch) {
    try (Ownership.Hold hold = hold()) {
      check(batch);
      evaluations++;
      rows = new ArrayList<>();
      outputs = new boolean[batch.size()];
      for (int row = 0; row < batch.size(); row++) {
        List<Cell> sequence = sequence(batch.sequence(row));
        long before = sequence.isEmpty() ? model.seed() : sequence.get(sequence.size() - 1).hash;
        Cell cell = new Cell(mix(before * 31 + batch.token(row) + 1));
        sequence.add(cell);
        shares.put(cell, 1);
        rows.add(cell);
        outputs[row] = batch.wantsLogits(row);
      }
    }
  }

  private void check(TokenBatch batch) {
    if (batch.size() < 1 || batch.size() > settings.batch()) {
      throw new IllegalArgumentException(
          "a batch has 1 to " + settings.batch() + " tokens, not " + batch.size());
    }
    for (int row = 0; row < batch.size(); row++) {
      sequence(batch.sequence(row));
      model.vocabulary().kind(batch.token(row));
    }
    if (shares.size() + batch.size() > settings.tokens()) {
      throw full(batch.size());
    }
  }

  private ContextFullException full(int count) {
    return new ContextFullException(
        count
            + " more tokens do not fit: "
            + shares.size()
            + " of "
            + settings.tokens()
            + " cells"
            + " are in use");
  }

  @Override
  public Logits logits(int row) {
    try (Ownership.Hold hold = hold()) {
      if (row < 0 || row >= outputs.length || !outputs[row]) {
        throw new IllegalArgumentException("row " + row + " of the latest batch has no logits");
      }
      float[] values = new float[model.vocabulary().size()];
      long hash = rows.get(row).hash;
      for (int id = 0; id < values.length; id++) {
        values[id] = (mix(hash + id * 0x9E3779B97F4A7C15L) >>> 40) * 0x1p-24f;
      }
      long stamp = evaluations;
      return new Logits(FloatBuffer.wrap(values), () -> ownership.isHeld() && evaluations == stamp);
    }
  }

  @Override
  public void copy(int from, int to) {
    try (Ownership.Hold hold = hold()) {
      List<Cell> source = sequence(from);
      List<Cell> target = empty(to);
      for (Cell cell : List.copyOf(source)) {
        target.add(cell);
        shares.merge(cell, 1, Integer::sum);
      }
    }
  }

  @Override
  public void truncate(int sequence, int length) {
    try (Ownership.Hold hold = hold()) {
      List<Cell> cells = sequence(sequence);
      if (length < 0 || length > cells.size()) {
        throw new IllegalArgumentException(
            "a sequence of " + cells.size() + " tokens cannot be cut to " + length);
      }
      while (cells.size() > length) {
        shares.computeIfPresent(cells.remove(cells.size() - 1), (c, n) -> n == 1 ? null : n - 1);
      }
    }
  }

  @Override
  public byte[] saveState(int sequence) {
    try (Ownership.Hold hold = hold()) {
      List<Cell> cells = sequence(sequence);
      ByteBuffer out = ByteBuffer.allocate(8 + 8 * cells.size()).putLong(model.seed());
      cells.forEach(cell -> out.putLong(cell.hash));
      return out.array();
    }
  }

  @Override
  public int loadState(int sequence, byte[] state) {
    try (Ownership.Hold hold = hold()) {
      List<Cell> cells = empty(sequence);
      ByteBuffer in = ByteBuffer.wrap(state);
      if (state.length < 8 || state.length % 8 != 0 || in.getLong() != model.seed()) {
        throw new EvaluationException("the saved state is damaged, or of another model");
      }
      int length = state.length / 8 - 1;
      if (shares.size() + length > settings.tokens()) {
        throw full(length);
      }
      for (int i = 0; i < length; i++) {
        Cell cell = new Cell(in.getLong());
        cells.add(cell);
        shares.put(cell, 1);
      }
      return length;
    }
  }

  @Override
  public Sampler sampler(Sampling sampling) {
    return new JavaSampler(sampling, model.vocabulary().size());
  }

  @Override
  public void close() {
    ownership.close(() -> {}, sequences::clear);
  }

  private List<Cell> sequence(int sequence) {
    if (sequence < 0 || sequence >= sequences.size()) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " is not one of the context's " + sequences.size());
    }
    return sequences.get(sequence);
  }

  private List<Cell> empty(int sequence) {
    List<Cell> cells = sequence(sequence);
    if (!cells.isEmpty()) {
      throw new IllegalArgumentException("sequence " + sequence + " is not empty");
    }
    return cells;
  }

  /** Scatters the bits (the finalizer of SplitMix64). */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public String toString() {
    return "RandomContext" + Arrays.asList(settings.tokens(), settings.sequences());
  }
}
