package dev.strait.llama.model;

import java.util.Arrays;

/**
 * Tokens to be evaluated together: rows of (token, sequence, whether logits are wanted). Reusable;
 * not thread-safe.
 */
public final class TokenBatch {

  private int[] tokens = new int[16];
  private int[] sequences = new int[16];
  private boolean[] outputs = new boolean[16];
  private int size;

  /** Makes an empty batch. */
  public TokenBatch() {}

  /** Appends a row and returns its index. */
  public int add(int token, int sequence, boolean logits) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * size);
      sequences = Arrays.copyOf(sequences, 2 * size);
      outputs = Arrays.copyOf(outputs, 2 * size);
    }
    tokens[size] = token;
    sequences[size] = sequence;
    outputs[size] = logits;
    return size++;
  }

  /** Removes all rows. */
  public void clear() {
    size = 0;
  }

  /** Returns the number of rows. */
  public int size() {
    return size;
  }

  /** Returns the token of a row. */
  public int token(int row) {
    return tokens[checked(row)];
  }

  /** Returns the sequence of a row. */
  public int sequence(int row) {
    return sequences[checked(row)];
  }

  /** Returns whether a row's logits are wanted. */
  public boolean wantsLogits(int row) {
    return outputs[checked(row)];
  }

  private int checked(int row) {
    if (row < 0 || row >= size) {
      throw new IndexOutOfBoundsException("row " + row + " of " + size);
    }
    return row;
  }
}
