package dev.strait.llama.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Picks tokens without native code: penalties, top-k, typical, top-p, min-p and temperature, as
 * {@link Sampling} describes them. It has neither DRY nor mirostat.
 */
public final class JavaSampler implements Sampler {

  private final Sampling settings;
  private final Random random;
  private final Deque<Integer> recent = new ArrayDeque<>();
  private final int[] ids;
  private final float[] values;

  /**
   * Makes a sampler.
   *
   * @param vocabulary number of tokens
   * @throws IllegalArgumentException if DRY or mirostat are asked for
   */
  public JavaSampler(Sampling settings, int vocabulary) {
    if (!settings.dry().isNone() || settings.mirostat().version() > 0) {
      throw new IllegalArgumentException("DRY and mirostat need llama.cpp's samplers");
    }
    this.settings = settings;
    this.random = new Random(settings.seed());
    this.ids = new int[vocabulary];
    this.values = new float[vocabulary];
  }

  @Override
  public int pick(Logits logits, long[] allowed) {
    if (settings.isPlainGreedy()) {
      return found(logits.best(allowed));
    }
    int count = logits.collect(allowed, ids, values);
    if (count < 2) {
      return found(count == 0 ? -1 : ids[0]);
    }
    penalise(count);
    int[] order = order(count);
    return settings.temperature() == 0 ? ids[order[0]] : draw(order);
  }

  private static int found(int token) {
    if (token < 0) {
      throw new EvaluationException("no allowed token has a usable number");
    }
    return token;
  }

  private void penalise(int count) {
    Sampling.Penalties penalties = settings.penalties();
    if (penalties.isNone()) {
      return;
    }
    Map<Integer, Integer> seen = new HashMap<>();
    recent.forEach(token -> seen.merge(token, 1, Integer::sum));
    for (int i = 0; i < count; i++) {
      int times = seen.getOrDefault(ids[i], 0);
      if (times > 0) {
        double value = values[i];
        value = value > 0 ? value / penalties.repeat() : value * penalties.repeat();
        values[i] = (float) (value - times * penalties.frequency() - penalties.presence());
      }
    }
  }

  /** Returns the places by falling value, the k first of them. */
  private int[] order(int count) {
    return IntStream.range(0, count)
        .boxed()
        .sorted((a, b) -> Float.compare(values[b], values[a]))
        .limit(settings.topK() > 0 ? settings.topK() : count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int draw(int... order) {
    double[] weights = softmax(1, order);
    int[] kept = minP(topP(typical(order, weights)));
    double[] heated = softmax(settings.temperature(), kept);
    double left = random.nextDouble();
    for (int i = 0; i + 1 < kept.length; i++) {
      left -= heated[i];
      if (left < 0) {
        return ids[kept[i]];
      }
    }
    return ids[kept[kept.length - 1]];
  }

  private double[] softmax(double temperature, int... order) {
    double[] weights = new double[order.length];
    double sum = 0;
    for (int i = 0; i < order.length; i++) {
      weights[i] = Math.exp((values[order[i]] - values[order[0]]) / temperature);
      sum += weights[i];
    }
    for (int i = 0; i < order.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private int[] typical(int[] order, double[] weights) {
    if (settings.typicalP() >= 1) {
      return order;
    }
    double entropy = 0;
    for (double weight : weights) {
      entropy -= weight == 0 ? 0 : weight * Math.log(weight);
    }
    double mean = entropy;
    int[] byDistance =
        IntStream.range(0, order.length)
            .boxed()
            .sorted(
                (a, b) ->
                    Double.compare(
                        Math.abs(-Math.log(weights[a]) - mean),
                        Math.abs(-Math.log(weights[b]) - mean)))
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    int kept = 0;
    while (kept < byDistance.length && sum < settings.typicalP()) {
      sum += weights[byDistance[kept++]];
    }
    return IntStream.of(byDistance)
        .limit(Math.max(1, kept))
        .sorted()
        .map(place -> order[place])
        .toArray();
  }

  private int[] topP(int... order) {
    if (settings.topP() >= 1) {
      return order;
    }
    double[] weights = softmax(1, order);
    double sum = 0;
    int kept = 0;
    while (kept < order.length && sum < settings.topP()) {
      sum += weights[kept++];
    }
    return IntStream.of(order).limit(Math.max(1, kept)).toArray();
  }

  private int[] minP(int... order) {
    if (settings.minP() <= 0) {
      return order;
    }
    double[] weights = softmax(1, order);
    return IntStream.range(0, order.length)
        .filter(i -> i == 0 || weights[i] >= settings.minP() * weights[0])
        .map(i -> order[i])
        .toArray();
  }

  @Override
  public void accept(int token) {
    recent.add(token);
    if (recent.size() > settings.penalties().lastTokens()) {
      recent.remove();
    }
  }

  @Override
  public void close() {}
}
