package dev.strait.schema.set;

import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of keys: some by name, some by pattern, or all. Immutable.
 *
 * @param all whether it is all keys; the rest is then empty
 */
record KeyClass(boolean all, Set<String> names, List<StringSet> patterns) {
  static final KeyClass NONE = new KeyClass(false, Set.of(), List.of());
  static final KeyClass ALL = new KeyClass(true, Set.of(), List.of());

  KeyClass or(KeyClass other) {
    if (all || other.all) {
      return ALL;
    }
    if (this == NONE || other == NONE) {
      return this == NONE ? other : this;
    }
    Set<String> joined = new LinkedHashSet<>(names);
    joined.addAll(other.names);
    Set<StringSet> classes = new LinkedHashSet<>(patterns);
    classes.addAll(other.patterns);
    return new KeyClass(false, joined, new ArrayList<>(classes));
  }
}
