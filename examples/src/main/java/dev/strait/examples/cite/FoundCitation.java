package dev.strait.examples.cite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.legal.Citation;
import java.util.List;

/**
 * A citation and its place.
 *
 * @param citation kind and fields; its text is cut from the input
 * @param start offset of its first UTF-16 code unit in the input
 * @param end offset after its last
 * @param fields how sure the model was of each field; empty unless asked for
 */
record FoundCitation(Citation citation, int start, int end, List<FieldScore> fields) {

  /**
   * What is known of one field's making.
   *
   * @param name the field
   * @param value what was written
   * @param probability of the whole value among what the constraint allowed, 0 to 1
   * @param removed the largest part of the model's own probability that the mask took away at one
   *     token, 0 to 1
   * @param instead the token the model would have written there without the mask; empty if the same
   */
  record FieldScore(
      String name, String value, double probability, double removed, String instead) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the citation as the published schema has it: kind, fields, start and end. */
  ObjectNode toJson() {
    ObjectNode node = JSON.createObjectNode().put("kind", citation.kind());
    citation.fields().forEach(node::put);
    return node.put("start", start).put("end", end);
  }
}
