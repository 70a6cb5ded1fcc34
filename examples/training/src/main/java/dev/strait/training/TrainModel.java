package dev.strait.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.strait.examples.legal.PassageGenerator.Split;
import dev.strait.examples.tokenizer.BpeTokenizer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The training loop: seeded passages in, checkpoints and a log out. Resumes from its checkpoint.
 */
final class TrainModel {

  private static final double MUON_RATE = Double.parseDouble(System.getProperty("muon", "0.01"));
  private static final double ADAM_RATE = Double.parseDouble(System.getProperty("adam", "0.002"));
  private static final int WARM_UP_STEPS = 60;
  private static final int BATCH_TOKENS = 3072;
  private static final double[] STAGE_LOSSES = {0.5, 0.35, 0.25};

  private final ModelSize size;
  private final BpeTokenizer tokenizer;
  private final Path checkpoint;
  private final long total;
  private final long seed;
  private final @Nullable Path start;

  /** Seconds since 1970 at which the run, with all its resumptions, began. */
  private double began = System.currentTimeMillis() / 1000.0;

  private long seen;
  private long step;
  private int stage;
  private double smooth;

  TrainModel(
      ModelSize size,
      BpeTokenizer tokenizer,
      Path checkpoint,
      long total,
      long seed,
      @Nullable Path start) {
    this.start = start;
    this.size = size;
    this.tokenizer = tokenizer;
    this.checkpoint = checkpoint;
    this.total = total;
    this.seed = seed;
  }

