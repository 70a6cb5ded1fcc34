package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Eight threads growing one constraint's tables see the masks that one thread sees. */
@Tag("slow")
class ThreadsTest {

  static List<Limits> limits() {
    return List.of(Limits.defaults(), new Limits(0, 0, 1000), new Limits(100, 2, 1000));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void masksAreThoseOfOneThread(Limits limits) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int seed = 0; seed < 6; seed++) {
        Random random = new Random(seed);
        Vocabulary vocabulary = MaskTest.vocabulary(random, true);
        TestNetwork network = TestNetwork.random(random, -1);
        Constraint alone = Constraint.compile(network.rules.get(0), vocabulary, Limits.defaults());
        Constraint shared = Constraint.compile(network.rules.get(0), vocabulary, limits);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
          int walk = t % 4;
          List<long[]> expected = walk(alone, walk);
          running.add(threads.submit(() -> compare(expected, walk(shared, walk))));
        }
        for (Future<?> future : running) {
          future.get();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void compare(List<long[]> expected, List<long[]> actual) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i));
    }
  }

  private static List<long[]> walk(Constraint constraint, long seed) {
    Random random = new Random(seed);
    List<long[]> masks = new ArrayList<>();
    Vocabulary vocabulary = constraint.vocabulary();
    for (int document = 0; document < 10; document++) {
      Matcher matcher = constraint.matcher();
      for (int step = 0; step < 15; step++) {
        long[] mask = new long[vocabulary.maskWords()];
        matcher.mask(mask);
        masks.add(mask);
        int token = MaskTest.pick(mask, vocabulary, random);
        if (token < 0 || !matcher.accept(token)) {
          break;
        }
      }
    }
    return masks;
  }
}
