package dev.strait.examples.tokenizers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.examples.console.CommandException;
import java.util.ArrayList;
import java.util.List;

/**
 * A text whose tokens are counted.
 *
 * @param language the name of its language; {@code "-"} if not told
 * @param text the text
 */
record Query(String language, String text) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Returns the number of code points. */
  int characters() {
    return text.codePointCount(0, text.length());
  }

  /**
   * Reads queries, one a line: plain text, or JSON objects {@code {"language":…,"text":…}}. Empty
   * lines are skipped.
   *
   * @throws CommandException if there are none, or a line of JSON is wrong
   */
  static List<Query> read(String source, String lines) {
    List<Query> queries = new ArrayList<>();
    int number = 0;
    for (String line : lines.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        queries.add(line.startsWith("{") ? json(source, number, line) : new Query("-", line));
      }
    }
    if (queries.isEmpty()) {
      throw CommandException.badInput(source + " has no queries in it");
    }
    return queries;
  }

  private static Query json(String source, int number, String line) {
    String place = source + ", line " + number + ": ";
    try {
      JsonNode node = MAPPER.readTree(line);
      if (!node.path("text").isTextual()) {
        throw CommandException.badInput(place + "the object has no string \"text\"");
      }
      return new Query(node.path("language").asText("-"), node.path("text").asText());
    } catch (JsonProcessingException e) {
      throw CommandException.badInput(place + "not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
