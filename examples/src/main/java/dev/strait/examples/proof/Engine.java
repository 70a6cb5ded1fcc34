package dev.strait.examples.proof;

import com.fasterxml.jackson.databind.JsonNode;

/** An implementation of constrained decoding that MaskBench measures. */
interface Engine {

  /** Returns the name shown in results. */
  String name();

  /**
   * Compiles a schema.
   *
   * @throws RuntimeException if the schema is refused; the message says why
   */
  Grammar compile(JsonNode schema);

  /** A compiled schema. */
  interface Grammar {
    /** Starts a generation. */
    Walk start();
  }

  /** One generation. */
  interface Walk extends AutoCloseable {
    /**
     * Fills a mask: bit {@code id} of the words, low bits first, is set if the token is allowed.
     */
    void mask(long[] words);

    /** Moves on by a token that the mask allows; returns whether it was accepted. */
    boolean accept(int token);

    /** Returns whether the generation may end here. */
    boolean isComplete();

    @Override
    default void close() {}
  }
}
