package dev.strait.examples.input;

import dev.strait.examples.console.CommandException;
import dev.strait.llama.model.Sampling;
import picocli.CommandLine.Option;

/** The options by which a user says how tokens are picked. */
public final class SamplingOptions {

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description = "0 takes the likeliest token (the default); more is bolder.")
  double temperature;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description = "Keep the likeliest tokens that make up this probability. Default: 1, all.")
  double topP;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Keep the K likeliest tokens. Default: 0, all.")
  int topK;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      defaultValue = "0",
      description = "Drop tokens less likely than this part of the likeliest. Default: 0, none.")
  double minP;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "512",
      description = "The token budget; a constraint is brought to its end within it. Default: 512.")
  int maxTokens;

  /** Returns the token budget. */
  public int maxTokens() {
    if (maxTokens < 1) {
      throw CommandException.usage("--max-tokens must be at least 1");
    }
    return maxTokens;
  }

  /** Returns the sampler's settings. */
  public Sampling sampling(long seed) {
    try {
      return Sampling.greedy()
          .withTemperature(temperature)
          .withTopK(topK)
          .withTopP(topP)
          .withMinP(minP)
          .withSeed(seed);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }
}
