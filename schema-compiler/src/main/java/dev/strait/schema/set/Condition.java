package dev.strait.schema.set;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** The keys that the condition names; null: not asked for yet. */
  private @Nullable Set<String> keys;

  /** Whether members of any key can matter. */
  private final boolean open;

  /** Whether the condition holds if no more members come. */
  private final boolean canEnd;

  private final int weight;

  /** Memo of the last mixture that asked: the columns of which a member can make a difference. */
  private @Nullable BitSet regarded;

  private @Nullable ObjectMix asked;

  Condition(Shape shape, int id) {
    this.shape = shape;
    this.id = id;
    this.weight = weight(shape);
    this.open = isOpen(shape);
    this.canEnd = canEnd(shape);
  }

  private static boolean isOpen(Shape shape) {
    List<Condition> parts = parts(shape);
    for (Condition part : parts) {
      if (part.open) {
        return true;
      }
    }
    return shape instanceof Every || shape instanceof Some || shape instanceof Count;
  }

  private static boolean canEnd(Shape shape) {
    if (shape instanceof And || shape instanceof Or) {
      boolean all = shape instanceof And;
      for (Condition part : parts(shape)) {
        if (part.canEnd != all) {
          return !all;
        }
      }
      return all;
    }
    return shape instanceof Always
        || shape instanceof Value
        || shape instanceof Every
        || shape instanceof Count count && count.min == 0;
  }

  /** Returns the parts of an And or an Or; else nothing. */
  private static List<Condition> parts(Shape shape) {
    return shape instanceof And and ? and.parts : shape instanceof Or or ? or.parts : List.of();
  }

  /** Returns the parts of an And or an Or; else nothing. */
  List<Condition> parts() {
    return parts(shape);
  }

  /** Returns the conditions that hold together: the parts of an And, or this one. */
  List<Condition> conjuncts() {
    return shape instanceof And and ? and.parts : List.of(this);
  }

  /** Returns the conditions of which one holds: the parts of an Or, or this one. */
  List<Condition> disjuncts() {
    return shape instanceof Or or ? or.parts : List.of(this);
  }

  private Set<String> keys() {
    Set<String> known = keys;
    if (known == null) {
      known = named();
      keys = known;
    }
    return known;
  }

  private Set<String> named() {
    if (shape instanceof Has has) {
      return Set.of(has.key);
    } else if (shape instanceof Value v) {
      return Set.of(v.key);
    }
    Set<String> all = new HashSet<>();
    for (Condition part : parts(shape)) {
      all.addAll(part.keys());
    }
    return all;
  }

  /** The parts are shared: their weights are known, and the sum may not overflow. */
  private static int weight(Shape shape) {
    if (shape instanceof And and) {
      int sum = 0;
      for (Condition part : and.parts) {
        sum = Math.min(1_000, sum + part.weight);
      }
      return sum;
    } else if (shape instanceof Or or) {
      int least = or.parts.get(0).weight;
      for (Condition part : or.parts) {
        least = Math.min(least, part.weight);
      }
      return least;
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
    return open || keys().contains(key);
  }

  /** Returns what {@link ObjectMix#regarded} keeps here, null if nothing. */
  @Nullable BitSet regarded(ObjectMix mix) {
    return asked == mix ? regarded : null;
  }

  void keepRegarded(ObjectMix mix, BitSet columns) {
    asked = mix;
    regarded = columns;
  }

  /** Returns whether members of any key can make a difference. */
  boolean isOpen() {
    return open;
  }

  /** Returns whether the condition holds if no more members come. */
  boolean canEnd() {
    return canEnd;
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
