package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.values.KeySet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The values of a formula that has few. Immutable. */
final class Few {
  private final KeySet strings;
  private final List<JsonNode> others = new ArrayList<>();
  private final Collection<JsonNode> values;

  Few(Collection<JsonNode> values) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      if (value.isTextual()) {
        texts.add(value.textValue());
      } else {
        others.add(value);
      }
    }
    this.strings = KeySet.of(texts);
    this.values = values;
  }

  int size() {
    return strings.size() + others.size();
  }

  /** Returns the number of values that are not among the seen ones. */
  int left(Seen seen) {
    int left = strings.size() - seen.among(strings).cardinality();
    for (JsonNode other : others) {
      left += seen.contains(other) ? 0 : 1;
    }
    return left;
  }

  /** Returns the values that are not among the seen ones. */
  List<JsonNode> without(Seen seen) {
    return values.stream().filter(value -> !seen.contains(value)).toList();
  }
}
