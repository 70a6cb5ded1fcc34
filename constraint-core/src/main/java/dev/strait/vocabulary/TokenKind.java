package dev.strait.vocabulary;

/** What a token id stands for. */
public enum TokenKind {
  /** Ordinary text: the token's bytes are appended to the output. */
  NORMAL,
  /** A control token such as {@code <|eot_id|>}: a symbol of its own, never text. */
  CONTROL,
  /** An id without a token (padding of the embedding table): never allowed. */
  UNUSED
}
