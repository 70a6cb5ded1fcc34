package dev.strait.examples.fuzz;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.LimitException;
import dev.strait.constraint.Limits;
import dev.strait.grammar.GrammarSyntaxException;
import dev.strait.grammar.TextGrammar;
import dev.strait.regex.RegexException;
import dev.strait.rule.GrammarException;
import dev.strait.schema.report.SchemaException;
import java.util.function.Supplier;

/** What the targets of grammars share: refused with a typed error, or every walk can be ended. */
final class GrammarTargets {
  private static final Limits LIMITS = new Limits(200_000, 50, 10_000);

  private GrammarTargets() {}

  static void run(Supplier<TextGrammar> parsed, byte[] input) {
    try {
      Walk.through(Constraint.compile(parsed.get().compile(), Walk.BYTES, LIMITS), input);
    } catch (GrammarSyntaxException
        | GrammarException
        | SchemaException
        | RegexException
        | LimitException expected) {
      if (String.valueOf(expected.getMessage()).isBlank()) {
        throw new AssertionError("a refusal without a reason", expected);
      }
    }
  }
}
