package dev.strait.examples.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Watches whether the heap grows: the memory in use after a full collection, every ten seconds. */
final class HeapWatch {
  private static final long EVERY_NANOS = 10_000_000_000L;

  private final List<Long> samples = new ArrayList<>();
  private long last = System.nanoTime();

  /** Takes a sample if it is time. */
  void sample() {
    if (System.nanoTime() - last >= EVERY_NANOS) {
      sampleNow();
    }
  }

  void sampleNow() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    samples.add(runtime.totalMemory() - runtime.freeMemory());
    last = System.nanoTime();
  }

  /** The middle of each quarter: the first fills caches, the others should be alike. */
  @Override
  public String toString() {
    StringBuilder medians = new StringBuilder();
    for (int quarter = 0; quarter < 4; quarter++) {
      int from = samples.size() * quarter / 4;
      int to = Math.max(from + 1, samples.size() * (quarter + 1) / 4);
      double median = median(samples.subList(from, to));
      medians.append(String.format(Locale.ROOT, quarter == 0 ? "%.1f" : ", %.1f", median));
    }
    return "heap after collection, MiB, by quarters of the time: "
        + medians
        + " ("
        + samples.size()
        + " samples)";
  }

  private static double median(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2) / (double) (1 << 20);
  }
}
