package dev.strait.examples.programs;

import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.extract.Extractor;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import java.nio.file.Path;
import java.util.List;

/** Reads a record out of a sentence with a model of one's own. */
public final class ExtractRecord {
  private ExtractRecord() {}

  /** What is wanted. */
  public record Person(String name, int age, List<String> skills) {}

  /** Takes the path of a GGUF model and a sentence. */
  public static void main(String[] args) {
    try (LlamaModel model = LlamaModel.load(Path.of(args[0]))) {
      System.out.println(extract(model, args[1]));
    }
  }

  static Person extract(LanguageModel model, String sentence) {
    try (Workspace workspace = Workspace.open(model, ContextSettings.defaults())) {
      return Extractor.of(workspace, Person.class).extract(sentence).value();
    }
  }
}
