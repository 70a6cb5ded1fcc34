package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conjunctive set of JSON objects: every condition must hold. Immutable but for the memo of its
 * {@link ObjectPlan}.
 */
public final class ObjectSet {
  /** No upper bound of a count. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** All objects. */
  static final ObjectSet ALL = new Builder().build();

  /**
   * The formulas that values must satisfy by their keys: each named one and each pattern that
   * applies; the additional one if neither does.
   */
  record Layer(Map<String, Formula> properties, List<Pattern> patterns, Formula additional) {
    Layer {
      properties = java.util.Collections.unmodifiableMap(properties);
      patterns = List.copyOf(patterns);
    }

    /** Returns the keys that the layer neither names nor has a pattern for. */
    KeyRange rest() {
      return KeyRange.outside(properties.keySet(), patterns.stream().map(Pattern::keys).toList());
    }
  }

  /** A class of keys and the formula of their values. */
  record Pattern(StringSet keys, Formula value) {}

  /** Some member has a key of the range and a value in the formula. */
  record Exists(KeyRange keys, Formula value) {}

  /** A union, of which the object must be in some alternative: at least two. */
  record Clause(List<ObjectSet> alternatives) {
    Clause {
      alternatives = List.copyOf(alternatives);
    }
  }

  private final Builder parts;

  /** Memo of {@link Sets#plan}. */
  @Nullable ObjectPlan plan;

  /** Memo of {@link Sets#mix}. */
  @Nullable ObjectMix mix;

  /** Memo of {@link Sets#condition}. */
  @Nullable Condition condition;

  private @Nullable ObjectSet base;

  /** Memo: whether the set is empty, once known. */
  @Nullable Boolean empty;

  private ObjectSet(Builder parts) {
    this.parts = parts;
  }

  List<Layer> layers() {
    return parts.layers;
  }

  Set<String> required() {
    return parts.required;
  }

  long min() {
    return parts.min;
  }

  long max() {
    return parts.max;
  }

  /** Formulas that every key, as a string, must satisfy. */
  List<Formula> names() {
    return parts.names;
  }

  /** Each must be met by some member: its key in the class, its value in the formula. */
  List<Exists> exists() {
    return parts.exists;
  }

  /** Unions, in each of which the object must be too. */
  List<Clause> clauses() {
    return parts.clauses;
  }

  /** Returns the set without its clauses. */
  ObjectSet base() {
    ObjectSet known = base;
    if (known == null) {
      Builder b = toBuilder();
      b.clauses.clear();
      known = isMixed() ? b.build() : this;
      base = known;
    }
    return known;
  }

  /** Returns whether the set has clauses: it is laid out as an {@link ObjectMix}. */
  public boolean isMixed() {
    return !parts.clauses.isEmpty();
  }

  /** Values that are not in the set. */
  Set<JsonNode> excluded() {
    return parts.excluded;
  }

  /** The only value of the set; null if it is not given as one. */
  @Nullable JsonNode constant() {
    return parts.constant;
  }

  /** The keys that annotations have evaluated; only while {@code unevaluated} is worked out. */
  KeyClass evaluated() {
    return parts.evaluated;
  }

  Builder toBuilder() {
    return new Builder(parts);
  }

  /** Returns the objects in both sets. */
  ObjectSet and(ObjectSet other) {
    Builder b = toBuilder();
    other.parts.layers.stream().filter(l -> !b.layers.contains(l)).forEach(b.layers::add);
    b.required.addAll(other.parts.required);
    b.min = Math.max(b.min, other.parts.min);
    b.max = Math.min(b.max, other.parts.max);
    other.parts.names.stream().filter(f -> !b.names.contains(f)).forEach(b.names::add);
    other.parts.exists.stream().filter(e -> !b.exists.contains(e)).forEach(b.exists::add);
    other.parts.clauses.stream().filter(c -> !b.clauses.contains(c)).forEach(b.clauses::add);
    b.excluded.addAll(other.parts.excluded);
    b.constant = null;
    b.evaluated = b.evaluated.or(other.parts.evaluated);
    return b.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectSet o && parts.sameAs(o.parts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        parts.required, parts.min, parts.max, parts.layers.size(), parts.clauses.size());
  }

  @Override
  public String toString() {
    return "{layers "
        + parts.layers
        + ", required "
        + parts.required
        + ", "
        + parts.min
        + ".."
        + (parts.max == UNBOUNDED ? "" : parts.max)
        + (parts.names.isEmpty() ? "" : ", names " + parts.names)
        + (parts.exists.isEmpty() ? "" : ", exists " + parts.exists)
        + (parts.clauses.isEmpty() ? "" : ", clauses " + parts.clauses)
        + (parts.excluded.isEmpty() ? "" : ", not " + parts.excluded)
        + "}";
  }

  /** The conditions, collected. */
  static final class Builder {
    final List<Layer> layers = new ArrayList<>();
    final Set<String> required = new LinkedHashSet<>();
    long min;
    long max = UNBOUNDED;
    final List<Formula> names = new ArrayList<>();
    final List<Exists> exists = new ArrayList<>();
    final List<Clause> clauses = new ArrayList<>();
    final Set<JsonNode> excluded = new LinkedHashSet<>();
    @Nullable JsonNode constant;
    KeyClass evaluated = KeyClass.NONE;

    Builder() {}

    Builder(Builder b) {
      layers.addAll(b.layers);
      required.addAll(b.required);
      min = b.min;
      max = b.max;
      names.addAll(b.names);
      exists.addAll(b.exists);
      clauses.addAll(b.clauses);
      excluded.addAll(b.excluded);
      constant = b.constant;
      evaluated = b.evaluated;
    }

    boolean sameAs(Builder o) {
      return this == o
          || min == o.min
              && max == o.max
              && layers.equals(o.layers)
              && required.equals(o.required)
              && names.equals(o.names)
              && exists.equals(o.exists)
              && clauses.equals(o.clauses)
              && excluded.equals(o.excluded)
              && Objects.equals(constant, o.constant)
              && evaluated.equals(o.evaluated);
    }

    Builder layer(Map<String, Formula> properties, List<Pattern> patterns, Formula additional) {
      layers.add(new Layer(properties, patterns, additional));
      return this;
    }

    /** Adds a condition on one key's value. */
    Builder value(String key, Formula value, Formula anything) {
      Map<String, Formula> one = new LinkedHashMap<>();
      one.put(key, value);
      return layer(one, List.of(), anything);
    }

    Builder require(String key) {
      required.add(key);
      return this;
    }

    Builder count(long atLeast, long atMost) {
      min = Math.max(min, atLeast);
      max = Math.min(max, atMost);
      return this;
    }

    ObjectSet build() {
      return new ObjectSet(this);
    }
  }
}
