package dev.strait.llama;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.generate.Generated;
import dev.strait.llama.generate.Generation;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.JumpForward;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Long runs, minutes each: {@code mvn test -pl llama-adapter -am -Dstrait.soak=true}. */
@EnabledIfSystemProperty(named = "strait.soak", matches = "true")
class SoakTest {

  @Test
  void tenThousandGenerationsAreValidAndLeakNothing() throws IOException {
    Random random = new Random(42);
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        Workspace workspace = Workspace.open(model, settings())) {
      long before = 0;
      for (int i = 0; i < 10_000; i++) {
        generate(workspace, TestGrammar.random(random, 3), random);
        before = i == 3_000 ? residentKilobytes() : before;
      }
      report("10,000 generations", before, residentKilobytes());
    }
  }

  private static void generate(Workspace workspace, TestGrammar grammar, Random random) {
    Constraint constraint =
        Constraint.compile(grammar.rule(), workspace.model().vocabulary(), Limits.defaults());
    int smallest = (int) constraint.matcher().shortestCompletion();
    Sampling sampling =
        random.nextInt(4) == 0
            ? Sampling.greedy()
            : Sampling.temperature(random.nextDouble() * 2, random.nextLong())
                .withTopK(random.nextInt(50))
                .withTopP(random.nextDouble())
                .withMinP(random.nextDouble() / 5)
                .withPenalties(new Sampling.Penalties(random.nextInt(64), 1.1, 0.1, 0));
    GenerationOptions options =
        GenerationOptions.defaults()
            .withMaxTokens(smallest + random.nextInt(60))
            .withSampling(sampling)
            .withDraftTokens(random.nextInt(4))
            .withJumpForward(JumpForward.values()[random.nextInt(3)]);
    try (Session session = workspace.session().append("name: the cat", false);
        Generation generation = session.generate(constraint, options)) {
      Generated out = generation.finish();
      assertTrue(out.valid() && grammar.matches(out.text()), out.text());
    }
  }

  @Test
  void twoHundredLoadsLeakNothing() throws IOException {
    long before = 0;
    for (int i = 0; i < 200; i++) {
      try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
          Workspace workspace = Workspace.open(model, settings());
          Session session = workspace.session().append("the cat", false)) {
        session.evaluate();
      }
      before = i == 60 ? residentKilobytes() : before;
    }
    report("200 loads", before, residentKilobytes());
  }

  private static ContextSettings settings() {
    return ContextSettings.defaults().withTokens(512).withSequences(2).withThreads(1);
  }

  private static void report(String what, long before, long after) {
    System.out.printf(
        "%s: resident %,d KiB after a third, %,d KiB at the end%n", what, before, after);
    assertTrue(after - before < 48 * 1024, "memory grows");
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
