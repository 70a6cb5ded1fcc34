package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a search for the values of a set has found.
 *
 * @param all all values; null if they are too many to be listed, or not known
 * @param more there are more values than this; -1 if that is not known
 */
record Found(@Nullable Few all, long more) {
  static final Found UNKNOWN = new Found(null, -1);

  static Found all(Set<JsonNode> values) {
    return all(new Few(values));
  }

  static Found all(Few values) {
    return new Found(values, values.size() - 1L);
  }

  static Found moreThan(long n) {
    return new Found(null, Math.max(-1, n));
  }
}
