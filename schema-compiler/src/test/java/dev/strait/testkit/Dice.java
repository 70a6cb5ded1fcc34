package dev.strait.testkit;

import java.util.List;
import java.util.Random;

/** Random choices in words. The same seed makes the same choices. */
public final class Dice {
  private final Random random;

  /** Takes its choices from a source of random numbers. */
  public Dice(Random random) {
    this.random = random;
  }

  /** Returns dice of a seed. */
  public static Dice of(long seed) {
    return new Dice(new Random(seed));
  }

  /** Returns a number from {@code least} to {@code most}, both inclusive. */
  public int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Returns true once in {@code n} times on average. */
  public boolean once(int n) {
    return random.nextInt(n) == 0;
  }

  /** Returns one of the choices. */
  @SafeVarargs
  public final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Returns one of the choices. */
  public <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Returns any long, for the seed of other dice. */
  public long seed() {
    return random.nextLong();
  }
}
