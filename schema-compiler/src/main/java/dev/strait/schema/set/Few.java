package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.values.KeySet;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a formula that has few. Immutable but for memos. */
final class Few {
  /** Up to so many values are priced one by one. */
  static final int PRICED = 2_000;

  private final Set<JsonNode> values;
  private @Nullable Parts parts;
  private final Map<Measure, long[]> lengths = new IdentityHashMap<>(1);

  Few(Set<JsonNode> values) {
    this.values = values;
  }

  /** The values by what tells whether they have been seen. */
  private record Parts(KeySet strings, List<JsonNode> others) {
    static Parts of(Set<JsonNode> values) {
      List<String> strings = new ArrayList<>();
      List<JsonNode> others = new ArrayList<>();
      for (JsonNode value : values) {
        if (value.isTextual()) {
          strings.add(value.textValue());
        } else {
          others.add(value);
        }
      }
      return new Parts(KeySet.of(strings), others);
    }
  }

  /** Returns the values; not to be changed. */
  Set<JsonNode> values() {
    return values;
  }

  int size() {
    return values.size();
  }

  /** Returns the number of values that are not among the seen ones. */
  int left(Seen seen) {
    if (seen.isEmpty()) {
      return values.size();
    }
    Parts known = parts;
    if (known == null) {
      known = Parts.of(values);
      parts = known;
    }
    int left = known.strings.size() - seen.among(known.strings).cardinality();
    for (JsonNode other : known.others) {
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
