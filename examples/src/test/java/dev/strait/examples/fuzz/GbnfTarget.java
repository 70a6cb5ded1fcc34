package dev.strait.examples.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.grammar.Gbnf;

/** Grammars in llama.cpp's notation. */
public final class GbnfTarget {
  private GbnfTarget() {}

  /** Tries one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    GrammarTargets.run(() -> Gbnf.parse(new String(input, UTF_8), Walk.BYTES), input);
  }
}
