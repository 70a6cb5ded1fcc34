package dev.strait.examples.programs;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.grammar.Parts;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;

/** Generates text that matches a regular expression. */
public final class MatchPattern {
  private MatchPattern() {}

  /** Takes the path of a GGUF model; without one, the text is random. */
  public static void main(String[] args) {
    Rule<?> plate =
        Grammar.builder()
            .rule("plate", Parts.regex("[A-Z]{2}-(?!0)\\d{4}( (blue|red))?"))
            .build()
            .compile("plate");
    try (LanguageModel model = Models.open(args);
        Workspace workspace = Workspace.open(model, ContextSettings.defaults());
        Session session = workspace.session().append("The number plate was ", true)) {
      Constraint constraint = Constraint.compile(plate, model.vocabulary(), Limits.defaults());
      System.out.println(
          session.generate(constraint, GenerationOptions.defaults()).finish().text());
    }
  }
}
