package dev.strait.schema.set;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A Boolean combination of conditions on the members of an object that are still to come.
 * Hash-consed by {@link Conditions}: equal ones are one object.
 *
 * <p>Not is nowhere: each condition's opposite is a combination of others. Hence a condition that
 * is read as false where it could be true makes the whole smaller, never larger.
 */
public final class Condition {

  /** What a condition is made of. */
  sealed interface Shape {}

  /** Holds. */
  record Always() implements Shape {}

  /** Cannot be met. */
  record Never() implements Shape {}

  /** A member with this key comes. */
  record Has(String key) implements Shape {}

  /** If a member with this key comes, its value is in the formula. */
  record Value(String key, Formula value) implements Shape {}

  /** Members with keys of the class have values in the formula. */
  record Every(KeyRange keys, Formula value) implements Shape {}

  /** A member comes with a key of the class and a value in the formula. */
  record Some(KeyRange keys, Formula value) implements Shape {}

  /** So many members come, both bounds inclusive. */
  record Count(long min, long max) implements Shape {}

  /** All parts hold; at least two, none an And, ascending by their numbers. */
  record And(List<Condition> parts) implements Shape {}

  /** Some part holds; at least two, none an Or, ascending by their numbers. */
  record Or(List<Condition> parts) implements Shape {}

  private final Shape shape;
  private final int id;

  /** The keys that the condition names. */
  private final Set<String> keys;

  /** Whether members of any key can matter. */
  private final boolean open;

  private final int weight;

  Condition(Shape shape, int id) {
    this.shape = shape;
    this.id = id;
    this.weight = weight(shape);
    if (shape instanceof And and) {
      this.keys = keys(and.parts);
      this.open = and.parts.stream().anyMatch(p -> p.open);
    } else if (shape instanceof Or or) {
      this.keys = keys(or.parts);
      this.open = or.parts.stream().anyMatch(p -> p.open);
    } else {
      this.keys =
          shape instanceof Has has
              ? Set.of(has.key)
              : shape instanceof Value v ? Set.of(v.key) : Set.of();
      this.open = keys.isEmpty() && !(shape instanceof Always) && !(shape instanceof Never);
    }
  }

  private static Set<String> keys(List<Condition> parts) {
    Set<String> all = new HashSet<>();
    parts.forEach(part -> all.addAll(part.keys));
    return all;
  }

  /** The parts are shared: their weights are known, and the sum may not overflow. */
  private static int weight(Shape shape) {
    if (shape instanceof And and) {
      return (int) Math.min(1_000, and.parts.stream().mapToLong(p -> p.weight).sum());
    } else if (shape instanceof Or or) {
      return or.parts.stream().mapToInt(p -> p.weight).min().orElse(0);
    } else if (shape instanceof Some) {
      return 4;
    } else if (shape instanceof Count count) {
      return count.min > 0 ? 4 : 1;
    }
    return shape instanceof Has ? 2 : 0;
  }

  /** Returns a number that orders conditions by what they are likely to cost. */
  int weight() {
    return weight;
  }

  /** Returns whether a member with this key can make a difference. */
  boolean regards(String key) {
    return open || keys.contains(key);
  }

  /** Returns whether members of any key can make a difference. */
  boolean isOpen() {
    return open;
  }

  Shape shape() {
    return shape;
  }

  int id() {
    return id;
  }

  boolean isNever() {
    return shape instanceof Never;
  }

  boolean isAlways() {
    return shape instanceof Always;
  }

  @Override
  public String toString() {
    return shape.toString();
  }
}
