package dev.strait.llama.generate;

/**
 * How likely a token was.
 *
 * @param token its id
 * @param free natural logarithm of its probability without the constraint, at temperature 1; NaN if
 *     the token was forced and the model not asked
 * @param constrained the same among the allowed tokens; 0 if it was forced
 * @param removed the probability of all tokens that the constraint forbade, 0 to 1; NaN if the
 *     model was not asked
 */
public record TokenScore(int token, double free, double constrained, double removed) {

  static TokenScore forced(int token) {
    return new TokenScore(token, Double.NaN, 0, Double.NaN);
  }
}
