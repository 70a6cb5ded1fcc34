package dev.strait.constraint.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The benchmarks' schemas, texts and baselines are what they claim, on a small vocabulary. */
@Tag("slow")
class WorkloadTest {
  private static final Vocabulary SMALL = BenchVocabulary.generate(3_000);

  @Test
  void masksEqualBothBaselines() {
    Workload.schemas(SMALL, new Tokeniser(SMALL), 1, 4_000).check(60);
    Workload.general(SMALL, 1, 2_000).check(20);
  }

  @Test
  void everyTextIsAccepted() {
    Workload schemas = Workload.schemas(SMALL, new Tokeniser(SMALL), 2, 5_000);
    assertEquals(5_000, schemas.tokens());
    schemas.run(schemas::compile, new long[SMALL.maskWords()]);
  }

  @Test
  void textsThatMissARequiredPropertyOrAddOneAreRefused() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Shape.Members shape = Shape.object(random, 1);
      Constraint constraint = Constraint.compile(new MembersRule(shape), SMALL, Limits.defaults());
      String text = shape.write(random);
      assertTrue(isWhole(constraint, text), text);
      boolean required = shape.properties().stream().anyMatch(Shape.Property::required);
      assertEquals(!required, isWhole(constraint, "{}"), shape.toString());
      String more = text.substring(0, text.length() - 1) + ",\"no such name\":1}";
      assertFalse(isWhole(constraint, more), more);
      assertFalse(isWhole(constraint, text.substring(1)), text);
    }
  }

  @Test
  void shortestCompletionIsExact() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      Shape.Members shape = Shape.object(random, 1);
      Matcher matcher =
          Constraint.compile(new MembersRule(shape), SMALL, Limits.defaults()).matcher();
      byte[] text = shape.write(random).getBytes(StandardCharsets.UTF_8);
      for (byte b : text) {
        assertEquals(
            matcher.shortestCompletion(),
            matcher.exampleCompletion(10_000).length,
            shape.toString());
        assertTrue(matcher.acceptBytes(new byte[] {b}), shape.toString());
      }
    }
  }

  private static boolean isWhole(Constraint constraint, String text) {
    Matcher matcher = constraint.matcher();
    return matcher.acceptBytes(text.getBytes(StandardCharsets.UTF_8)) && matcher.isComplete();
  }
}
