package dev.strait.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.constraint.Constraint;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.generate.BatchGenerator;
import dev.strait.llama.generate.BeamSearch;
import dev.strait.llama.generate.Generated;
import dev.strait.llama.generate.Generation;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.JumpForward;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.BudgetException;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.Sampling;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.report.SchemaException;
import dev.strait.testkit.Oracle;
import dev.strait.testkit.SchemaCase;
import dev.strait.testkit.SchemaChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Models of random weights under random schemas of all drafts, with every combination of sampler
 * settings, at every budget, alone, in batches and with beams; an independent validator judges the
 * outputs.
 *
 * <p>By default each combination meets some of a few schemas. {@code -Dstrait.schemas=200
 * -Dstrait.combinations=864} lets every combination meet every one of 200 schemas: an hour.
 */
class SchemaOutputTest {

  private static final int SCHEMAS = Integer.getInteger("strait.schemas", 16);
  private static final int COMBINATIONS = Integer.getInteger("strait.combinations", 54);
  private static final int MOST_BYTES = 250;
  private static final Pattern ODD_TIME =
      Pattern.compile(":[0-9]{2}(\\.[0-9]{10}|[^\"]*[-+](1[89]|2[0-3]):[0-5][0-9])");
  private static final List<Sampling> ALL = Samplings.all();

  private final Random random = new Random(2024);
  private int single;
  private int batched;
  private int beams;
  private int refused;

  /** A schema, who judges its values, and what it was compiled to. */
  private record Case(Oracle oracle, Constraint constraint, int bytes) {

    /** The validator refuses zones of over 18 hours and times finer than nanoseconds. */
    void check(String text) {
      if (!ODD_TIME.matcher(text).find()) {
        SchemaChecks.isValid(oracle, text);
      }
    }
  }

  @Test
  void outputsAreValidUnderEverySamplerAtEveryBudget() {
    RandomGenerator<SchemaCase> cases = SchemaCase.any(0).generator(1_000);
    try (LlamaModel pairs = LlamaModel.load(TestModels.byteLevel(11));
        LlamaModel pieces = LlamaModel.load(TestModels.sentencePiece(11));
        Workspace first = open(pairs);
        Workspace second = open(pieces)) {
      for (int i = 0; i < SCHEMAS; i++) {
        JsonNode schema = usable(cases);
        int part = i;
        for (Workspace workspace : List.of(first, second)) {
          check(workspace, compiled(schema, workspace.model()), part);
        }
        if (i % 20 == 19) {
          System.out.printf("%d schemas, %,d outputs%n", i + 1, single + batched + beams);
        }
      }
    }
    System.out.printf(
        "%d schemas, %d sampler settings: %,d single outputs, %,d batched, %,d by beams; all valid;"
            + " %,d budgets too small, refused before the first token%n",
        SCHEMAS, ALL.size(), single, batched, beams, refused);
  }

  private static Workspace open(LanguageModel model) {
    return Workspace.open(
        model, ContextSettings.defaults().withTokens(4096).withSequences(10).withThreads(1));
  }

  /** Draws schemas until one has values, and a validator that takes it. */
  private JsonNode usable(RandomGenerator<SchemaCase> cases) {
    ObjectMapper mapper = new ObjectMapper();
    while (true) {
      JsonNode schema = cases.next(random).value().schema();
      try {
        Oracle.of(schema).isValid(mapper.nullNode());
        long bytes =
            JsonSchema.compile(schema, SchemaOptions.defaults()).witness().getBytes().length;
        if (bytes < MOST_BYTES) {
          return schema;
        }
      } catch (SchemaException | StackOverflowError unusable) {
        continue;
      } catch (RuntimeException oracleFails) {
        continue;
      }
    }
  }

  private static Case compiled(JsonNode schema, LanguageModel model) {
    Constraint constraint =
        JsonSchema.compile(schema, SchemaOptions.defaults()).constraint(model.vocabulary());
    return new Case(Oracle.of(schema), constraint, (int) constraint.matcher().shortestCompletion());
  }

  private void check(Workspace workspace, Case one, int part) {
    int smallest = everyBudget(workspace, one);
    everySampler(workspace, one, part, smallest);
    beams(workspace, one, smallest);
  }

  /** Alone at every budget: first all are refused, from the smallest on none is. */
  private int everyBudget(Workspace workspace, Case one) {
    int smallest = -1;
    for (int budget = 0; budget < one.bytes + 12; budget++) {
      GenerationOptions options = options(ALL.get(random.nextInt(ALL.size())), budget);
      try (Session session = workspace.session().append("the ", false)) {
        int before = session.length();
        try (Generation generation = session.generate(one.constraint, options)) {
          Generated out = generation.finish();
          assertTrue(out.valid() && out.tokens().size() <= budget, out.text());
          one.check(out.text());
          smallest = smallest < 0 ? budget : smallest;
          single++;
        } catch (BudgetException tooSmall) {
          assertEquals(before, session.length(), "refused before the first token");
          assertEquals(-1, smallest, "a smaller budget was enough");
          assertTrue(budget < one.bytes, "every byte is a token");
          refused++;
        }
      }
    }
    return smallest;
  }

  private GenerationOptions options(Sampling sampling, int budget) {
    return GenerationOptions.defaults()
        .withMaxTokens(budget)
        .withSampling(sampling.withSeed(random.nextLong()))
        .withDraftTokens(random.nextInt(3))
        .withJumpForward(JumpForward.values()[random.nextInt(3)]);
  }

  /** A part of all combinations in one batch, budgets from the smallest upwards. */
  private void everySampler(Workspace workspace, Case one, int part, int smallest) {
    int[] prompt = workspace.model().tokenize("the ", false);
    List<BatchGenerator.Request> requests = new ArrayList<>();
    for (int i = 0; i < COMBINATIONS; i++) {
      Sampling sampling = ALL.get((part * COMBINATIONS + i) % ALL.size());
      GenerationOptions options = options(sampling, smallest + (i + part) % 37);
      requests.add(new BatchGenerator.Request(prompt, one.constraint, options));
    }
    List<BatchGenerator.Result> results = new BatchGenerator(workspace).run(requests);
    for (int i = 0; i < results.size(); i++) {
      Generated out = results.get(i).orElseThrow();
      assertTrue(out.valid() && out.tokens().size() <= requests.get(i).options().maxTokens());
      one.check(out.text());
      batched++;
    }
  }

  private void beams(Workspace workspace, Case one, int smallest) {
    int[] prompt = workspace.model().tokenize("x", false);
    for (int width = 1; width <= 4; width += 1 + random.nextInt(2)) {
      BeamSearch search = new BeamSearch(workspace, width, random.nextInt(3) / 2.0);
      int budget = one.bytes + random.nextInt(16);
      List<BeamSearch.Found> found = search.search(prompt, one.constraint, budget);
      assertTrue(!found.isEmpty(), "something is found");
      found.forEach(best -> assertTrue(best.tokens().size() <= budget, best.text()));
      found.forEach(best -> one.check(best.text()));
      beams += found.size();
      if (smallest > 0) {
        int tooSmall = smallest - 1;
        assertThrows(BudgetException.class, () -> search.search(prompt, one.constraint, tooSmall));
      }
    }
  }
}
