package dev.strait.llama.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogitsTest {

  /** Every operation against a loop over single tokens, for sparse, mixed and dense masks. */
  @Test
  void masksWordByWordAreMasksTokenByToken() {
    Random random = new Random(3);
    for (int round = 0; round < 400; round++) {
      int size = 1 + random.nextInt(400);
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = random.nextInt(40) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(60) / 8f;
      }
      long[] words = words(random, size);
      check(values, words, round % 2 == 0);
    }
  }

  private static long[] words(Random random, int size) {
    long[] words = new long[(size + 63) / 64 + random.nextInt(2)];
    for (int w = 0; w < words.length; w++) {
      words[w] =
          switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 1L << random.nextInt(64);
            case 3 -> ~(1L << random.nextInt(64));
            default -> random.nextLong();
          };
    }
    return words;
  }

  private static void check(float[] values, long[] words, boolean direct) {
    int size = values.length;
    FloatBuffer row =
        direct
            ? ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer()
            : FloatBuffer.allocate(size);
    row.put(0, values);
    Logits logits = new Logits(row, () -> true);
    float[] masked = values.clone();
    int best = -1;
    double sum = 0;
    int found = 0;
    for (int i = 0; i < size; i++) {
      if ((words[i >>> 6] >>> i & 1) == 0) {
        masked[i] = Float.NEGATIVE_INFINITY;
      }
      best = masked[i] > (best < 0 ? Float.NEGATIVE_INFINITY : masked[best]) ? i : best;
      sum += Math.exp(masked[i]);
      found += masked[i] > Float.NEGATIVE_INFINITY ? 1 : 0;
    }
    assertEquals(best, logits.best(words));
    assertEquals(Math.log(sum), logits.logSum(words), 1e-9);
    int[] ids = new int[size];
    assertEquals(found, logits.collect(words, ids, new float[size]));
    assertTrue(found == 0 || masked[ids[found - 1]] > Float.NEGATIVE_INFINITY);
    logits.mask(words);
    float[] after = new float[size];
    row.get(0, after);
    assertArrayEquals(masked, after);
    assertEquals(Math.log(sum), logits.logSum(), 1e-9);
  }

  private static final float[] ROW = {1, 3, 2, 0, 2.5f};
  private static final long[] ALL = {0b11111};

  private static int[] counts(Sampling sampling) {
    int[] counts = new int[5];
    try (JavaSampler sampler = new JavaSampler(sampling, 5)) {
      for (int i = 0; i < 4_000; i++) {
        counts[sampler.pick(new Logits(FloatBuffer.wrap(ROW), () -> true), ALL)]++;
      }
    }
    return counts;
  }

  @Test
  void samplersDrawByTheirSettings() {
    Sampling plain = Sampling.greedy().withTemperature(1).withSeed(5);
    double total = Arrays.stream(new double[] {1, 3, 2, 0, 2.5}).map(Math::exp).sum();
    int[] free = counts(plain);
    for (int i = 0; i < 5; i++) {
      assertEquals(4_000 * Math.exp(ROW[i]) / total, free[i], 130);
    }
    assertArrayEquals(new int[] {0, 4_000, 0, 0, 0}, counts(plain.withTopK(1)));
    int[] two = counts(plain.withTopK(2));
    assertTrue(two[1] > two[4] && two[4] > 0 && two[1] + two[4] == 4_000);
    assertArrayEquals(two, counts(plain.withTopP(0.6)));
    assertArrayEquals(two, counts(plain.withMinP(0.5)));
    assertArrayEquals(new int[] {0, 4_000, 0, 0, 0}, counts(Sampling.greedy()));
    assertArrayEquals(counts(plain), counts(plain));
  }

  @Test
  void penaltiesTurnAwayFromWhatWasThere() {
    Sampling penal = Sampling.greedy().withPenalties(new Sampling.Penalties(2, 1, 0, 2));
    try (JavaSampler sampler = new JavaSampler(penal, 5)) {
      int[] picks = new int[4];
      for (int i = 0; i < picks.length; i++) {
        picks[i] = sampler.pick(new Logits(FloatBuffer.wrap(ROW), () -> true), ALL);
        sampler.accept(picks[i]);
      }
      assertArrayEquals(new int[] {1, 4, 2, 1}, picks);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new JavaSampler(penal.withMirostat(new Sampling.Mirostat(2, 5, 0.1)), 5));
  }
}
