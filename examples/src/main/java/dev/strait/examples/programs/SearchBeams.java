package dev.strait.examples.programs;

import dev.strait.constraint.Constraint;
import dev.strait.llama.generate.BeamSearch;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.schema.JsonSchema;
import java.util.Locale;

/** Finds the likeliest valid answers, not only the one that begins likeliest. */
public final class SearchBeams {
  private static final int WIDTH = 3;

  private SearchBeams() {}

  /** Takes the path of a GGUF model; without one, all tokens are alike. */
  public static void main(String[] args) {
    ContextSettings beams = ContextSettings.defaults().withSequences(2 * WIDTH);
    try (LanguageModel model = Models.open(args);
        Workspace workspace = Workspace.open(model, beams)) {
      Constraint constraint =
          JsonSchema.compile("{\"type\":\"integer\",\"minimum\":1815,\"maximum\":1852}")
              .constraint(model.vocabulary());
      int[] prompt = model.tokenize("Ada Lovelace was born in the year ", true);
      for (BeamSearch.Found found :
          new BeamSearch(workspace, WIDTH, 0.5).search(prompt, constraint, 16)) {
        System.out.printf(Locale.ROOT, "%s  %.2f%n", found.text(), found.logProbability());
      }
    }
  }
}
