package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.graph.SchemaGraph.Located;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A set of JSON values that is not looked into yet: subschemas and sets of constants, joined by
 * and, or, not. Hash-consed by {@link Formulas}: equal formulas are one object.
 */
public final class Formula {

  /** What a formula is made of. */
  sealed interface Shape {}

  /** All values. */
  record Anything() implements Shape {
    @Override
    public String toString() {
      return "true";
    }
  }

  /** No value. */
  record Nothing() implements Shape {
    @Override
    public String toString() {
      return "false";
    }
  }

  /** The values valid under a subschema. */
  record Schema(Located at) implements Shape {
    @Override
    public String toString() {
      return at.node().place();
    }
  }

  /** These values, in the normal form of {@link Json}. */
  record Values(Set<JsonNode> values) implements Shape {
    @Override
    public String toString() {
      return values.size() > 4 ? values.size() + " values" : values.toString();
    }
  }

  /** The values of a normal form that is there already. */
  record Known(String name, ValueSet set) implements Shape {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The values not in the part. */
  record Not(Formula part) implements Shape {
    @Override
    public String toString() {
      return "not " + part;
    }
  }

  /** The values in every part; at least two parts, none an And, in the order first met. */
  record And(List<Formula> parts) implements Shape {
    @Override
    public String toString() {
      return parts.stream().map(Formula::toString).collect(Collectors.joining(" and ", "(", ")"));
    }
  }

  /** The values in some part; at least two parts, none an Or. */
  record Or(List<Formula> parts) implements Shape {
    @Override
    public String toString() {
      return parts.stream().map(Formula::toString).collect(Collectors.joining(" or ", "(", ")"));
    }
  }

  private final Shape shape;
  private final int id;

  /** Memo of {@link Normalizer#set}: the normal form. */
  @Nullable ValueSet set;

  /** When the computation of {@link #set} began, by the clock of {@link Sets}; 0: it is not. */
  int startedAt;

  /** Memo of {@link Emptiness#isEmpty}. */
  @Nullable Boolean empty;

  /** Memo of {@link Lengths#minBytes}; negative: not known. */
  long minBytes = -1;

  /** Memo of the rules package. */
  private @Nullable Object attachment;

  Formula(Shape shape, int id) {
    this.shape = shape;
    this.id = id;
  }

  Shape shape() {
    return shape;
  }

  /** Returns the number of the formula within its {@link Formulas}, in the order of making. */
  public int id() {
    return id;
  }

  /** Returns what another package keeps with the formula. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Keeps something with the formula. */
  public void attach(Object object) {
    attachment = object;
  }

  /** Returns the subschema if the formula is just one. */
  public @Nullable Located located() {
    return shape instanceof Schema s ? s.at() : null;
  }

  /** Returns whether this is the formula of all values. */
  public boolean isAnything() {
    return shape instanceof Anything;
  }

  /** Returns whether this is the formula of no value. */
  public boolean isNothing() {
    return shape instanceof Nothing;
  }

  /** Equality is identity; the number spreads better than an address and costs nothing. */
  @Override
  public int hashCode() {
    return id * 0x9E3779B9;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return this == object;
  }

  @Override
  public String toString() {
    return shape.toString();
  }
}
