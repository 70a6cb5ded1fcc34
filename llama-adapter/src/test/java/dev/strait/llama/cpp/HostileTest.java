package dev.strait.llama.cpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.llama.ChildJvm;
import dev.strait.llama.TestGrammar;
import dev.strait.llama.TestModels;
import dev.strait.llama.generate.Generation;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.gguf.GgufWriter;
import dev.strait.llama.gguf.LlamaGguf;
import dev.strait.llama.gguf.LlamaShape;
import dev.strait.llama.model.ClosedException;
import dev.strait.llama.model.ConcurrentUseException;
import dev.strait.llama.model.ContextFullException;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.EvaluationException;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.ModelException;
import dev.strait.llama.model.ModelLoadException;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.Sampler;
import dev.strait.llama.model.Sampling;
import dev.strait.llama.model.TokenBatch;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No input may end the process: every one of these must become a typed error. */
class HostileTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  private static ContextSettings small() {
    return ContextSettings.defaults().withTokens(64).withBatch(32).withSequences(2).withThreads(1);
  }

  private static TokenBatch batch(int sequence, int... tokens) {
    TokenBatch batch = new TokenBatch();
    for (int token : tokens) {
      batch.add(token, sequence, true);
    }
    return batch;
  }

  @Test
  void filesThatAreNoModels() throws IOException {
    refused(directory.resolve("missing.gguf"));
    refused(directory);
    byte[] good = Files.readAllBytes(TestModels.byteLevel(1));
    Random random = new Random(1);
    for (int length : List.of(0, 3, 4, 23, 24, 100, 5_000, good.length / 2, good.length - 64)) {
      refused(write(Arrays.copyOf(good, length)));
    }
    byte[] noise = new byte[10_000];
    random.nextBytes(noise);
    refused(write(noise));
    noise[0] = 'G';
    noise[1] = 'G';
    noise[2] = 'U';
    noise[3] = 'F';
    refused(write(noise));
  }

  @Test
  void headsThatAreDamaged() throws IOException {
    byte[] good = Files.readAllBytes(TestModels.byteLevel(1));
    Random random = new Random(3);
    int loaded = 0;
    for (int i = 0; i < 60; i++) {
      byte[] bad = good.clone();
      for (int change = 0; change <= random.nextInt(3); change++) {
        bad[random.nextInt(1_200)] ^= (byte) (1 << random.nextInt(8));
      }
      try (LlamaModel model = LlamaModel.load(write(bad))) {
        loaded++;
        assertTrue(model.vocabulary().size() > 0);
      } catch (ModelLoadException expected) {
        assertTrue(expected.toString().length() > 20);
      }
    }
    assertTrue(loaded < 60, "every damaged file was loaded");
  }

  /** llama.cpp's reader writes to standard error, past its own log: it must not meet a bad file. */
  @Test
  void damagedHeadsAreRefusedInSilence() throws Exception {
    Process child = ChildJvm.of(HostileTest.class).start();
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    String errors = new String(child.getErrorStream().readAllBytes(), UTF_8);
    assertEquals(0, child.waitFor(), output + errors);
    assertTrue(output.endsWith(" loaded\n"), output);
    String noise = "((SLF4J|WARNING: ).*)?"; // Java 24 and later warn of native code
    assertEquals(List.of(), errors.lines().filter(line -> !line.matches(noise)).toList());
  }

  /** The child: loads many damaged files, prints how many could be used all the same. */
  public static void main(String[] arguments) throws IOException {
    byte[] good = Files.readAllBytes(TestModels.byteLevel(1));
    int tensors = new String(good, ISO_8859_1).indexOf("token_embd.weight") - 8;
    Path file = Files.createTempFile("damaged", ".gguf");
    Random random = new Random(17);
    int loaded = 0;
    for (int i = 0; i < 120; i++) {
      byte[] bad = good.clone();
      int from = i % 2 == 0 ? 0 : tensors;
      int to = i % 2 == 0 ? 1_200 : from + 1_200;
      bad[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bad);
      try (LlamaModel model = LlamaModel.load(file)) {
        loaded++;
      } catch (ModelLoadException expected) {
        continue;
      }
    }
    Files.delete(file);
    System.out.println(loaded + " loaded");
  }

  @Test
  void modelsThatContradictThemselves() throws IOException {
    Vocabulary tokens = Vocabulary.of(List.of(new byte[] {'a'}, new byte[] {'b'}), 1);
    refused(write(LlamaGguf.byteLevel(model(3), tokens, List.of()))); // a token too few
    GgufWriter unknown = new GgufWriter().put("general.architecture", "mystery");
    refused(write(LlamaGguf.byteLevel(unknown, tokens, List.of())));
    GgufWriter twice =
        model(2)
            .put("tokenizer.ggml.model", "gpt2")
            .put("tokenizer.ggml.pre", "gpt-2")
            .putStrings("tokenizer.ggml.tokens", List.of("a", "a"));
    refused(write(twice));
    refused(write(model(2)));
    GgufWriter deep = new GgufWriter().put("general.architecture", "llama");
    refused(write(deep.put("llama.block_count", 600)));
  }

  private static GgufWriter model(int tokens) {
    LlamaShape shape = new LlamaShape(tokens, 32, 1, 4, 2, 64, 64, 10_000, 1e-5f, true);
    return LlamaGguf.model("tiny", shape, LlamaGguf.randomWeights(shape, 1, 0.1));
  }

  private Path write(GgufWriter writer) throws IOException {
    Path file = directory.resolve("w.gguf");
    writer.write(file);
    return file;
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("x.gguf"), bytes);
  }

  private static void refused(Path file) {
    assertThrows(ModelLoadException.class, () -> LlamaModel.load(file).close(), file::toString);
  }

  @Test
  void numbersOutOfRange() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        LlamaContext context = model.open(small())) {
      for (int token : List.of(-1, model.vocabulary().size(), Integer.MAX_VALUE)) {
        assertThrows(IndexOutOfBoundsException.class, () -> context.evaluate(batch(0, 65, token)));
      }
      for (int sequence : List.of(-1, 2, Integer.MIN_VALUE)) {
        assertThrows(IllegalArgumentException.class, () -> context.evaluate(batch(sequence, 65)));
        assertThrows(IllegalArgumentException.class, () -> context.truncate(sequence, 0));
        assertThrows(IllegalArgumentException.class, () -> context.copy(0, sequence));
        assertThrows(IllegalArgumentException.class, () -> context.saveState(sequence));
        assertThrows(IllegalArgumentException.class, () -> context.length(sequence));
      }
      assertThrows(IllegalArgumentException.class, () -> context.evaluate(new TokenBatch()));
      assertThrows(IllegalArgumentException.class, () -> context.evaluate(batch(0, new int[33])));
      assertThrows(IllegalArgumentException.class, () -> context.truncate(0, 1));
      assertThrows(IllegalArgumentException.class, () -> context.logits(0));
      assertEquals(0, context.used());
      context.evaluate(batch(0, 65, 66));
      assertThrows(IllegalArgumentException.class, () -> context.logits(2));
      assertThrows(IllegalArgumentException.class, () -> context.logits(-1));
      assertThrows(IllegalArgumentException.class, () -> context.copy(1, 0));
      assertEquals(2, context.used());
    }
  }

  @Test
  void settingsOutOfRange() {
    ContextSettings defaults = ContextSettings.defaults();
    assertThrows(IllegalArgumentException.class, () -> defaults.withTokens(0));
    assertThrows(IllegalArgumentException.class, () -> defaults.withBatch(5000));
    assertThrows(IllegalArgumentException.class, () -> defaults.withSequences(257));
    assertThrows(IllegalArgumentException.class, () -> defaults.withThreads(0));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            defaults.withCache(
                ContextSettings.CacheType.F16, ContextSettings.CacheType.Q8_0, false));
    assertThrows(IllegalArgumentException.class, () -> Sampling.temperature(Double.NaN, 0));
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1))) {
      assertThrows(
          ModelLoadException.class,
          () ->
              model.open(
                  small()
                      .withCache(
                          ContextSettings.CacheType.Q8_0, ContextSettings.CacheType.F16, false)));
    }
  }

  /** llama.cpp itself ends the process here. */
  @Test
  void charactersThatTheTokenizerLacks() {
    try (LlamaModel model = LlamaModel.load(TestModels.sentencePieceWithoutBytes(1))) {
      ModelException refusal =
          assertThrows(ModelException.class, () -> model.tokenize("a \u2603", true));
      assertTrue(refusal.getMessage().contains("U+2603"), refusal::getMessage);
      assertThrows(ModelException.class, () -> model.tokenize("\0", true));
      assertEquals(Optional.empty(), model.tokenizeInside("\u00a7".getBytes(UTF_8)));
      assertTrue(model.tokenize("e", true).length > 0);
      model.tokenizeInside("e".getBytes(UTF_8));
      assertEquals(0, model.tokenize("", false).length);
    }
  }

  @Test
  void aFullContextChangesNothing() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        LlamaContext context = model.open(small())) {
      int[] tokens = new int[32];
      context.evaluate(batch(0, tokens));
      context.evaluate(batch(1, Arrays.copyOf(tokens, 30)));
      assertThrows(ContextFullException.class, () -> context.evaluate(batch(0, 1, 2, 3)));
      assertEquals(32, context.length(0));
      context.evaluate(batch(0, 1, 2));
      assertThrows(ContextFullException.class, () -> context.evaluate(batch(1, 1)));
      context.truncate(0, 0);
      context.evaluate(batch(0, tokens));
      assertEquals(62, context.used());
    }
  }

  @Test
  void cellsInPiecesAreMovedTogether() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        LlamaContext context = model.open(small())) {
      for (int i = 0; i < 32; i++) {
        context.evaluate(batch(0, 65));
        context.evaluate(batch(1, 66));
      }
      context.truncate(0, 0);
      context.evaluate(batch(0, new int[32]));
      assertEquals(64, context.used());
    }
  }

  @Test
  void statesThatWereTamperedWith() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        LlamaModel other = LlamaModel.load(TestModels.bytesOnly(1));
        LlamaContext context = model.open(small());
        LlamaContext foreign = other.open(small())) {
      context.evaluate(batch(0, 65, 66, 67));
      byte[] state = context.saveState(0);
      Random random = new Random(4);
      for (int i = 0; i < 200; i++) {
        byte[] bad = Arrays.copyOf(state, i % 2 == 0 ? state.length : random.nextInt(state.length));
        if (bad.length == state.length) {
          bad[random.nextInt(bad.length)] ^= 1;
        }
        assertThrows(EvaluationException.class, () -> context.loadState(1, bad));
        assertEquals(0, context.length(1));
      }
      assertThrows(EvaluationException.class, () -> foreign.loadState(0, state));
      assertEquals(3, context.loadState(1, state));
    }
  }

  @Test
  void logitsAreOnlyReadWhileTheyAreThere() {
    LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
    LlamaContext context = model.open(small());
    context.evaluate(batch(0, 65));
    final Logits logits;
    try (Ownership.Hold hold = context.hold()) {
      logits = context.logits(0);
      assertTrue(Float.isFinite(logits.get(0)));
    }
    assertThrows(IllegalStateException.class, () -> logits.get(0));
    try (Ownership.Hold hold = context.hold()) {
      context.evaluate(batch(0, 66));
      assertThrows(IllegalStateException.class, () -> logits.get(0));
      Logits fresh = context.logits(0);
      assertThrows(IndexOutOfBoundsException.class, () -> fresh.get(100_000));
      assertThrows(IllegalArgumentException.class, () -> fresh.best(new long[1]));
      try (Sampler sampler = context.sampler(Sampling.temperature(1, 1))) {
        long[] none = new long[model.vocabulary().maskWords()];
        assertThrows(EvaluationException.class, () -> sampler.pick(fresh, none));
        long[] beyond = none.clone();
        beyond[beyond.length - 1] = 1L << 63;
        assertThrows(EvaluationException.class, () -> sampler.pick(fresh, beyond));
        assertThrows(IndexOutOfBoundsException.class, () -> sampler.accept(-5));
        sampler.close();
        assertThrows(ClosedException.class, () -> sampler.pick(fresh, none));
      }
    }
    model.close();
    assertThrows(IllegalStateException.class, () -> logits.get(0));
    assertThrows(ClosedException.class, context::hold);
  }

  @Test
  void closingDuringAGeneration() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < 12; i++) {
        LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        Workspace workspace = Workspace.open(model, ContextSettings.defaults().withThreads(1));
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<ModelException> error = new AtomicReference<>();
        Future<?> future = executor.submit(() -> generate(workspace, begun, error));
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        TimeUnit.MICROSECONDS.sleep(i * 700L);
        if (i % 2 == 0) {
          workspace.close();
        }
        model.close();
        future.get(10, TimeUnit.SECONDS);
        assertTrue(error.get() instanceof ClosedException, String.valueOf(error.get()));
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static void generate(
      Workspace workspace, CountDownLatch begun, AtomicReference<ModelException> error) {
    Object[] choices = Collections.nCopies(800, TestGrammar.or("ab", "cd")).toArray();
    Constraint constraint =
        Constraint.compile(
            TestGrammar.seq(choices).rule(), workspace.model().vocabulary(), Limits.defaults());
    try (Session session = workspace.session().append("the cat", false);
        Generation generation =
            session.generate(constraint, GenerationOptions.defaults().withMaxTokens(4000))) {
      begun.countDown();
      generation.finish();
    } catch (ModelException e) {
      error.set(e);
    }
  }

  @Test
  void twoThreadsOnOneSession() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        Workspace workspace = Workspace.open(model, small());
        Session session = workspace.session().append("a", false)) {
      try (Ownership.Hold hold = workspace.context().hold()) {
        Future<?> other =
            executor.submit(
                () -> {
                  assertThrows(ConcurrentUseException.class, () -> session.append(65));
                  assertThrows(ConcurrentUseException.class, session::tokens);
                  assertThrows(
                      ConcurrentUseException.class,
                      () -> session.generate(null, GenerationOptions.defaults()));
                });
        other.get(10, TimeUnit.SECONDS);
      }
      executor.submit(() -> session.append(65)).get(10, TimeUnit.SECONDS);
      assertEquals(2, session.length());
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void textsThatAreStrange() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        LlamaModel pieces = LlamaModel.load(TestModels.sentencePiece(1))) {
      List<String> texts =
          List.of("\ud800", "\0\0", "\uffff", "a".repeat(200_000), "\u0300".repeat(5_000));
      for (String text : texts) {
        assertTrue(model.tokenize(text, false).length > 0);
        assertTrue(pieces.tokenize(text, true).length > 0);
      }
      byte[] bytes = new byte[4_000];
      new Random(9).nextBytes(bytes);
      assertTrue(model.tokenizeInside(bytes).isEmpty());
      byte[] latin = "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
      assertTrue(pieces.tokenizeInside(latin).isEmpty());
    }
  }
}
