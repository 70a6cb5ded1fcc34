package dev.strait.examples.proof;

import com.fasterxml.jackson.databind.JsonNode;

/** What the suite is run against. */
@FunctionalInterface
interface SuiteEngine {

  /**
   * Compiles a schema.
   *
   * @throws RuntimeException if it is refused
   */
  Acceptor compile(JsonNode schema);

  /** Tells whether a text can be generated as a whole. */
  interface Acceptor {
    boolean accepts(byte[] text);
  }
}
