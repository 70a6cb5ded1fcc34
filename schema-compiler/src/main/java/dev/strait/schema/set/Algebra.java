package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.report.SchemaException;
import dev.strait.values.NumberSet;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Intersection, union and difference of value sets.
 *
 * <p>Arrays and objects are unions of conjunctive sets, so an intersection is a product and a
 * difference a product of complements. Products are what explodes; they are kept small by dropping
 * alternatives that are provably empty, by complementing only what overlaps, and by a limit.
 */
final class Algebra {
  /** Alternatives of which so few are left are not worth the search for empty ones. */
  private static final int FEW = 16;

  /** Products of object sets that have more alternatives are kept as clauses. */
  private static final int MOST_SPLIT = 4;

  private final Sets sets;
  private final Formulas formulas;

  Algebra(Sets sets) {
    this.sets = sets;
    this.formulas = sets.formulas();
  }

  ArraySet.Builder allArrays() {
    return new ArraySet.Builder(formulas.anything());
  }

  /** Returns the intersection. */
  ValueSet and(ValueSet a, ValueSet b) {
    StringSet strings = and(a.strings(), b.strings());
    return new ValueSet(
        a.nulls() && b.nulls(),
        a.trues() && b.trues(),
        a.falses() && b.falses(),
        and(a.numbers(), b.numbers()),
        strings,
        boundBoth(a, b),
        andArrays(a.arrays(), b.arrays()),
        andObjects(a.objects(), b.objects()));
  }

  private static NumberSet and(NumberSet a, NumberSet b) {
    return a.isAll() ? b : b.isAll() ? a : a.and(b);
  }

  private static StringSet and(StringSet a, StringSet b) {
    return a.isAll() ? b : b.isAll() ? a : a.and(b);
  }

  private Set<String> boundBoth(ValueSet a, ValueSet b) {
    if (a.bound().isEmpty() && b.bound().isEmpty()) {
      return Set.of();
    }
    Set<String> both = new LinkedHashSet<>(a.bound());
    both.retainAll(b.bound());
    addBound(a, b, both);
    addBound(b, a, both);
    return both;
  }

  private void addBound(ValueSet a, ValueSet b, Set<String> both) {
    if (b.strings().isAll()) {
      both.addAll(a.bound());
    } else if (!a.bound().isEmpty() && !b.strings().isEmpty()) {
      throw boundMixed(a.bound());
    }
  }

  private SchemaException boundMixed(Set<String> bound) {
    return new SchemaException(
        SchemaException.Kind.UNSUPPORTED,
        "x-span-of",
        sets.place(),
        "the strings bound to " + bound + " cannot be narrowed or negated by other keywords",
        "State other conditions in the binding itself");
  }

  private List<ArraySet> andArrays(List<ArraySet> a, List<ArraySet> b) {
    boolean product = a.size() > 1 || b.size() > 1;
    Set<ArraySet> all = new LinkedHashSet<>();
    for (ArraySet x : a) {
      for (ArraySet y : b) {
        ArraySet both = and(x, y);
        if (both != null && !(product && sets.provablyEmpty(both))) {
          all.add(both);
          sets.checkAlternatives(all.size());
        }
      }
    }
    return List.copyOf(all);
  }

  private @Nullable ArraySet and(ArraySet x, ArraySet y) {
    sets.spend(1);
    if (isAll(x)) {
      return y;
    }
    if (isAll(y)) {
      return x;
    }
    if (x.unique() && y.duplicates() || x.duplicates() && y.unique()) {
      return null;
    }
    JsonNode constant = x.constant() != null ? x.constant() : y.constant();
    if (constant != null && x.evaluated().equals(y.evaluated())) {
      ArraySet fixed = x.constant() != null ? x : y;
      try {
        return sets.contains(fixed == x ? y : x, constant) ? fixed : null;
      } catch (Sets.Busy e) {
        return x.and(y, formulas);
      }
    }
    return x.and(y, formulas);
  }

