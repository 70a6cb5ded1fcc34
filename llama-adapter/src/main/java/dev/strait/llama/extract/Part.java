package dev.strait.llama.extract;

import com.fasterxml.jackson.databind.JsonNode;

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
  public <T> T as(Class<T> type) {
    return Extractor.read(value, type);
  }
}
