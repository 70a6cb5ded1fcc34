package dev.strait.examples.report;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Intervals by resampling: the items are drawn again with replacement, the figure is computed for
 * each such sample, and the interval holds the middle 95% of the results. Seeded, so that a report
 * can be made again.
 *
 * @param items the number of items, at least 1
 * @param resamples the number of samples drawn, at least 1
 * @param seed where the random numbers begin
 */
public record Bootstrap(int items, int resamples, long seed) {

  /**
   * A figure with its interval.
   *
   * @param value the figure over the items themselves
   * @param low the 2.5th percentile over the samples
   * @param high the 97.5th percentile over the samples
   */
  public record Interval(double value, double low, double high) {}

  /** Checks the sizes. */
  public Bootstrap {
    if (items < 1 || resamples < 1) {
      throw new IllegalArgumentException("items and resamples must be at least 1");
    }
  }

  /** Returns the interval of a figure computed from the indices of the items in a sample. */
  public Interval interval(ToDoubleFunction<int[]> figure) {
    double[] results = values(figure);
    Arrays.sort(results);
    return new Interval(
        figure.applyAsDouble(all()), percentile(results, 0.025), percentile(results, 0.975));
  }

  /** Returns a figure's value for each sample, in the order drawn. */
  public double[] values(ToDoubleFunction<int[]> figure) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] results = new double[resamples];
    int[] sample = new int[items];
    for (int r = 0; r < resamples; r++) {
      for (int i = 0; i < items; i++) {
        sample[i] = random.nextInt(items);
      }
      results[r] = figure.applyAsDouble(sample);
    }
    return results;
  }

  private int[] all() {
    int[] all = new int[items];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /** Returns the value below which a fraction of the sorted values lie (nearest rank). */
  public static double percentile(double[] sorted, double fraction) {
    int index = (int) Math.ceil(fraction * sorted.length) - 1;
    return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
  }
}
