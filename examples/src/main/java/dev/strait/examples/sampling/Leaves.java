package dev.strait.examples.sampling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares JSON values by their leaves: pairs of a path, without array indices, and a scalar. */
final class Leaves {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Leaves() {}

  /** Returns the value that a text is, if it is one. */
  static Optional<JsonNode> parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** Returns the F1 of the leaves, counted as often as they occur; 1 if both have none. */
  static double f1(JsonNode found, JsonNode expected) {
    Map<String, Integer> left = counts(found);
    Map<String, Integer> right = counts(expected);
    int both = 0;
    for (var entry : left.entrySet()) {
      both += Math.min(entry.getValue(), right.getOrDefault(entry.getKey(), 0));
    }
    int all = sum(left) + sum(right);
    return all == 0 ? 1 : 2.0 * both / all;
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Map<String, Integer> counts(JsonNode node) {
    List<String> leaves = new ArrayList<>();
    collect("", node, leaves);
    Map<String, Integer> counts = new HashMap<>();
    leaves.forEach(leaf -> counts.merge(leaf, 1, Integer::sum));
    return counts;
  }

  private static void collect(String path, JsonNode node, List<String> to) {
    if (node.isObject()) {
      node.fields().forEachRemaining(e -> collect(path + "/" + e.getKey(), e.getValue(), to));
    } else if (node.isArray()) {
      node.forEach(item -> collect(path + "/*", item, to));
    } else {
      to.add(path + "=" + node);
    }
  }
}
