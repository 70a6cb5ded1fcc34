package dev.strait.examples.proof;

import dev.strait.examples.report.Bootstrap;
import java.util.Arrays;

/** Collects durations and tells their mean and percentiles exactly. Four bytes a duration. */
final class Distribution {
  private static final double MICRO = 1e3;

  private float[] values = new float[1 << 12];
  private int size;
  private double sum;

  /** Adds a duration in nanoseconds. */
  void add(long nanos) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = nanos;
    sum += nanos;
  }

  int size() {
    return size;
  }

  /** Returns the mean in microseconds; 0 if there are none. */
  double mean() {
    return size == 0 ? 0 : sum / size / MICRO;
  }

  /** Returns the sum in microseconds. */
  double total() {
    return sum / MICRO;
  }

  /** Returns the values in microseconds below which these fractions lie (nearest rank). */
  double[] percentiles(double... fractions) {
    double[] sorted = new double[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = values[i] / MICRO;
    }
    Arrays.sort(sorted);
    double[] result = new double[fractions.length];
    for (int i = 0; i < fractions.length; i++) {
      result[i] = size == 0 ? 0 : Bootstrap.percentile(sorted, fractions[i]);
    }
    return result;
  }

  /** Returns the share of the sum that the slowest {@code fraction} of the durations make up. */
  double shareOfSlowest(double fraction) {
    float[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    double slowest = 0;
    for (int i = size - (int) Math.ceil(fraction * size); i < size; i++) {
      slowest += sorted[i];
    }
    return sum == 0 ? 0 : slowest / sum;
  }
}
