package dev.strait.examples.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One generated text.
 *
 * @param setting the name of the setting
 * @param task the index of the prompt
 * @param sample the index among the setting's texts for this prompt
 * @param text the text
 * @param tokens its number of tokens
 * @param logProbability the mean over its tokens of the log-probability before the mask
 * @param complete whether it came to its own end
 * @param exact whether it equals the expected value; null if none is known
 * @param f1 the F1 of its leaves against the expected value's; null if none is known
 */
record Output(
    String setting,
    int task,
    int sample,
    String text,
    int tokens,
    double logProbability,
    boolean complete,
    @Nullable Boolean exact,
    @Nullable Double f1) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What identifies the text within a run. */
  String key() {
    return setting + "/" + task + "/" + sample;
  }

  ObjectNode json() {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("setting", setting).put("task", task).put("sample", sample).put("text", text);
    node.put("tokens", tokens).put("log_probability", logProbability).put("complete", complete);
    return node.put("exact", exact).put("f1", f1);
  }

  static Output of(JsonNode node) {
    return new Output(
        node.path("setting").asText(),
        node.path("task").asInt(),
        node.path("sample").asInt(),
        node.path("text").asText(),
        node.path("tokens").asInt(),
        node.path("log_probability").asDouble(),
        node.path("complete").asBoolean(),
        node.path("exact").isBoolean() ? node.path("exact").asBoolean() : null,
        node.path("f1").isNumber() ? node.path("f1").asDouble() : null);
  }
}
