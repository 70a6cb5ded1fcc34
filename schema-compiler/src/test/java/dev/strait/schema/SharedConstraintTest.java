package dev.strait.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules that compute their states, with what is remembered bounded to nothing, to little and not at
 * all: eight threads that share a constraint see the masks that one thread alone sees.
 */
class SharedConstraintTest {
  private static final int THREADS = 8;
  private static final int EVICTING_THREADS = 16;

  private static final List<String> SCHEMAS =
      List.of(
          "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},\"b\":{}},"
              + "\"required\":[\"id\"],\"minProperties\":2,\"maxProperties\":4}",
          "{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":2,\"maxItems\":5,"
              + "\"items\":{\"enum\":[1,2,\"a\",\"ab\",null,true,[1],{\"a\":1}]}}",
          "{\"oneOf\":[{\"type\":\"object\",\"required\":[\"a\"]},"
              + "{\"type\":\"object\",\"required\":[\"b\"]},{\"type\":\"string\",\"maxLength\":3}]}",
          "{\"type\":\"array\",\"contains\":{\"type\":\"string\"},\"items\":"
              + "{\"type\":[\"string\",\"object\"],\"patternProperties\":{\"^a\":{\"type\":\"null\"}}}}",
          "{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":2,\"items\":{\"type\":\"object\","
              + "\"minProperties\":2,\"propertyNames\":{\"pattern\":\"^[ab]{1,2}$\"},"
              + "\"additionalProperties\":{\"enum\":[1,2,true]}}}");

  private static Vocabulary vocabulary() {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    for (String text : List.of("{\"", "\":", "\",\"", "true", "12", "\"}", "id\"", "a\":", "],[")) {
      builder.add(TokenKind.NORMAL, text.getBytes(UTF_8));
    }
    builder.add(TokenKind.CONTROL, "<end>".getBytes(UTF_8));
    return builder.endOfGeneration(265).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 300, 5_000, 1_000_000})
  void masksAreThoseOfOneThread(int entries) throws Exception {
    Vocabulary vocabulary = vocabulary();
    TextPolicy policy = TextPolicy.compact().withOrder(TextPolicy.Order.ANY);
    SchemaOptions options = SchemaOptions.defaults().withPolicy(policy);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (String text : SCHEMAS) {
        CompiledSchema schema = JsonSchema.compile(text, options);
        Limits limits = new Limits(entries, Math.min(entries, 3), 1_000);
        Constraint shared = schema.constraint(vocabulary, limits);
        List<Future<List<BitSet>>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          long walk = t % 4;
          running.add(threads.submit(() -> walk(shared, walk)));
        }
        Constraint alone =
            JsonSchema.compile(text, options).constraint(vocabulary, Limits.defaults());
        for (int t = 0; t < THREADS; t++) {
          assertEquals(walk(alone, t % 4), running.get(t).get(), text + " walk " + t);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * What is remembered of the constraint, or by the vocabulary of the rules that all share, is
   * given up by sixteen threads at random moments of their walks.
   */
  @Test
  void masksAreThoseOfOneThreadWhateverIsEvicted() throws Exception {
    TextPolicy policy = TextPolicy.compact().withOrder(TextPolicy.Order.ANY);
    SchemaOptions options = SchemaOptions.defaults().withPolicy(policy);
    Random random = new Random(7);
    ExecutorService threads = Executors.newFixedThreadPool(EVICTING_THREADS);
    try {
      for (int round = 0; round < 4; round++) {
        for (String text : SCHEMAS) {
          CompiledSchema schema = JsonSchema.compile(text, options);
          Limits limits = new Limits(50 + random.nextInt(2_000), random.nextInt(4), 1_000);
          Constraint shared = schema.constraint(vocabulary(), limits);
          List<Future<List<BitSet>>> running = new ArrayList<>();
          for (int t = 0; t < EVICTING_THREADS; t++) {
            Evictions evictions = new Evictions(shared, new Random(t));
            long walk = 4 * round + t % 4;
            running.add(threads.submit(() -> walk(shared, walk, evictions)));
          }
          Constraint alone =
              JsonSchema.compile(text, options).constraint(vocabulary(), Limits.defaults());
          for (int t = 0; t < EVICTING_THREADS; t++) {
            long walk = 4 * round + t % 4;
            assertEquals(walk(alone, walk), running.get(t).get(), text + " walk " + walk);
          }
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Fills what is remembered once in a while, so that the next step of each thread starts anew. By
   * reflection, for the engine has no way to ask for it.
   */
  private record Evictions(Constraint constraint, Random random) implements Runnable {
    @Override
    public void run() {
      if (random.nextInt(8) > 0) {
        return;
      }
      try {
        Object universe =
            random.nextInt(5) > 0
                ? ask(constraint, "universe")
                : ask(ask(constraint, "index"), "sharedUniverse");
        Method weigh = universe.getClass().getDeclaredMethod("weigh", int.class);
        weigh.setAccessible(true);
        weigh.invoke(universe, 2_000_000);
        assertTrue(ask(constraint, "universe") != universe, "nothing is evicted");
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }

    private static Object ask(Object of, String what) throws ReflectiveOperationException {
      Method method = of.getClass().getDeclaredMethod(what);
      method.setAccessible(true);
      return method.invoke(of);
    }
  }

  /**
   * Returns the masks on some random walks with forks and rollbacks, each with what is complete.
   */
  private static List<BitSet> walk(Constraint constraint, long seed) {
    return walk(constraint, seed, () -> {});
  }

  /** The same, with something done before each step. */
  private static List<BitSet> walk(Constraint constraint, long seed, Runnable before) {
    Random random = new Random(seed);
    Vocabulary vocabulary = constraint.vocabulary();
    List<BitSet> masks = new ArrayList<>();
    for (int text = 0; text < 3; text++) {
      Matcher matcher = constraint.matcher();
      for (int step = 0; step < 25 && !matcher.isFinished(); step++) {
        before.run();
        long[] words = new long[vocabulary.maskWords()];
        matcher.mask(words);
        BitSet mask = BitSet.valueOf(words);
        masks.add(mask);
        int[] ids = mask.stream().toArray();
        assertTrue(matcher.accept(ids[random.nextInt(ids.length)]));
        if (random.nextInt(5) == 0) {
          matcher = matcher.fork();
          matcher.rollback(random.nextInt(Math.min(3, matcher.length() + 1)));
        }
      }
    }
    return masks;
  }
}
