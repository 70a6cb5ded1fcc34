package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.values.KeySet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values of a formula that has few. Immutable but for a memo. */
final class Few {
  /** Up to so many values are priced one by one. */
  static final int PRICED = 2_000;

  private final KeySet strings;
  private final List<JsonNode> others = new ArrayList<>();
  private final Collection<JsonNode> values;
  private final Map<Measure, long[]> lengths = new IdentityHashMap<>(1);

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

  /** Returns the lengths of the values, ascending; not to be changed. */
  long[] lengths(Sets sets, Measure measure) {
    return lengths.computeIfAbsent(
        measure,
        m -> values.stream().mapToLong(v -> m.of(sets.values(Set.of(v)))).sorted().toArray());
  }

  /** Returns the values that are not among the seen ones. */
  List<JsonNode> without(Seen seen) {
    return values.stream().filter(value -> !seen.contains(value)).toList();
  }
}
