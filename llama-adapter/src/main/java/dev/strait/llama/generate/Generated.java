package dev.strait.llama.generate;

import java.util.List;

/**
 * A finished generation.
 *
 * @param text the output
 * @param tokens its tokens, without the end-of-generation token; a stop text's may be among them
 * @param reason why it ended
 * @param valid whether the text is complete under the constraint; true without one
 * @param scores one for each token if they were asked for, else empty
 * @param statistics what it cost
 */
public record Generated(
    String text,
    List<Integer> tokens,
    FinishReason reason,
    boolean valid,
    List<TokenScore> scores,
    Statistics statistics) {

  /** Freezes the lists. */
  public Generated {
    tokens = List.copyOf(tokens);
    scores = List.copyOf(scores);
  }

  /** Returns the mean of the tokens' free log probabilities, forced ones left out; 0 if none. */
  public double meanScore() {
    return scores.stream()
        .mapToDouble(TokenScore::free)
        .filter(score -> !Double.isNaN(score))
        .average()
        .orElse(0);
  }
}
