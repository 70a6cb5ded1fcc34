package dev.strait.llama.model;

/**
 * Picks tokens from logits. It may remember the tokens picked (penalties), so one sampler serves
 * one generation. Not thread-safe.
 */
public interface Sampler extends AutoCloseable {

  /**
   * Returns one of the allowed tokens.
   *
   * @param logits the model's numbers; never changed for allowed tokens
   * @param allowed a mask with at least one bit
   * @throws EvaluationException if no allowed token has a usable number
   */
  int pick(Logits logits, long[] allowed);

  /** Takes note of a token that became part of the text, picked here or not. */
  void accept(int token);

  /** Frees what the sampler holds; does nothing the second time. */
  @Override
  void close();
}