  private List<ObjectSet> andObjects(List<ObjectSet> a, List<ObjectSet> b) {
    boolean product = a.size() > 1 || b.size() > 1;
    Set<ObjectSet> all = new LinkedHashSet<>();
    Set<ObjectSet> mixed = new LinkedHashSet<>();
    for (ObjectSet x : a) {
      List<ObjectSet> alternatives = new ArrayList<>();
      List<ObjectSet> results = new ArrayList<>();
      for (ObjectSet y : b) {
        ObjectSet both = and(x, y);
        if (both != null && !(product && sets.provablyEmpty(both.base()))) {
          alternatives.add(y);
          results.add(both);
        }
      }
      all.addAll(results);
      mixed.addAll(
          results.size() > 1 && alternatives.stream().allMatch(Algebra::isUntracked)
              ? List.of(with(x, alternatives))
              : results);
      sets.checkAlternatives(mixed.size());
    }
    boolean both = a.size() > 1 && b.size() > 1 && all.size() > MOST_SPLIT;
    Set<ObjectSet> result = both ? mixed : all;
    sets.checkAlternatives(result.size());
    return List.copyOf(result);
  }

  private static boolean isUntracked(ObjectSet o) {
    return o.evaluated().equals(KeyClass.NONE);
  }

  /**
   * Returns the objects of a set that are in some of the alternatives, of which each is possible.
   */
  private static ObjectSet with(ObjectSet x, List<ObjectSet> alternatives) {
    ObjectSet.Builder b = x.toBuilder();
    b.clauses.add(new ObjectSet.Clause(alternatives));
    b.constant = null;
    return b.build();
  }

  private @Nullable ObjectSet and(ObjectSet x, ObjectSet y) {
    sets.spend(1);
    if (isAll(x)) {
      return y;
    }
    if (isAll(y)) {
      return x;
    }
    JsonNode constant = x.constant() != null ? x.constant() : y.constant();
    if (constant != null && x.evaluated().equals(y.evaluated())) {
      ObjectSet fixed = x.constant() != null ? x : y;
      try {
        return sets.contains(fixed == x ? y : x, constant) ? fixed : null;
      } catch (Sets.Busy e) {
        return x.and(y);
      }
    }
    return x.isMixed() || y.isMixed() ? narrowed(x.and(y)) : x.and(y);
  }

  /**
   * Returns the same set with fewer clauses: those that the other conditions imply are dropped, and
   * so are alternatives that contradict them; null if a clause has none left.
   */
  private @Nullable ObjectSet narrowed(ObjectSet o) {
    ObjectSet base = o.base();
    boolean changed = false;
    List<ObjectSet.Clause> left = new ArrayList<>();
    for (ObjectSet.Clause clause : o.clauses()) {
      List<ObjectSet> possible = possible(base, clause);
      if (possible != null && possible.isEmpty()) {
        return null;
      }
      changed |= possible == null || possible.size() < clause.alternatives().size();
      if (possible != null && possible.size() == 1) {
        left.addAll(possible.get(0).clauses());
        base = base.and(possible.get(0).base());
      } else if (possible != null) {
        left.add(new ObjectSet.Clause(possible));
      }
    }
    if (!changed) {
      return o;
    }
    ObjectSet.Builder result = base.toBuilder();
    result.clauses.addAll(left);
    return result.build();
  }

  /** Returns the alternatives that do not contradict {@code base}, or null if one is implied. */
  private @Nullable List<ObjectSet> possible(ObjectSet base, ObjectSet.Clause clause) {
    List<ObjectSet> possible = new ArrayList<>();
    for (ObjectSet alternative : clause.alternatives()) {
      if (isImplied(base, alternative)) {
        return null;
      }
      if (!contradicts(base, alternative)) {
        possible.add(alternative);
      }
    }
    return possible;
  }

