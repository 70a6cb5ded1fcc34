package dev.strait.llama.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.llama.TestGrammar;
import dev.strait.llama.TestModels;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.model.BudgetException;
import dev.strait.llama.model.ContextFullException;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.RandomModel;
import dev.strait.llama.model.Sampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GenerationTest {

  private static final TestGrammar PERSON =
      TestGrammar.seq(
          "{\"name\": ",
          TestGrammar.string(),
          ", \"age\": ",
          TestGrammar.number(),
          ", \"the property\": ",
          TestGrammar.or("true", "false"),
          "}");

  private static final List<LanguageModel> MODELS = new ArrayList<>();

  @BeforeAll
  static void load() {
    LlamaModel bytePairs = LlamaModel.load(TestModels.byteLevel(1));
    MODELS.add(bytePairs);
    MODELS.add(LlamaModel.load(TestModels.sentencePiece(1)));
    MODELS.add(new RandomModel(bytePairs.vocabulary(), 3));
  }

  @AfterAll
  static void close() {
    MODELS.forEach(LanguageModel::close);
    MODELS.clear();
  }

  private static Constraint compile(TestGrammar grammar, LanguageModel model) {
    return Constraint.compile(grammar.rule(), model.vocabulary(), Limits.defaults());
  }

  private static Workspace open(LanguageModel model) {
    return Workspace.open(
        model,
        ContextSettings.defaults().withTokens(1024).withBatch(64).withSequences(8).withThreads(1));
  }

  private static Generated generate(
      Workspace workspace, String prompt, Constraint constraint, GenerationOptions options) {
    try (Session session = workspace.session().append(prompt, false);
        Generation generation = session.generate(constraint, options)) {
      return generation.finish();
    }
  }

  private static List<Sampling> samplings(LanguageModel model) {
    Sampling hot = Sampling.temperature(1.2, 7);
    List<Sampling> all =
        new ArrayList<>(
            List.of(
                Sampling.greedy(),
                hot,
                hot.withTopK(0),
                hot.withTopP(0.8).withMinP(0.1).withTypicalP(0.9),
                hot.withPenalties(new Sampling.Penalties(64, 1.3, 0.2, 0.2)),
                Sampling.greedy().withPenalties(new Sampling.Penalties(64, 1.3, 0, 0))));
    if (model instanceof LlamaModel) {
      all.add(hot.withDry(new Sampling.Dry(0.8, 1.75, 2, 64, List.of("\n", "\""))));
      all.add(hot.withMirostat(new Sampling.Mirostat(1, 5, 0.1)));
      all.add(hot.withMirostat(new Sampling.Mirostat(2, 5, 0.1)));
    }
    return all;
  }

  @Test
  void everySettingGivesValidOutputAtEveryBudget() {
    Random random = new Random(11);
    for (LanguageModel model : MODELS) {
      try (Workspace workspace = open(model)) {
        for (int i = 0; i < 40; i++) {
          TestGrammar grammar = TestGrammar.random(random, 2);
          everyBudget(workspace, grammar, samplings(model), random);
        }
        assertEquals(0, workspace.context().used());
      }
    }
  }

  private static void everyBudget(
      Workspace workspace, TestGrammar grammar, List<Sampling> samplings, Random random) {
    LanguageModel model = workspace.model();
    Constraint constraint = compile(grammar, model);
    int bytes = (int) constraint.matcher().shortestCompletion();
    for (int budget = Math.max(0, bytes - 3); budget < bytes + 6; budget++) {
      Sampling sampling = samplings.get(random.nextInt(samplings.size()));
      GenerationOptions options =
          GenerationOptions.defaults()
              .withMaxTokens(budget)
              .withSampling(sampling)
              .withScores(random.nextBoolean())
              .withDraftTokens(random.nextInt(4))
              .withJumpForward(JumpForward.values()[random.nextInt(3)]);
      try {
        Generated out = generate(workspace, "the cat: {\"name\": ", constraint, options);
        assertTrue(out.valid(), out::toString);
        assertEquals(FinishReason.COMPLETE, out.reason());
        assertTrue(out.tokens().size() <= budget, out::toString);
        assertTrue(grammar.matches(out.text()), () -> out.text() + " of " + grammar);
      } catch (BudgetException e) {
        assertTrue(budget < bytes, e::toString);
      }
    }
  }

  @Test
  void takingTheOnlyTokenUnseenAndGuessingAheadChangeNothing() {
    Random random = new Random(5);
    for (LanguageModel model : MODELS) {
      try (Workspace workspace = open(model)) {
        for (int i = 0; i < 20; i++) {
          Constraint constraint = compile(TestGrammar.random(random, 2), model);
          Sampling sampling = i % 2 == 0 ? Sampling.greedy() : Sampling.temperature(1, i);
          GenerationOptions plain =
              GenerationOptions.defaults()
                  .withMaxTokens(200)
                  .withSampling(sampling)
                  .withJumpForward(JumpForward.OFF);
          Generated expected = generate(workspace, "name the value ", constraint, plain);
          GenerationOptions tokens = plain.withJumpForward(JumpForward.TOKENS);
          GenerationOptions drafts = tokens.withDraftTokens(5);
          for (GenerationOptions options : List.of(tokens, plain.withDraftTokens(5), drafts)) {
            Generated out = generate(workspace, "name the value ", constraint, options);
            assertEquals(expected.tokens(), out.tokens());
            assertTrue(
                out.statistics().evaluations() <= expected.statistics().evaluations(),
                () -> out + " against " + expected);
          }
        }
      }
    }
  }

  @Test
  void forcedTextIsTheSameWhereEveryTokenIsAByte() {
    Random random = new Random(6);
    try (LlamaModel model = LlamaModel.load(TestModels.bytesOnly(2));
        Workspace workspace = open(model)) {
      for (int i = 0; i < 30; i++) {
        Constraint constraint = compile(TestGrammar.random(random, 2), model);
        GenerationOptions off = GenerationOptions.defaults().withMaxTokens(200);
        Generated jumped = generate(workspace, "x", constraint, off);
        Generated plain =
            generate(workspace, "x", constraint, off.withJumpForward(JumpForward.OFF));
        assertEquals(plain.tokens(), jumped.tokens());
      }
    }
  }

  @Test
  void jumpingSavesEvaluations() {
    try (Workspace workspace = open(MODELS.get(0))) {
      Constraint constraint = compile(PERSON, MODELS.get(0));
      GenerationOptions options = GenerationOptions.defaults().withMaxTokens(80);
      Generated jumped = generate(workspace, "x", constraint, options);
      assertTrue(jumped.statistics().forcedTokens() > 10, jumped::toString);
      int sum = jumped.statistics().evaluations() + jumped.statistics().forcedTokens();
      assertTrue(sum <= jumped.tokens().size() + 1, jumped::toString);
    }
  }

  @Test
  void piecesAddUpToTheText() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Workspace workspace = open(MODELS.get(0));
        Session session = workspace.session().append("the", false)) {
      Constraint constraint = compile(PERSON, MODELS.get(0));
      Generation generation = session.generate(constraint, GenerationOptions.defaults());
      CompletableFuture<String> text = new CompletableFuture<>();
      generation.publisher(executor).subscribe(new Collect(text));
      String joined = text.get(20, TimeUnit.SECONDS);
      assertEquals(generation.result().text(), joined);
      assertTrue(PERSON.matches(joined), joined);
      assertEquals(session.length(), 1 + generation.result().tokens().size());
    } finally {
      executor.shutdownNow();
    }
  }

  /** Joins pieces. */
  private record Collect(CompletableFuture<String> done, StringBuilder text)
      implements Flow.Subscriber<Piece> {
    Collect(CompletableFuture<String> done) {
      this(done, new StringBuilder());
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Piece piece) {
      text.append(piece.text());
    }

    @Override
    public void onError(Throwable error) {
      done.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      done.complete(text.toString());
    }
  }

  @Test
  void stopTextsDeadlinesAndCancelsEndEarly() {
    try (Workspace workspace = open(MODELS.get(0))) {
      Constraint constraint = compile(PERSON, MODELS.get(0));
      GenerationOptions options = GenerationOptions.defaults();
      Generated stopped =
          generate(workspace, "x", constraint, options.withStopTexts("zz", "\", \"ag"));
      assertEquals(FinishReason.STOP_TEXT, stopped.reason());
      assertFalse(stopped.valid());
      assertTrue(stopped.text().startsWith("{\"name\": \""), stopped.text());
      assertFalse(stopped.text().contains("\", \"ag"), stopped.text());
      Generated late =
          generate(workspace, "x", constraint, options.withDeadline(Duration.ofNanos(1)));
      assertEquals(FinishReason.DEADLINE, late.reason());
      assertTrue(late.valid() && PERSON.matches(late.text()), late.text());
      try (Session session = workspace.session().append("x", false);
          Generation generation = session.generate(constraint, options)) {
        generation.next();
        generation.cancel();
        assertEquals(FinishReason.CANCELLED, generation.finish().reason());
        assertFalse(generation.hasNext());
      }
    }
  }

  @Test
  void aDeadlineClosesTheOutputWithinTheBudget() {
    for (LanguageModel model : MODELS) {
      try (Workspace workspace = open(model)) {
        Constraint constraint = compile(PERSON, model);
        int bytes = (int) constraint.matcher().shortestCompletion();
        for (int micros = 50; micros < 5_000; micros *= 2) {
          GenerationOptions options =
              GenerationOptions.defaults()
                  .withSampling(Sampling.temperature(2, micros))
                  .withJumpForward(JumpForward.values()[micros / 50 % 3])
                  .withMaxTokens(bytes + 300)
                  .withDeadline(Duration.ofNanos(micros * 1_000L));
          Generated out = generate(workspace, "the", constraint, options);
          assertTrue(out.valid() && out.tokens().size() <= bytes + 300);
          assertTrue(PERSON.matches(out.text()), out.text());
        }
        GenerationOptions late = GenerationOptions.defaults().withDeadline(Duration.ofNanos(1));
        assertEquals(FinishReason.DEADLINE, generate(workspace, "x", null, late).reason());
      }
    }
  }

  @Test
  void freeTextEndsWithItsBudget() {
    for (LanguageModel model : MODELS) {
      try (Workspace workspace = open(model);
          Session session = workspace.session().append("the", false);
          Generation generation =
              session.generate(null, GenerationOptions.defaults().withMaxTokens(9))) {
        Generated out = generation.finish();
        assertTrue(out.tokens().size() <= 9);
        boolean full = out.tokens().size() == 9;
        assertEquals(full ? FinishReason.LENGTH : FinishReason.COMPLETE, out.reason());
      }
    }
  }

  @Test
  void aFullContextLeavesTheSessionUsable() {
    for (LanguageModel model : MODELS) {
      ContextSettings small = ContextSettings.defaults().withTokens(64).withThreads(1);
      try (Workspace workspace = Workspace.open(model, small);
          Session session = workspace.session().append("the cat", false)) {
        int before = session.length();
        assertThrows(ContextFullException.class, () -> session.append("x y ".repeat(500), false));
        assertEquals(before, session.length());
        Constraint constraint = compile(PERSON, model);
        GenerationOptions options = GenerationOptions.defaults().withMaxTokens(1000);
        try (Generation generation = session.generate(constraint, options)) {
          Generated out = generation.finish();
          assertTrue(PERSON.matches(out.text()), out.text());
          assertTrue(session.length() >= before + out.tokens().size() - 1);
        } catch (BudgetException e) {
          continue; // with few multi-byte tokens the smallest person does not fit
        }
        session.rollback(session.length() - before);
        assertEquals(before, session.length());
      }
    }
  }

  @Test
  void forksRollbacksAndSavedStatesGoOnTheSameWay() {
    for (LanguageModel model : MODELS) {
      try (Workspace workspace = open(model);
          Session session = workspace.session().append("the cat sat on the mat", false)) {
        GenerationOptions options = GenerationOptions.defaults().withMaxTokens(120);
        Constraint constraint = compile(PERSON, model);
        byte[] saved = session.save();
        int length = session.length();
        Session fork = session.fork();
        final String expected;
        try (Generation generation = session.generate(constraint, options)) {
          assertThrows(IllegalStateException.class, () -> session.rollback(1));
          expected = generation.finish().text();
        }
        assertEquals(expected, fork.generate(constraint, options).finish().text());
        fork.close();
        session.rollback(session.length() - length);
        assertEquals(expected, session.generate(constraint, options).finish().text());
        try (Session loaded = workspace.session().load(saved)) {
          assertEquals(expected, loaded.generate(constraint, options).finish().text());
        }
      }
    }
  }

  @Test
  void scoresSumUp() {
    LanguageModel model = MODELS.get(0);
    try (Workspace workspace = open(model)) {
      GenerationOptions options =
          GenerationOptions.defaults()
              .withScores(true)
              .withMaxTokens(100)
              .withJumpForward(JumpForward.OFF);
      Generated out = generate(workspace, "the", compile(PERSON, model), options);
      assertEquals(out.tokens().size(), out.scores().size());
      for (TokenScore score : out.scores()) {
        assertTrue(score.free() <= score.constrained() + 1e-4 && score.constrained() <= 1e-4);
        assertEquals(
            score.free() - score.constrained(),
            Math.log(1 - score.removed()),
            1e-3,
            score::toString);
      }
    }
  }
}
