package dev.strait.examples.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.grammar.Lark;
import dev.strait.schema.SchemaOptions;

/** Grammars in Lark's notation. */
public final class LarkTarget {
  private LarkTarget() {}

  /** Tries one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    GrammarTargets.run(
        () -> Lark.parse(new String(input, UTF_8), Walk.BYTES, SchemaOptions.defaults()), input);
  }
}
