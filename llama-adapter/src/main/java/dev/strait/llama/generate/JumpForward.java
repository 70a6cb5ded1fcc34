package dev.strait.llama.generate;

/** What happens where the constraint leaves no choice. */
public enum JumpForward {
  /** Every token is evaluated on its own and picked. */
  OFF,
  /** Where one single token is allowed it is taken unseen; never changes what is generated. */
  TOKENS,
  /**
   * As {@link #TOKENS}, and forced text is written in the tokenizer's own tokens instead of those
   * that the model would have picked for it.
   */
  TEXT
}
