package dev.strait.schema.set;

import dev.strait.values.StringSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a condition is about: those in a set of strings, or all but some. Kept as it is
 * written, because an automaton of "all but these names" is seldom needed. Immutable.
 */
final class KeyRange {
  private final @Nullable StringSet within;
  private final Set<String> names;
  private final List<StringSet> patterns;
  private final int hash;

  private KeyRange(@Nullable StringSet within, Set<String> names, List<StringSet> patterns) {
    this.within = within;
    this.names = names;
    this.patterns = patterns;
    this.hash = Objects.hash(within, names, patterns);
  }

  /** Returns the class of the keys in a set. */
  static KeyRange within(StringSet keys) {
    return new KeyRange(keys, Set.of(), List.of());
  }

  /** Returns the class of the keys that are none of the names and in none of the sets. */
  static KeyRange outside(Set<String> names, List<StringSet> patterns) {
    return new KeyRange(null, names, patterns);
  }

  /** Returns the names that are not in the class although they may be in no set. */
  Set<String> names() {
    return names;
  }

  /** Returns the sets of strings that tell which keys without a name are in the class. */
  List<StringSet> classes() {
    return within == null ? patterns : within.isAll() ? List.of() : List.of(within);
  }

  /** Returns the layer that has the formula for the values of the keys of the class. */
  ObjectSet.Layer layer(Formula value, Formula anything) {
    if (within != null && !within.isAll()) {
      return new ObjectSet.Layer(Map.of(), List.of(new ObjectSet.Pattern(within, value)), anything);
    }
    Map<String, Formula> named = new LinkedHashMap<>();
    names.forEach(name -> named.put(name, anything));
    return new ObjectSet.Layer(
        named, patterns.stream().map(p -> new ObjectSet.Pattern(p, anything)).toList(), value);
  }

  boolean contains(String key) {
    if (within != null) {
      return within.isAll() || within.contains(key);
    }
    return !names.contains(key) && patterns.stream().noneMatch(p -> p.contains(key));
  }

  /** Returns whether the keys are in the class that have no name and are in the sets told. */
  boolean containsFree(Predicate<StringSet> in) {
    return within != null ? within.isAll() || in.test(within) : patterns.stream().noneMatch(in);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return this == object
        || object instanceof KeyRange other
            && hash == other.hash
            && Objects.equals(within, other.within)
            && names.equals(other.names)
            && patterns.equals(other.patterns);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return within != null ? "keys in " + within : "keys but " + names + patterns;
  }
}
