package dev.strait.llama.generate;

/** Why a generation ended. */
public enum FinishReason {
  /** The model ended it where the constraint allows that, or nothing else was possible. */
  COMPLETE,
  /** A stop text appeared; the text ends before it. */
  STOP_TEXT,
  /** No tokens were left. Only without a constraint: with one, the text is complete in time. */
  LENGTH,
  /** The time was over; a constrained output was closed without the model. */
  DEADLINE,
  /** It was cancelled. */
  CANCELLED
}
