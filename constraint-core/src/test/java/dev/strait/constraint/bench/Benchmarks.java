package dev.strait.constraint.bench;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs the benchmarks: {@code latency} prints percentiles per token, anything else is given to JMH
 * ({@code -h} lists its options), such as {@code FreshSchema} for the benchmarks of that name.
 */
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs what the arguments say. */
  public static void main(String[] args) throws IOException {
    if (Arrays.asList(args).contains("latency")) {
      Latency.main(args);
    } else {
      org.openjdk.jmh.Main.main(args);
    }
  }
}
