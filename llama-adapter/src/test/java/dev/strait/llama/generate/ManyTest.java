package dev.strait.llama.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.llama.TestGrammar;
import dev.strait.llama.TestModels;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.model.BudgetException;
import dev.strait.llama.model.ContextFullException;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.RandomModel;
import dev.strait.llama.model.Sampling;
import dev.strait.llama.model.TokenBatch;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Batches and beams against single generations and brute force. */
class ManyTest {

  private static Constraint compile(TestGrammar grammar, LanguageModel model) {
    return Constraint.compile(grammar.rule(), model.vocabulary(), Limits.defaults());
  }

  private static ContextSettings settings() {
    return ContextSettings.defaults()
        .withTokens(1024)
        .withBatch(48)
        .withSequences(6)
        .withThreads(1);
  }

  @Test
  void batchesEqualSingleGenerations() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(3));
        RandomModel noise = new RandomModel(model.vocabulary(), 4)) {
      for (LanguageModel each : List.of(model, noise)) {
        try (Workspace workspace = Workspace.open(each, settings())) {
          batches(workspace, new Random(2));
          assertEquals(0, workspace.context().used());
          assertEquals(6, workspace.free());
        }
      }
    }
  }

  private static void batches(Workspace workspace, Random random) {
    LanguageModel model = workspace.model();
    List<BatchGenerator.Request> requests = new ArrayList<>();
    List<TestGrammar> grammars = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      grammars.add(TestGrammar.random(random, 2));
      GenerationOptions options =
          GenerationOptions.defaults()
              .withMaxTokens(90 + random.nextInt(60))
              .withDraftTokens(i % 3)
              .withJumpForward(JumpForward.values()[i % 3])
              .withSampling(i % 4 == 0 ? Sampling.temperature(1, i) : Sampling.greedy());
      int[] prompt = model.tokenize("the cat ".repeat(1 + random.nextInt(30)), false);
      requests.add(new BatchGenerator.Request(prompt, compile(grammars.get(i), model), options));
    }
    List<BatchGenerator.Result> results = new BatchGenerator(workspace).run(requests);
    for (int i = 0; i < requests.size(); i++) {
      BatchGenerator.Request request = requests.get(i);
      Generated out = results.get(i).orElseThrow();
      assertTrue(out.valid() && grammars.get(i).matches(out.text()), out.text());
      try (Session session = workspace.session().append(request.prompt());
          Generation alone = session.generate(request.constraint(), request.options())) {
        assertEquals(alone.finish().text(), out.text());
      }
    }
  }

  @Test
  void aSharedPrefixIsEvaluatedOnce() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(3));
        Workspace workspace = Workspace.open(model, settings());
        Session prefix = workspace.session().append("the cat sat on ".repeat(20), false)) {
      Constraint constraint = compile(TestGrammar.string(), model);
      int[] rest = model.tokenize("the", false);
      GenerationOptions options = GenerationOptions.defaults().withMaxTokens(20);
      BatchGenerator.Request request = new BatchGenerator.Request(rest, constraint, options);
      for (BatchGenerator.Result result :
          new BatchGenerator(workspace).run(List.of(request, request, request), prefix)) {
        assertTrue(result.orElseThrow().statistics().evaluatedTokens() < 30);
        assertEquals(
            prefix.length() + rest.length, result.orElseThrow().statistics().promptTokens());
      }
    }
  }

  @Test
  void oneThatCannotBeDoneDoesNotHinderTheOthers() {
    try (RandomModel model = new RandomModel(bytes(), 1);
        Workspace workspace = Workspace.open(model, settings())) {
      Constraint constraint = compile(TestGrammar.seq("abcdefghij"), model);
      GenerationOptions options = GenerationOptions.defaults();
      int[] prompt = {65};
      List<BatchGenerator.Result> results =
          new BatchGenerator(workspace)
              .run(
                  List.of(
                      new BatchGenerator.Request(prompt, constraint, options.withMaxTokens(8)),
                      new BatchGenerator.Request(new int[5000], constraint, options),
                      new BatchGenerator.Request(prompt, constraint, options.withMaxTokens(10))));
      assertThrows(BudgetException.class, () -> results.get(0).orElseThrow());
      assertThrows(ContextFullException.class, () -> results.get(1).orElseThrow());
      assertEquals("abcdefghij", results.get(2).orElseThrow().text());
    }
  }

  @Test
  void theBestOfSeveralIsTheLikeliest() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(3));
        Workspace workspace = Workspace.open(model, settings())) {
      Constraint constraint = compile(TestGrammar.string(), model);
      int[] prompt = model.tokenize("the name", false);
      GenerationOptions options =
          GenerationOptions.defaults()
              .withMaxTokens(20)
              .withScores(true)
              .withSampling(Sampling.temperature(1, 40));
      Generated best = new BatchGenerator(workspace).bestOf(5, prompt, constraint, options);
      double most = Double.NEGATIVE_INFINITY;
      for (int seed = 40; seed < 45; seed++) {
        Sampling sampling = Sampling.temperature(1, seed);
        try (Session session = workspace.session().append(prompt);
            Generation one = session.generate(constraint, options.withSampling(sampling))) {
          most = Math.max(most, one.finish().meanScore());
        }
      }
      assertEquals(most, best.meanScore(), 1e-3);
    }
  }

  private static Vocabulary bytes() {
    List<byte[]> tokens = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      tokens.add(new byte[] {(byte) b});
    }
    tokens.add("ab".getBytes(StandardCharsets.US_ASCII));
    tokens.add("ba".getBytes(StandardCharsets.US_ASCII));
    tokens.add(new byte[0]);
    return Vocabulary.of(tokens, 258);
  }

  @Test
  void wideBeamsFindTheBestOfAll() {
    TestGrammar part = TestGrammar.or("a", "b", "");
    TestGrammar grammar = TestGrammar.seq("x", part, part, part, TestGrammar.or("1", "2"));
    for (long seed = 1; seed <= 5; seed++) {
      try (RandomModel model = new RandomModel(bytes(), seed);
          Workspace workspace =
              Workspace.open(
                  model, ContextSettings.defaults().withTokens(60_000).withSequences(256))) {
        Constraint constraint = compile(grammar, model);
        for (double penalty : List.of(0.0, 1.0)) {
          List<BeamSearch.Found> found =
              new BeamSearch(workspace, 120, penalty).search(new int[] {65}, constraint, 8);
          double best = brute(workspace.context(), constraint.matcher(), 65, 0, 0, penalty);
          assertEquals(best, found.get(0).score(), 1e-6);
          assertTrue(grammar.matches(found.get(0).text()));
        }
        assertEquals(0, workspace.context().used());
      }
    }
  }

  /** Returns the best score of all outputs after a token, by trying all of them. */
  private static double brute(
      ModelContext context, Matcher matcher, int token, int length, double sum, double penalty) {
    TokenBatch batch = new TokenBatch();
    batch.add(token, 255, true);
    context.evaluate(batch);
    double best = Double.NEGATIVE_INFINITY;
    double[] scores = new double[context.model().vocabulary().size()];
    try (Ownership.Hold hold = context.hold()) {
      Logits logits = context.logits(0);
      double all = logits.logSum();
      for (int id = 0; id < scores.length; id++) {
        scores[id] = logits.get(id) - all;
      }
    }
    for (int id = 0; id < scores.length; id++) {
      if (context.model().vocabulary().isEndOfGeneration(id)) {
        if (matcher.isComplete()) {
          best = Math.max(best, (sum + scores[id]) / Math.pow(length + 1.0, penalty));
        }
      } else if (matcher.isAllowed(id)) {
        matcher.accept(id);
        best = Math.max(best, brute(context, matcher, id, length + 1, sum + scores[id], penalty));
        matcher.rollback(1);
      }
    }
    context.truncate(255, context.length(255) - 1);
    return best;
  }

  @Test
  void beamsOfARealModelAreValidAndNoWorseThanGreedy() {
    TestGrammar grammar = TestGrammar.random(new Random(77), 3);
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(3));
        Workspace workspace = Workspace.open(model, settings())) {
      Constraint constraint = compile(grammar, model);
      int[] prompt = model.tokenize("the ".repeat(100), false);
      BeamSearch search = new BeamSearch(workspace, 3, 0);
      List<BeamSearch.Found> found = search.search(prompt, constraint, 150);
      assertTrue(found.stream().allMatch(f -> grammar.matches(f.text())), found::toString);
      assertNotNull(found.get(0));
      assertThrows(BudgetException.class, () -> search.search(prompt, constraint, 0));
      assertThrows(
          ContextFullException.class,
          () -> new BeamSearch(workspace, 4, 0).search(prompt, null, 5));
      assertEquals(0, workspace.context().used());
    }
  }
}
