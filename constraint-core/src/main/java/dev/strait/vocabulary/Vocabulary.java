package dev.strait.vocabulary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model's tokens: for each id its raw bytes, its kind, and which ids end a generation.
 *
 * <p>Ids run from 0 (inclusive) to {@link #size()} (exclusive). Several ids may have the same
 * bytes, normal tokens may be empty (they are then never allowed: they would not move a generation
 * on), and single bytes may be missing. An end-of-generation id is never text, whatever its kind.
 *
 * <p>Immutable and thread-safe.
 */
public final class Vocabulary {

  private final byte[][] bytes;
  private final TokenKind[] kinds;
  private final int[] endOfGeneration;
  private final boolean[] ends;
  private final int longest;

  private Vocabulary(byte[][] bytes, TokenKind[] kinds, int[] endOfGeneration) {
    this.bytes = bytes;
    this.kinds = kinds;
    this.endOfGeneration = endOfGeneration;
    this.ends = new boolean[bytes.length];
    for (int id : endOfGeneration) {
      ends[id] = true;
    }
    int most = 0;
    for (int id = 0; id < bytes.length; id++) {
      most = isText(id) ? Math.max(most, bytes[id].length) : most;
    }
    this.longest = most;
  }

  /** Returns an empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a vocabulary of normal tokens only.
   *
   * @param tokens the bytes of each token, in id order; copied
   * @param endOfGeneration the ids that end a generation
   * @throws IllegalArgumentException if an end-of-generation id is out of range
   */
  public static Vocabulary of(List<byte[]> tokens, int... endOfGeneration) {
    Builder builder = builder();
    tokens.forEach(token -> builder.add(TokenKind.NORMAL, token));
    return builder.endOfGeneration(endOfGeneration).build();
  }

  /** Returns the number of ids. */
  public int size() {
    return bytes.length;
  }

  /** Returns the number of 64-bit words of a mask over this vocabulary: ceil(size / 64). */
  public int maskWords() {
    return (bytes.length + 63) >>> 6;
  }

  /**
   * Returns a copy of a token's raw bytes; for a control token the bytes of its name.
   *
   * @throws IndexOutOfBoundsException if the id is out of range
   */
  public byte[] bytes(int id) {
    return bytes[checked(id)].clone();
  }

  /**
   * Returns the number of bytes of a token.
   *
   * @throws IndexOutOfBoundsException if the id is out of range
   */
  public int byteLength(int id) {
    return bytes[checked(id)].length;
  }

  /**
   * Returns one byte of a token, 0 to 255.
   *
   * @throws IndexOutOfBoundsException if the id or the index is out of range
   */
  public int byteAt(int id, int index) {
    return bytes[checked(id)][index] & 0xff;
  }

  /**
   * Returns a token's kind.
   *
   * @throws IndexOutOfBoundsException if the id is out of range
   */
  public TokenKind kind(int id) {
    return kinds[checked(id)];
  }

  /**
   * Returns whether the id ends a generation.
   *
   * @throws IndexOutOfBoundsException if the id is out of range
   */
  public boolean isEndOfGeneration(int id) {
    return ends[checked(id)];
  }

  /** Returns whether the token can be text: normal, not empty, and not an end of generation. */
  public boolean isText(int id) {
    return kinds[id] == TokenKind.NORMAL && bytes[id].length > 0 && !ends[id];
  }

  /**
   * Returns the same tokens with other ends of a generation.
   *
   * @throws IllegalArgumentException if an id is out of range
   */
  public Vocabulary withEndOfGeneration(int... ids) {
    return new Vocabulary(bytes, kinds, checkedEnds(bytes.length, ids));
  }

  /** Returns the ids that end a generation, ascending. */
  public int[] endOfGeneration() {
    return endOfGeneration.clone();
  }

  /** Returns the number of bytes of the longest text token; 0 if there is none. */
  public int longestToken() {
    return longest;
  }

  private static int[] checkedEnds(int size, int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= size) {
        throw new IllegalArgumentException(
            "end-of-generation id " + id + " is not among the " + size + " tokens");
      }
    }
    return IntStream.of(ids).sorted().distinct().toArray();
  }

  private int checked(int id) {
    if (id < 0 || id >= bytes.length) {
      throw new IndexOutOfBoundsException(
          "token id " + id + " is not in the vocabulary of " + bytes.length + " tokens");
    }
    return id;
  }

  @Override
  public String toString() {
    return "Vocabulary[" + bytes.length + " tokens, end " + Arrays.toString(endOfGeneration) + "]";
  }

  /** Collects tokens in id order. */
  public static final class Builder {
    private final List<byte[]> bytes = new ArrayList<>();
    private final List<TokenKind> kinds = new ArrayList<>();
    private int[] endOfGeneration = {};

    private Builder() {}

    /** Adds the token of the next id; its bytes are copied. */
    public Builder add(TokenKind kind, byte[] token) {
      bytes.add(token.clone());
      kinds.add(kind);
      return this;
    }

    /** Sets the ids that end a generation, in any order. */
    public Builder endOfGeneration(int... ids) {
      endOfGeneration = ids.clone();
      return this;
    }

    /**
     * Builds the vocabulary.
     *
     * @throws IllegalArgumentException if an end-of-generation id is out of range
     */
    public Vocabulary build() {
      return new Vocabulary(
          bytes.toArray(byte[][]::new),
          kinds.toArray(TokenKind[]::new),
          checkedEnds(bytes.size(), endOfGeneration));
    }
  }
}
