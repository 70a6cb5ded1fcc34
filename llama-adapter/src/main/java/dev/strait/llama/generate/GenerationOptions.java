package dev.strait.llama.generate;

import dev.strait.llama.model.Sampling;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How to generate. Start from {@link #defaults()}.
 *
 * @param maxTokens most tokens of the output, at least 0; with a constraint the output is complete
 *     within them
 * @param sampling how tokens are picked
 * @param jumpForward what is done where there is no choice
 * @param stopTexts texts that end the output before them; none is empty
 * @param deadline most time, positive; looked at after each evaluation. A constrained output that
 *     is not complete then is closed at once by the smallest text that completes it, which the
 *     model has no part in: the outcome says {@link FinishReason#DEADLINE} and is valid
 * @param draftTokens most tokens guessed ahead by prompt look-up, 0 to 64; 0 switches it off
 * @param scores whether every token's probabilities are computed
 */
public record GenerationOptions(
    int maxTokens,
    Sampling sampling,
    JumpForward jumpForward,
    List<String> stopTexts,
    Duration deadline,
    int draftTokens,
    boolean scores) {

  private static final Duration LONG = Duration.ofDays(365);

  /** Checks the bounds. */
  public GenerationOptions {
    if (maxTokens < 0) {
      throw new IllegalArgumentException("maxTokens must not be negative: " + maxTokens);
    }
    if (draftTokens < 0 || draftTokens > 64) {
      throw new IllegalArgumentException("draftTokens must be 0 to 64, not " + draftTokens);
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("the deadline must be positive: " + deadline);
    }
    deadline = deadline.compareTo(LONG) > 0 ? LONG : deadline;
    stopTexts = List.copyOf(stopTexts);
    if (stopTexts.contains("")) {
      throw new IllegalArgumentException("a stop text must not be empty");
    }
    Objects.requireNonNull(sampling);
    Objects.requireNonNull(jumpForward);
  }

  /** Returns greedy decoding of at most 1,024 tokens, jumping forward over forced text. */
  public static GenerationOptions defaults() {
    return new GenerationOptions(
        1024, Sampling.greedy(), JumpForward.TEXT, List.of(), LONG, 0, false);
  }

  /** Returns these options with another token budget. */
  public GenerationOptions withMaxTokens(int value) {
    return new GenerationOptions(
        value, sampling, jumpForward, stopTexts, deadline, draftTokens, scores);
  }

  /** Returns these options with another sampling. */
  public GenerationOptions withSampling(Sampling value) {
    return new GenerationOptions(
        maxTokens, value, jumpForward, stopTexts, deadline, draftTokens, scores);
  }

  /** Returns these options with another way over forced text. */
  public GenerationOptions withJumpForward(JumpForward value) {
    return new GenerationOptions(
        maxTokens, sampling, value, stopTexts, deadline, draftTokens, scores);
  }

  /** Returns these options with other stop texts. */
  public GenerationOptions withStopTexts(String... values) {
    return new GenerationOptions(
        maxTokens, sampling, jumpForward, List.of(values), deadline, draftTokens, scores);
  }

  /** Returns these options with another deadline. */
  public GenerationOptions withDeadline(Duration value) {
    return new GenerationOptions(
        maxTokens, sampling, jumpForward, stopTexts, value, draftTokens, scores);
  }

  /** Returns these options with prompt look-up of so many tokens. */
  public GenerationOptions withDraftTokens(int value) {
    return new GenerationOptions(
        maxTokens, sampling, jumpForward, stopTexts, deadline, value, scores);
  }

  /** Returns these options with or without probabilities. */
  public GenerationOptions withScores(boolean value) {
    return new GenerationOptions(
        maxTokens, sampling, jumpForward, stopTexts, deadline, draftTokens, value);
  }
}
