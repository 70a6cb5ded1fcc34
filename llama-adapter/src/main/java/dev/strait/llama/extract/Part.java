package dev.strait.llama.extract;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A field or list element that is complete while the rest of the document is still being written.
 *
 * @param pointer its JSON pointer, such as {@code /items/0/name}
 * @param value its value, final and valid
 */
public record Part(String pointer, JsonNode value) {

  /**
   * Returns the value as a Java value.
   *
   * @throws ExtractionException if it does not fit
   */
  public @Nullable Object as(Type type) {
    return Binder.bind(value, type);
  }
}
