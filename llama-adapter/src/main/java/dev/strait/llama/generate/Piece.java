package dev.strait.llama.generate;

import java.util.List;

/**
 * A part of an output while it grows. The pieces' texts, one after another, are the text.
 *
 * @param text new text; whole characters only, so it may lag behind the tokens, and be empty
 * @param tokens new tokens
 */
public record Piece(String text, List<Integer> tokens) {

  /** Freezes the list. */
  public Piece {
    tokens = List.copyOf(tokens);
  }
}