  /** Returns whether a key that must be there can have no value; false if it is not plain. */
  private boolean contradicts(ObjectSet base, ObjectSet alternative) {
    for (ObjectSet.Layer layer : alternative.layers()) {
      for (Map.Entry<String, Formula> e : layer.properties().entrySet()) {
        String key = e.getKey();
        if ((base.required().contains(key) || alternative.required().contains(key))
            && provablyEmpty(formulas.and(sets.plan(base).valueOf(key), e.getValue()))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns whether all objects of {@code base} are in the alternative; false if not plain. */
  private boolean isImplied(ObjectSet base, ObjectSet alternative) {
    return isByKeys(alternative)
        && base.required().containsAll(alternative.required())
        && alternative.layers().stream()
            .flatMap(layer -> layer.properties().entrySet().stream())
            .allMatch(e -> isImplied(base, e.getKey(), e.getValue()));
  }

  private boolean isImplied(ObjectSet base, String key, Formula wanted) {
    Formula value = sets.plan(base).valueOf(key);
    return formulas.and(value, wanted) == value
        || isScalar(wanted) && provablyEmpty(formulas.and(value, formulas.not(wanted)));
  }

  /** Returns whether nothing but required keys and the values of named keys matters. */
  private static boolean isByKeys(ObjectSet o) {
    return !o.isMixed()
        && o.constant() == null
        && o.names().isEmpty()
        && o.exists().isEmpty()
        && o.excluded().isEmpty()
        && o.min() == 0
        && o.max() == ObjectSet.UNBOUNDED
        && o.layers().stream().allMatch(l -> l.patterns().isEmpty() && l.additional().isAnything());
  }

  private boolean isScalar(Formula f) {
    ValueSet set = sets.setOrNull(f);
    return set != null
        && set.bound().isEmpty()
        && set.arrays().stream().allMatch(this::isAll)
        && set.objects().stream().allMatch(Algebra::isAll);
  }

  private boolean provablyEmpty(Formula f) {
    long before = sets.provisional();
    return sets.isEmpty(f) && sets.provisional() == before;
  }

  static boolean isAll(ObjectSet o) {
    return o == ObjectSet.ALL || o.equals(ObjectSet.ALL);
  }

  boolean isAll(ArraySet a) {
    return a == sets.allArrays() || a.equals(sets.allArrays());
  }

  /** Returns the union. */
  ValueSet or(List<ValueSet> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    NumberSet numbers = NumberSet.none();
    StringSet strings = StringSet.none();
    Set<String> bound = new LinkedHashSet<>();
    Set<ArraySet> arrays = new LinkedHashSet<>();
    Set<ObjectSet> objects = new LinkedHashSet<>();
    boolean nulls = false;
    boolean trues = false;
    boolean falses = false;
    for (ValueSet part : parts) {
      nulls |= part.nulls();
      trues |= part.trues();
      falses |= part.falses();
      numbers = or(numbers, part.numbers());
      strings = or(strings, part.strings());
      bound.addAll(part.bound());
      arrays.addAll(part.arrays());
      objects.addAll(part.objects());
    }
    sets.checkAlternatives(Math.max(arrays.size(), objects.size()));
    return new ValueSet(
        nulls, trues, falses, numbers, strings, bound, widestArrays(arrays), widest(objects));
  }

  private static NumberSet or(NumberSet a, NumberSet b) {
    return a.isAll() ? a : b.isAll() ? b : a.or(b);
  }

  private static StringSet or(StringSet a, StringSet b) {
    return a.isAll() ? a : b.isAll() ? b : a.or(b);
  }

  private List<ArraySet> widestArrays(Set<ArraySet> arrays) {
    return arrays.contains(sets.allArrays()) ? List.of(sets.allArrays()) : List.copyOf(arrays);
  }

  private static List<ObjectSet> widest(Set<ObjectSet> objects) {
    return objects.contains(ObjectSet.ALL) ? List.of(ObjectSet.ALL) : List.copyOf(objects);
  }

  /**
   * Returns the union for {@code anyOf} when evaluated keys and positions count: a value in both
   * sets has what both evaluate, so products that evaluate more than either side are added.
   */
  ValueSet orTracked(ValueSet a, ValueSet b) {
    ValueSet plain = or(List.of(a, b));
    Set<ObjectSet> objects = new LinkedHashSet<>(plainObjects(a, b));
    for (ObjectSet x : a.objects()) {
      for (ObjectSet y : b.objects()) {
        KeyClass joined = x.evaluated().or(y.evaluated());
        if (!joined.equals(x.evaluated()) && !joined.equals(y.evaluated())) {
          objects.addAll(andObjects(List.of(x), List.of(y)));
        }
      }
    }
    Set<ArraySet> arrays = new LinkedHashSet<>(a.arrays());
    arrays.addAll(b.arrays());
    for (ArraySet x : a.arrays()) {
      for (ArraySet y : b.arrays()) {
        Positions joined = x.evaluated().or(y.evaluated());
        if (!joined.equals(x.evaluated()) && !joined.equals(y.evaluated())) {
          arrays.addAll(andArrays(List.of(x), List.of(y)));
        }
      }
    }
    sets.checkAlternatives(Math.max(arrays.size(), objects.size()));
    return plain.withArrays(List.copyOf(arrays)).withObjects(List.copyOf(objects));
  }

  private static Set<ObjectSet> plainObjects(ValueSet a, ValueSet b) {
    Set<ObjectSet> objects = new LinkedHashSet<>(a.objects());
    objects.addAll(b.objects());
    return objects;
  }

  /** Returns the complement. */
  ValueSet not(ValueSet a) {
    return minus(sets.all(), a);
  }

  /** Returns the values of {@code a} that are in none of {@code b}. */
  ValueSet minus(ValueSet a, List<ValueSet> b) {
    ValueSet left = a.withObjects(List.of());
    for (ValueSet out : b) {
      left = minus(left, out.withObjects(List.of()));
    }
    List<ObjectSet> objects = b.stream().flatMap(out -> out.objects().stream()).toList();
    return left.withObjects(minusObjects(a.objects(), objects));
  }

  /** Returns the values of {@code a} that are not in {@code b}. */
  ValueSet minus(ValueSet a, ValueSet b) {
    if (!b.bound().isEmpty() && (!a.strings().isEmpty() || !a.bound().isEmpty())) {
      throw boundMixed(b.bound());
    }
    if (!a.bound().isEmpty() && !b.strings().isEmpty() && !b.strings().isAll()) {
      throw boundMixed(a.bound());
    }
    return new ValueSet(
        a.nulls() && !b.nulls(),
        a.trues() && !b.trues(),
        a.falses() && !b.falses(),
        minus(a.numbers(), b.numbers()),
        minus(a.strings(), b.strings()),
        b.strings().isAll() ? Set.of() : a.bound(),
        minusArrays(a.arrays(), b.arrays()),
        minusObjects(a.objects(), b.objects()));
  }

  private static NumberSet minus(NumberSet a, NumberSet b) {
    return b.isAll() ? NumberSet.none() : a.isAll() ? b.not() : a.minus(b);
  }

  private static StringSet minus(StringSet a, StringSet b) {
    return b.isAll() ? StringSet.none() : a.isAll() ? b.not() : a.minus(b);
  }

  private List<ObjectSet> minusObjects(List<ObjectSet> a, List<ObjectSet> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a;
    }
    Map<ObjectSet, List<ObjectSet>> complements = new IdentityHashMap<>();
    Set<ObjectSet> left = new LinkedHashSet<>();
    for (ObjectSet in : a) {
      left.addAll(minus(in, b, complements));
      sets.checkAlternatives(left.size());
    }
    if (left.size() > FEW) {
      left.removeIf(sets::provablyEmpty);
    }
    return List.copyOf(left);
  }

  /**
   * Returns the objects of a set that are in none of {@code b}. Each of those leaves the parts of
   * its complement that go with the set; where that is one part, it narrows the set at once.
   */
  private List<ObjectSet> minus(
      ObjectSet in, List<ObjectSet> b, Map<ObjectSet, List<ObjectSet>> complements) {
    ObjectSet narrow = in;
    List<List<ObjectSet>> choices = new ArrayList<>();
    for (ObjectSet out : b) {
      if (in.equals(out)) {
        return List.of();
      }
      ObjectSet overlap = and(narrow.base(), out.base());
      if (overlap != null && !sets.provablyEmpty(overlap)) {
        List<ObjectSet> parts =
            possible(narrow.base(), complements.computeIfAbsent(out, this::not));
        ObjectSet next = parts.size() == 1 ? and(narrow, parts.get(0)) : narrow;
        if (parts.isEmpty() || next == null) {
          return List.of();
        } else if (parts.size() > 1) {
          choices.add(parts);
        }
        narrow = next;
      }
    }
    return chosen(narrow, choices);
  }

  private List<ObjectSet> possible(ObjectSet base, List<ObjectSet> parts) {
    return parts.stream()
        .filter(part -> !contradicts(base, part) && and(base, part) != null)
        .toList();
  }

  /** Returns the objects of a set that are in some part of each choice. */
  private List<ObjectSet> chosen(ObjectSet in, List<List<ObjectSet>> choices) {
    long product = 1;
    for (List<ObjectSet> parts : choices) {
      product = Math.min(Integer.MAX_VALUE, product * parts.size());
    }
    List<ObjectSet> all = List.of(in);
    for (List<ObjectSet> parts : choices) {
      all = product > MOST_SPLIT ? clause(all, parts) : product(all, parts);
    }
    return all;
  }

  /** Adds a choice to a set, if there is one. */
  private List<ObjectSet> clause(List<ObjectSet> one, List<ObjectSet> parts) {
    if (one.isEmpty()) {
      return one;
    }
    List<ObjectSet> possible = possible(one.get(0).base(), parts);
    return possible.size() > 1 ? List.of(with(one.get(0), possible)) : product(one, possible);
  }

  private List<ObjectSet> product(List<ObjectSet> all, List<ObjectSet> parts) {
    return all.stream()
        .flatMap(in -> parts.stream().map(part -> and(in, part)))
        .filter(Objects::nonNull)
        .toList();
  }

  private List<ArraySet> minusArrays(List<ArraySet> a, List<ArraySet> b) {
    List<ArraySet> left = a;
    for (ArraySet out : b) {
      Set<ArraySet> next = new LinkedHashSet<>();
      for (ArraySet in : left) {
        if (in.equals(out)) {
          continue;
        }
        ArraySet overlap = and(in, out);
        if (overlap == null || sets.provablyEmpty(overlap)) {
          next.add(in);
          continue;
        }
        for (ArraySet part : not(out)) {
          ArraySet rest = and(in, part);
          if (rest != null) {
            next.add(rest);
          }
        }
        sets.checkAlternatives(next.size());
      }
      if (next.size() > FEW) {
        next.removeIf(sets::provablyEmpty);
      }
      left = List.copyOf(next);
    }
    return left;
  }

  /** Returns the objects not in {@code o}: one alternative for each way to break a condition. */
  private List<ObjectSet> not(ObjectSet o) {
    List<ObjectSet> broken = new ArrayList<>();
    if (o.constant() != null) {
      broken.add(excluding(List.of(o.constant())));
      return broken;
    }
    for (ObjectSet.Layer layer : o.layers()) {
      notLayer(layer, broken);
    }
    for (String key : o.required()) {
      broken.add(lacking(key));
    }
    if (o.min() > o.required().size()) {
      broken.add(new ObjectSet.Builder().count(0, o.min() - 1).build());
    }
    if (o.max() < ObjectSet.UNBOUNDED) {
      broken.add(new ObjectSet.Builder().count(o.max() + 1, ObjectSet.UNBOUNDED).build());
    }
    for (Formula name : o.names()) {
      StringSet others = sets.set(formulas.not(name)).strings();
      if (!others.isEmpty()) {
        addExists(KeyRange.within(others), formulas.anything(), broken);
      }
    }
    for (ObjectSet.Exists exists : o.exists()) {
      ObjectSet.Builder never = new ObjectSet.Builder();
      never.layers.add(exists.keys().layer(formulas.not(exists.value()), formulas.anything()));
      broken.add(never.build());
    }
    o.excluded().forEach(value -> broken.add(sets.constantObject(value)));
    o.clauses().forEach(clause -> notClause(clause, broken));
    return broken;
  }

  /** The objects in no alternative: in the complement of each. */
  private void notClause(ObjectSet.Clause clause, List<ObjectSet> broken) {
    ObjectSet none = ObjectSet.ALL;
    for (ObjectSet alternative : clause.alternatives()) {
      List<ObjectSet> complement = not(alternative);
      if (complement.isEmpty()) {
        return;
      }
      ObjectSet next =
          complement.size() == 1 ? and(none, complement.get(0)) : with(none, complement);
      if (next == null) {
        return;
      }
      none = next;
    }
    broken.add(none);
  }

  private void notLayer(ObjectSet.Layer layer, List<ObjectSet> broken) {
    layer
        .properties()
        .forEach(
            (key, value) -> {
              if (!value.isAnything()) {
                broken.add(
                    new ObjectSet.Builder()
                        .value(key, formulas.not(value), formulas.anything())
                        .require(key)
                        .build());
              }
            });
    for (ObjectSet.Pattern pattern : layer.patterns()) {
      addExists(KeyRange.within(pattern.keys()), formulas.not(pattern.value()), broken);
    }
    if (!layer.additional().isAnything()) {
      addExists(layer.rest(), formulas.not(layer.additional()), broken);
    }
  }

  private static void addExists(KeyRange keys, Formula value, List<ObjectSet> broken) {
    if (!value.isNothing()) {
      ObjectSet.Builder b = new ObjectSet.Builder();
      b.exists.add(new ObjectSet.Exists(keys, value));
      broken.add(b.build());
    }
  }

  /** Returns the objects without {@code key}. */
  ObjectSet lacking(String key) {
    return new ObjectSet.Builder().value(key, formulas.nothing(), formulas.anything()).build();
  }

  private static ObjectSet excluding(List<JsonNode> values) {
    ObjectSet.Builder b = new ObjectSet.Builder();
    b.excluded.addAll(values);
    return b.build();
  }

  private List<ArraySet> not(ArraySet a) {
    List<ArraySet> broken = new ArrayList<>();
    if (a.constant() != null) {
      ArraySet.Builder b = allArrays();
      b.excluded.add(a.constant());
      return List.of(b.build());
    }
    for (int i = 0; i < a.prefix().size(); i++) {
      if (!a.prefix().get(i).isAnything()) {
        broken.add(notAt(i, a.prefix().get(i)));
      }
    }
    if (!a.rest().isAnything()) {
      int from = a.prefix().size();
      broken.add(containing(formulas.not(a.rest()), from, 1, ObjectSet.UNBOUNDED));
    }
    if (a.min() > 0) {
      broken.add(allArrays().count(0, a.min() - 1).build());
    }
    if (a.max() < ObjectSet.UNBOUNDED) {
      broken.add(allArrays().count(a.max() + 1, ObjectSet.UNBOUNDED).build());
    }
    for (ArraySet.Contains c : a.contains()) {
      if (c.min() > 0) {
        broken.add(containing(c.item(), c.from(), 0, c.min() - 1));
      }
      if (c.max() < ObjectSet.UNBOUNDED) {
        broken.add(containing(c.item(), c.from(), c.max() + 1, ObjectSet.UNBOUNDED));
      }
    }
    if (a.unique() || a.duplicates()) {
      ArraySet.Builder b = allArrays();
      b.unique = a.duplicates();
      b.duplicates = a.unique();
      broken.add(b.build());
    }
    a.excluded().forEach(value -> broken.add(sets.constantArray(value)));
    return broken;
  }

  private ArraySet notAt(int position, Formula item) {
    ArraySet.Builder b = allArrays();
    for (int i = 0; i < position; i++) {
      b.prefix.add(formulas.anything());
    }
    b.prefix.add(formulas.not(item));
    return b.count(position + 1L, ObjectSet.UNBOUNDED).build();
  }

  private ArraySet containing(Formula item, int from, long min, long max) {
    ArraySet.Builder b = allArrays();
    b.contains.add(new ArraySet.Contains(item, from, min, max));
    return b.count(min == 0 ? 0 : from + min, ObjectSet.UNBOUNDED).build();
  }

  /** Returns the set of these values, which must be normalised. */
  ValueSet values(Set<JsonNode> values) {
    List<java.math.BigDecimal> numbers = new ArrayList<>();
    List<String> strings = new ArrayList<>();
    List<ArraySet> arrays = new ArrayList<>();
    List<ObjectSet> objects = new ArrayList<>();
    Set<JsonNode> simple = new HashSet<>();
    for (JsonNode value : values) {
      switch (value.getNodeType()) {
        case NUMBER -> numbers.add(value.decimalValue());
        case STRING -> strings.add(value.textValue());
        case ARRAY -> arrays.add(sets.constantArray(value));
        case OBJECT -> objects.add(sets.constantObject(value));
        default -> simple.add(value);
      }
    }
    return new ValueSet(
        simple.contains(com.fasterxml.jackson.databind.node.NullNode.instance),
        simple.contains(com.fasterxml.jackson.databind.node.BooleanNode.TRUE),
        simple.contains(com.fasterxml.jackson.databind.node.BooleanNode.FALSE),
        numbers.isEmpty() ? NumberSet.none() : NumberSet.of(numbers),
        strings.isEmpty() ? StringSet.none() : StringSet.of(strings),
        Set.of(),
        arrays,
        objects);
  }

  /** Returns every value but these. */
  ValueSet valuesNot(Set<JsonNode> values) {
    ValueSet these = values(values);
    ObjectSet.Builder objects = new ObjectSet.Builder();
    ArraySet.Builder arrays = allArrays();
    for (JsonNode value : values) {
      if (value.isObject()) {
        objects.excluded.add(value);
      } else if (value.isArray()) {
        arrays.excluded.add(value);
      }
    }
    return new ValueSet(
        !these.nulls(),
        !these.trues(),
        !these.falses(),
        these.numbers().not(),
        these.strings().not(),
        Set.of(),
        List.of(arrays.build()),
        List.of(objects.build()));
  }
}
