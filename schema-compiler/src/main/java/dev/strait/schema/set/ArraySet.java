package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A conjunctive set of JSON arrays. Immutable but for the memo of its {@link ArrayPlan}. */
public final class ArraySet {
  /**
   * A counted condition: of the items from position {@code from} on, {@code min} to {@code max}
   * (inclusive) are valid under the formula.
   */
  record Contains(Formula item, int from, long min, long max) {}

  private final Builder parts;

  /** Memo of {@link Sets#plan}. */
  @Nullable ArrayPlan plan;

  /** Memo: whether the set is empty, once known. */
  @Nullable Boolean empty;

  private ArraySet(Builder parts) {
    this.parts = parts;
  }

  List<Formula> prefix() {
    return parts.prefix;
  }

  Formula rest() {
    return parts.rest;
  }

  long min() {
    return parts.min;
  }

  long max() {
    return parts.max;
  }

  List<Contains> contains() {
    return parts.contains;
  }

  boolean unique() {
    return parts.unique;
  }

  /** Whether two items must be equal. */
  boolean duplicates() {
    return parts.duplicates;
  }

  Set<JsonNode> excluded() {
    return parts.excluded;
  }

  @Nullable JsonNode constant() {
    return parts.constant;
  }

  Positions evaluated() {
    return parts.evaluated;
  }

  Formula item(int position) {
    return position < parts.prefix.size() ? parts.prefix.get(position) : parts.rest;
  }

  Builder toBuilder() {
    return new Builder(parts);
  }

  /** Returns the arrays in both sets. */
  ArraySet and(ArraySet other, Formulas formulas) {
    Builder b = toBuilder();
    int n = Math.max(prefix().size(), other.prefix().size());
    b.prefix.clear();
    for (int i = 0; i < n; i++) {
      b.prefix.add(formulas.and(item(i), other.item(i)));
    }
    b.rest = formulas.and(rest(), other.rest());
    b.count(other.min(), other.max());
    other.contains().stream().filter(c -> !b.contains.contains(c)).forEach(b.contains::add);
    b.unique |= other.unique();
    b.duplicates |= other.duplicates();
    b.excluded.addAll(other.excluded());
    b.constant = null;
    b.evaluated = b.evaluated.or(other.evaluated());
    return b.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArraySet o && parts.sameAs(o.parts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts.prefix, parts.rest, parts.min, parts.max);
  }

  @Override
  public String toString() {
    return "[prefix "
        + parts.prefix
        + ", rest "
        + parts.rest
        + ", "
        + parts.min
        + ".."
        + (parts.max == ObjectSet.UNBOUNDED ? "" : parts.max)
        + (parts.contains.isEmpty() ? "" : ", contains " + parts.contains)
        + (parts.unique ? ", unique" : "")
        + (parts.duplicates ? ", duplicates" : "")
        + (parts.excluded.isEmpty() ? "" : ", not " + parts.excluded)
        + "]";
  }

  /** The conditions, collected. */
  static final class Builder {
    final List<Formula> prefix = new ArrayList<>();
    Formula rest;
    long min;
    long max = ObjectSet.UNBOUNDED;
    final List<Contains> contains = new ArrayList<>();
    boolean unique;
    boolean duplicates;
    final Set<JsonNode> excluded = new LinkedHashSet<>();
    @Nullable JsonNode constant;
    Positions evaluated = Positions.NONE;

    /** Starts with all arrays; {@code rest} is the formula of items, of all values. */
    Builder(Formula rest) {
      this.rest = rest;
    }

    Builder(Builder b) {
      prefix.addAll(b.prefix);
      rest = b.rest;
      min = b.min;
      max = b.max;
      contains.addAll(b.contains);
      unique = b.unique;
      duplicates = b.duplicates;
      excluded.addAll(b.excluded);
      constant = b.constant;
      evaluated = b.evaluated;
    }

    boolean sameAs(Builder o) {
      return this == o
          || min == o.min
              && max == o.max
              && rest == o.rest
              && unique == o.unique
              && duplicates == o.duplicates
              && prefix.equals(o.prefix)
              && contains.equals(o.contains)
              && excluded.equals(o.excluded)
              && Objects.equals(constant, o.constant)
              && evaluated.equals(o.evaluated);
    }

    Builder count(long atLeast, long atMost) {
      min = Math.max(min, atLeast);
      max = Math.min(max, atMost);
      return this;
    }

    ArraySet build() {
      return new ArraySet(this);
    }
  }
}
