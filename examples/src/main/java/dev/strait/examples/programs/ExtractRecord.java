package dev.strait.examples.programs;

import dev.strait.llama.extract.Extractor;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import java.util.List;

/** Reads a record out of a sentence. */
public final class ExtractRecord {
  private ExtractRecord() {}

  /** What is wanted. */
  public record Person(String name, int age, List<String> skills) {}

  /** Takes the path of a GGUF model; without one, what is extracted is valid and random. */
  public static void main(String[] args) {
    try (LanguageModel model = Models.open(args);
        Workspace workspace = Workspace.open(model, ContextSettings.defaults())) {
      Person person =
          Extractor.of(workspace, Person.class)
              .extract("Ada, 36, writes programs and poems.")
              .value();
      System.out.println(person);
    }
  }
}
