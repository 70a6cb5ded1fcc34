package dev.strait.examples.programs;

import dev.strait.constraint.Constraint;
import dev.strait.llama.generate.BatchGenerator;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;

/** Answers many prompts at once: each call of the model serves all that are running. */
public final class RunBatch {
  private RunBatch() {}

  /** Takes the path of a GGUF model; without one, the answers are random. */
  public static void main(String[] args) {
    List<String> texts = List.of("I loved it.", "Never again!", "It was fine, I guess.", "Superb.");
    ContextSettings four = ContextSettings.defaults().withSequences(4);
    try (LanguageModel model = Models.open(args);
        Workspace workspace = Workspace.open(model, four)) {
      Constraint constraint =
          JsonSchema.compile("{\"enum\":[\"good\",\"bad\",\"mixed\"]}")
              .constraint(model.vocabulary());
      List<BatchGenerator.Request> requests = new ArrayList<>();
      for (String text : texts) {
        int[] prompt = model.tokenize("Review: " + text + " Verdict: ", true);
        requests.add(new BatchGenerator.Request(prompt, constraint, GenerationOptions.defaults()));
      }
      List<BatchGenerator.Result> results = new BatchGenerator(workspace).run(requests);
      for (int i = 0; i < results.size(); i++) {
        System.out.println(texts.get(i) + " -> " + results.get(i).orElseThrow().text());
      }
    }
  }
}