  void run() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Parameters parameters = new Parameters(size, manager, seed);
      Optimizer optimizer = new Optimizer(parameters, manager);
      if (Files.exists(checkpoint)) {
        load(parameters, optimizer);
      } else if (start != null) {
        GgufWeights.load(start, parameters);
        stage = STAGE_LOSSES.length;
      }
      for (NDArray parameter : parameters.all()) {
        parameter.setRequiresGradient(true);
      }
      Transformer model = new Transformer(parameters, manager);
      loop(manager, parameters, optimizer, model);
    }
  }

  private void loop(
      NDManager manager, Parameters parameters, Optimizer optimizer, Transformer model)
      throws IOException {
    Batches batches =
        new Batches(tokenizer, seed + 31 * step, Split.TRAINING, BATCH_TOKENS, size.context());
    List<Batches.Example> easy =
        Batches.fixed(tokenizer, 1001, Split.TRAINING, 200, 3, 360, size.context());
    List<Batches.Example> hard =
        Batches.fixed(tokenizer, 1002, Split.DEVELOPMENT, 200, 4, 600, size.context());
    System.out.printf(
        "%d parameters, resuming at step %d, %d tokens%n", size.parameters(), step, seen);
    double loss = 0;
    long logged = step;
    long clock = System.currentTimeMillis();
    long saved = clock;
    long seenThen = seen;
    while (!isOver()) {
      Batches.Batch batch = nextBatch(batches);
      double now = train(manager, optimizer, model, batch);
      loss += now;
      advance(now);
      seen += (long) batch.rows() * batch.time();
      step++;
      if (step % Integer.getInteger("log", 50) == 0) {
        double seconds = (System.currentTimeMillis() - clock) / 1000.0;
        System.out.printf(
            Locale.ROOT,
            "step %d tokens %d loss %.4f %.0f tokens/s %s%n",
            step,
            seen,
            loss / (step - logged),
            (seen - seenThen) / seconds,
            java.time.LocalTime.now(java.time.ZoneOffset.UTC).withNano(0));
        loss = 0;
        logged = step;
        clock = System.currentTimeMillis();
        seenThen = seen;
      }
      if (System.currentTimeMillis() - saved > 180_000 || isOver()) {
        save(parameters, optimizer);
        System.out.printf(
            Locale.ROOT,
            "saved; exact: seen styles %.3f, development %.3f%n",
            exact(manager, model, easy),
            exact(manager, model, hard));
        saved = System.currentTimeMillis();
        clock = saved;
        seenThen = seen;
      }
    }
  }

  private Batches.Batch nextBatch(Batches batches) {
    return switch (stage) {
      case 0 -> batches.next(1, 90, true);
      case 1 -> batches.next(1, 160, true);
      case 2 -> batches.next(2, 280, false);
      default -> batches.next(3, 360, 620, false);
    };
  }

  /** Short passages come first, so that copying forms; longer ones follow when the loss is low. */
  private void advance(double loss) {
    smooth = smooth == 0 ? loss : 0.97 * smooth + 0.03 * loss;
    if (stage < STAGE_LOSSES.length && smooth < STAGE_LOSSES[stage]) {
      stage++;
      smooth = 2;
      System.out.printf("stage %d at step %d, %d tokens%n", stage, step, seen);
    }
  }

  private boolean isOver() {
    return done() >= 1;
  }

  /** Returns how much of the training is done: of the tokens, or of the time if there is an end. */
  private double done() {
    double tokens = seen / (double) total;
    long end = Long.getLong("end", 0);
    double now = System.currentTimeMillis() / 1000.0;
    return end == 0 ? tokens : Math.max(tokens, (now - began) / (end - began));
  }

  /** A short rise, then one cosine to the end. */
  private double rate() {
    double warm = Math.min(1.0, (step + 1) / (double) WARM_UP_STEPS);
    return warm * Math.max(0.5 * (1 + Math.cos(Math.PI * Math.min(1, done()))), 0.01);
  }

  private double train(
      NDManager manager, Optimizer optimizer, Transformer model, Batches.Batch batch) {
    try (NDManager local = manager.newSubManager()) {
      float value;
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray logProbabilities = logits(local, model, batch).logSoftmax(-1);
        NDArray targets = local.create(asLongs(batch.targets())).reshape(batch.targets().length, 1);
        NDArray loss = logProbabilities.gather(targets, 1).mean().neg();
        collector.backward(loss);
        value = loss.toFloatArray()[0];
      }
      optimizer.update(local, step + 1, MUON_RATE * rate(), ADAM_RATE * rate());
      return value;
    }
  }

  private static long[] asLongs(int[] values) {
    return java.util.Arrays.stream(values).asLongStream().toArray();
  }

  private static NDArray logits(NDManager local, Transformer model, Batches.Batch batch) {
    NDArray tokens = local.create(batch.ids(), new Shape(batch.rows(), batch.time()));
    NDArray positions = local.create(batch.positions());
    return model.logits(tokens, positions);
  }

  /** Returns the share of examples whose every output token is the model's first choice. */
  private static double exact(
      NDManager manager, Transformer model, List<Batches.Example> examples) {
    int right = 0;
    for (Batches.Batch batch : Batches.batches(examples, BATCH_TOKENS)) {
      try (NDManager local = manager.newSubManager()) {
        long[] choices =
            logits(local, model, batch).argMax(1).toType(DataType.INT64, false).toLongArray();
        right += batch.rows() - wrongRows(batch, choices);
      }
    }
    return right / (double) examples.size();
  }

  private static int wrongRows(Batches.Batch batch, long[] choices) {
    java.util.BitSet wrong = new java.util.BitSet();
    for (int i = 0; i < choices.length; i++) {
      if (choices[i] != batch.targets()[i]) {
        wrong.set(batch.owners()[i]);
      }
    }
    return wrong.cardinality();
  }

  private void save(Parameters parameters, Optimizer optimizer) throws IOException {
    Path part = checkpoint.resolveSibling(checkpoint.getFileName() + ".part");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      out.writeLong(step);
      out.writeLong(seen);
      out.writeInt(stage);
      out.writeDouble(began);
      Parameters.write(out, parameters.all());
      Parameters.write(out, optimizer.state());
    }
    Files.move(part, checkpoint, StandardCopyOption.REPLACE_EXISTING);
  }

  private void load(Parameters parameters, Optimizer optimizer) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(checkpoint)))) {
      step = in.readLong();
      seen = in.readLong();
      stage = in.readInt();
      began = in.readDouble();
      Parameters.read(in, parameters.all());
      Parameters.read(in, optimizer.state());
    }
  }
}
