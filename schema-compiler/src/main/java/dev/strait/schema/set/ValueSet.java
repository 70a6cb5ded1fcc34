package dev.strait.schema.set;

import dev.strait.values.NumberSet;
import dev.strait.values.StringSet;
import java.util.List;
import java.util.Set;

/**
 * The normal form of a set of JSON values: a part for each type. Immutable.
 *
 * @param nulls whether null is in the set
 * @param trues whether true is in the set
 * @param falses whether false is in the set
 * @param bound names of bindings whose strings are in the set too
 * @param arrays the arrays are the union of these
 * @param objects the objects are the union of these
 */
public record ValueSet(
    boolean nulls,
    boolean trues,
    boolean falses,
    NumberSet numbers,
    StringSet strings,
    Set<String> bound,
    List<ArraySet> arrays,
    List<ObjectSet> objects) {

  /** Copies the collections. */
  public ValueSet {
    bound = Set.copyOf(bound);
    arrays = List.copyOf(arrays);
    objects = List.copyOf(objects);
  }

  static ValueSet all(ArraySet allArrays) {
    return new ValueSet(
        true,
        true,
        true,
        NumberSet.all(),
        StringSet.all(),
        Set.of(),
        List.of(allArrays),
        List.of(ObjectSet.ALL));
  }

  static ValueSet none() {
    return new ValueSet(
        false, false, false, NumberSet.none(), StringSet.none(), Set.of(), List.of(), List.of());
  }

  ValueSet withNumbers(NumberSet set) {
    return new ValueSet(nulls, trues, falses, set, strings, bound, arrays, objects);
  }

  ValueSet withStrings(StringSet set, Set<String> bindings) {
    return new ValueSet(nulls, trues, falses, numbers, set, bindings, arrays, objects);
  }

  ValueSet withArrays(List<ArraySet> set) {
    return new ValueSet(nulls, trues, falses, numbers, strings, bound, set, objects);
  }

  ValueSet withObjects(List<ObjectSet> set) {
    return new ValueSet(nulls, trues, falses, numbers, strings, bound, arrays, set);
  }

  /** Returns whether a value that is neither array nor object is in the set. */
  boolean hasScalar() {
    return nulls || trues || falses || !bound.isEmpty() || !numbers.isEmpty() || !strings.isEmpty();
  }
}
