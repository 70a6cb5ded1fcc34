package dev.strait.examples.programs;

import dev.strait.llama.extract.Extracted;
import dev.strait.llama.extract.Extraction;
import dev.strait.llama.extract.Extractor;
import dev.strait.llama.extract.Part;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import java.util.List;

/** Uses each field of a record as soon as it is there, while the rest is being written. */
public final class StreamFields {
  private StreamFields() {}

  /** An order. */
  public record Order(int number, List<Item> items, boolean express) {}

  /** A line of it. */
  public record Item(Size size, int count) {}

  /** What can be ordered. */
  public enum Size {
    SMALL,
    LARGE
  }

  /** Takes the path of a GGUF model; without one, what is extracted is valid and random. */
  public static void main(String[] args) {
    try (LanguageModel model = Models.open(args);
        Workspace workspace = Workspace.open(model, ContextSettings.defaults());
        Extraction<Order> extraction =
            Extractor.of(workspace, Order.class).stream("Order 17: two large ones, express.")) {
      while (extraction.hasNext()) {
        Part part = extraction.next();
        System.out.println(part.pointer() + " = " + part.value());
      }
      Extracted<Order> whole = extraction.finish();
      System.out.println(whole.value());
    }
  }
}
