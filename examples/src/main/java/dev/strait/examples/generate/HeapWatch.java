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

  /** The middle of the first half and of the second half, which should be alike. */
  @Override
  public String toString() {
    int half = samples.size() / 2;
    return String.format(
        Locale.ROOT,
        "heap after collection: %.1f MiB in the first half, %.1f MiB in the second (%d samples)",
        median(samples.subList(0, Math.max(1, half))),
        median(samples.subList(half, samples.size())),
        samples.size());
  }

  private static double median(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2) / (double) (1 << 20);
  }
}
