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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules that compute their states, with what is remembered bounded to nothing, to little and not at
 * all: eight threads that share a constraint see the masks that one thread alone sees.
 */
class SharedConstraintTest {
  private static final int THREADS = 8;
  private static final int EVICTED_THREADS = 16;

  private static final List<String> SCHEMAS =
      List.of(
          "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},\"b\":{}},"
              + "\"required\":[\"id\"],\"minProperties\":2,\"maxProperties\":4}",
          "{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":2,\"maxItems\":5,"
              + "\"items\":{\"enum\":[1,2,\"a\",\"ab\",null,true,[1],{\"a\":1}]}}",
          "{\"oneOf\":[{\"type\":\"object\",\"required\":[\"a\"]},"
              + "{\"type\":\"object\",\"required\":[\"b\"]},{\"type\":\"string\",\"maxLength\":3}]}",
          "{\"type\":\"array\",\"contains\":{\"type\":\"string\"},\"items\":"
              + "{\"type\":[\"string\",\"object\"],\"patternProperties\":{\"^a\":{\"type\":\"null\"}}}}");

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
   * given up at any moment while sixteen threads walk, by a thread that does nothing else.
   */
  @Test
  void masksAreThoseOfOneThreadWhateverIsEvicted() throws Exception {
    TextPolicy policy = TextPolicy.compact().withOrder(TextPolicy.Order.ANY);
    SchemaOptions options = SchemaOptions.defaults().withPolicy(policy);
    Random random = new Random(7);
    ExecutorService threads = Executors.newFixedThreadPool(EVICTED_THREADS + 1);
    try {
      for (int round = 0; round < 3; round++) {
        for (String text : SCHEMAS) {
          CompiledSchema schema = JsonSchema.compile(text, options);
          Limits limits = new Limits(50 + random.nextInt(2_000), random.nextInt(4), 1_000);
          Constraint shared = schema.constraint(vocabulary(), limits);
          Evictions evictions = new Evictions(shared, round);
          Future<Integer> evicting = threads.submit(evictions);
          List<Future<List<BitSet>>> running = new ArrayList<>();
          for (int t = 0; t < EVICTED_THREADS; t++) {
            long walk = 4 * round + t % 4;
            running.add(threads.submit(() -> walk(shared, walk)));
          }
          Constraint alone =
              JsonSchema.compile(text, options).constraint(vocabulary(), Limits.defaults());
          for (int t = 0; t < EVICTED_THREADS; t++) {
            long walk = 4 * round + t % 4;
            assertEquals(walk(alone, walk), running.get(t).get(), text + " walk " + walk);
          }
          evictions.done = true;
          assertTrue(evicting.get() > 10, "evictions: " + evicting.get());
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Fills what is remembered at random moments, so that the next step starts anew; returns how
   * often it did. By reflection, for the engine has no way to ask for it.
   */
  private static final class Evictions implements Callable<Integer> {
    private final Constraint constraint;
    private final Random random;
    volatile boolean done;

    Evictions(Constraint constraint, long seed) {
      this.constraint = constraint;
      this.random = new Random(seed);
    }

    @Override
    public Integer call() throws Exception {
      Set<Object> evicted = Collections.newSetFromMap(new IdentityHashMap<>());
      while (!done) {
        Object universe =
            random.nextInt(5) > 0
                ? ask(constraint, "universe")
                : ask(ask(constraint, "index"), "sharedUniverse");
        if (evicted.add(universe)) {
          Method weigh = universe.getClass().getDeclaredMethod("weigh", int.class);
          weigh.setAccessible(true);
          weigh.invoke(universe, 1 << 29);
        }
        LockSupport.parkNanos(1_000L * random.nextInt(200));
      }
      return evicted.size();
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
    Random random = new Random(seed);
    Vocabulary vocabulary = constraint.vocabulary();
    List<BitSet> masks = new ArrayList<>();
    for (int text = 0; text < 3; text++) {
      Matcher matcher = constraint.matcher();
      for (int step = 0; step < 25 && !matcher.isFinished(); step++) {
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
