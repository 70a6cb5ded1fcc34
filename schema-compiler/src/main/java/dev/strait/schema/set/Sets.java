package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.graph.SchemaNode;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.SchemaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sets of one compilation: formulas, their normal forms, and what is asked of them. All memos
 * are kept by identity. Not thread-safe: confined to the compiler's lock.
 */
public final class Sets {
  private final Formulas formulas = new Formulas();
  private final Budget budget;
  private final Reader reader;
  private final Algebra algebra;
  private final Emptiness emptiness;
  private final Membership membership;
  private final Enumeration enumeration;
  private final Conditions conditions = new Conditions();
  private final MixReader mixReader;
  private final ArraySet allArrays;
  private final ValueSet all;
  private final Map<Located, ValueSet> tracked = new HashMap<>();
  private @Nullable ObjectPlan planOfAll;
  private final Map<Located, Boolean> visited = new LinkedHashMap<>();
  private @Nullable SchemaNode place;
  private int depth;
  private int clock;

  /** Sets begun until this time are about wholes of which a part is being looked at. */
  private int boundary;

  /** Makes the sets of one compilation. */
  public Sets(SchemaGraph graph, Budget budget, Options options) {
    this.budget = budget;
    this.allArrays = new ArraySet.Builder(formulas.anything()).build();
    this.all = ValueSet.all(allArrays);
    this.mixReader = new MixReader(this, conditions);
    this.algebra = new Algebra(this);
    this.reader = new Reader(this, algebra, graph, options);
    this.emptiness = new Emptiness(this, new Plain(graph));
    this.membership = new Membership(this);
    this.enumeration = new Enumeration(this);
  }

  /**
   * How keywords are read.
   *
   * @param formats whether {@code format} asserts
   * @param bindings the names that {@code x-span-of} and {@code x-entry-of} may have
   */
  public record Options(boolean formats, Set<String> bindings) {}

  /** Counts a subschema among those that were looked at. */
  void visit(Located at) {
    visited.put(at, true);
  }

  /** Returns the formulas. */
  public Formulas formulas() {
    return formulas;
  }

  /** Returns the subschemas read so far, in the order of visits. */
  public Collection<Located> visited() {
    return visited.keySet();
  }

  /** Returns whether the set is that of all objects. */
  public static boolean isAll(ObjectSet o) {
    return Algebra.isAll(o);
  }

  /** Returns whether the set is that of all arrays. */
  public boolean isAll(ArraySet a) {
    return algebra.isAll(a);
  }

  /** Returns the formula of all objects. */
  public Formula everyObject() {
    return formulas.set("every object", ValueSet.none().withObjects(List.of(ObjectSet.ALL)));
  }

  /** Returns the formula of all arrays. */
  public Formula everyArray() {
    return formulas.set("every array", ValueSet.none().withArrays(List.of(allArrays)));
  }

  ValueSet all() {
    return all;
  }

  ArraySet allArrays() {
    return allArrays;
  }

  /** Returns the formula of some values, which must be of the normal form of {@link Json}. */
  public Formula values(Collection<JsonNode> values) {
    return formulas.values(values);
  }

  /** Returns a value in the normal form in which equal values are equal objects. */
  public static JsonNode normal(JsonNode json) {
    return Json.normal(json);
  }

  /**
   * Returns the normal form of a formula.
   *
   * @throws SchemaException if it is defined by itself without descending into the value
   */
  public ValueSet set(Formula f) {
    ValueSet known = f.set;
    if (known != null) {
      return known;
    }
    if (f.startedAt > 0) {
      if (f.startedAt <= boundary) {
        throw Busy.INSTANCE;
      }
      throw new SchemaException(
          SchemaException.Kind.REFERENCE,
          "$ref",
          place(),
          "the schema refers to itself without descending into the value",
          "Remove the reference, or put it below a property or an item");
    }
    f.startedAt = ++clock;
    SchemaNode outer = place;
    deeper();
    try {
      spend(1);
      ValueSet set = compute(f);
      f.set = set;
      return set;
    } finally {
      f.startedAt = 0;
      place = outer;
      depth--;
    }
  }

  private void deeper() {
    if (++depth > budget.limits().depth()) {
      depth = 0;
      throw Budget.limit(
          "more than " + budget.limits().depth() + " nested subschemas apply to one value",
          place());
    }
  }

  /** A set is asked for, of a part of a value, while it is being worked out for the whole. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;
    static final Busy INSTANCE = new Busy();

    private Busy() {
      super("a set is being worked out", null, false, false);
    }
  }

  /**
   * Returns the normal form of a formula about parts of the values whose set is being worked out,
   * or null if it needs that very set.
   */
  @Nullable ValueSet setOrNull(Formula f) {
    if (f.set != null) {
      return f.set;
    }
    int outer = boundary;
    int outerDepth = depth;
    boundary = clock;
    try {
      return set(f);
    } catch (Busy e) {
      depth = outerDepth;
      return null;
    } finally {
      boundary = outer;
    }
  }

  private ValueSet compute(Formula f) {
    if (f.shape() instanceof Formula.Schema s) {
      return read(s.at(), false);
    } else if (f.shape() instanceof Formula.And and) {
      return intersection(and.parts());
    } else if (f.shape() instanceof Formula.Or or) {
      return algebra.or(or.parts().stream().map(this::set).toList());
    } else if (f.shape() instanceof Formula.Not not) {
      return not.part().shape() instanceof Formula.Values v
          ? algebra.valuesNot(v.values())
          : algebra.not(set(not.part()));
    } else if (f.shape() instanceof Formula.Values v) {
      return algebra.values(v.values());
    }
    if (f.shape() instanceof Formula.Known known) {
      return known.set();
    }
    return f.isAnything() ? all : ValueSet.none();
  }

  /** Goes on from the longest beginning whose set is known. */
  private ValueSet intersection(List<Formula> parts) {
    int from = parts.size() - 1;
    ValueSet set = from < 2 ? null : formulas.knownAnd(parts.subList(0, from));
    if (set == null) {
      from = 1;
      set = set(parts.get(0));
    }
    for (Formula part : parts.subList(from, parts.size())) {
      set = without(set, part);
    }
    return set;
  }

  /** Returns {@code set} and {@code part}; a negated part is subtracted, only where it overlaps. */
  private ValueSet without(ValueSet set, Formula part) {
    return part.shape() instanceof Formula.Not not
            && !(not.part().shape() instanceof Formula.Values)
        ? algebra.minus(set, set(not.part()))
        : algebra.and(set, set(part));
  }

  private ValueSet read(Located at, boolean tracking) {
    place = at.node();
    visit(at);
    return reader.read(at, tracking);
  }

  /** Returns the normal form of a subschema whose alternatives know what they have evaluated. */
  ValueSet tracked(Located at) {
    ValueSet known = tracked.get(at);
    if (known == null) {
      if (tracked.containsKey(at)) {
        return set(formulas.schema(at));
      }
      tracked.put(at, null);
      SchemaNode outer = place;
      deeper();
      try {
        known = read(at, true);
      } finally {
        depth--;
        place = outer;
        tracked.remove(at);
      }
      tracked.put(at, known);
    }
    return known;
  }

  /** Returns whether no value satisfies the formula; see {@link #provisional}. */
  public boolean isEmpty(Formula f) {
    return emptiness.isEmpty(f);
  }

  /** Returns whether no array is in the set. */
  public boolean isEmpty(ArraySet a) {
    return emptiness.isEmpty(a);
  }

  /** Returns whether no object is in the set. */
  public boolean isEmpty(ObjectSet o) {
    return emptiness.isEmpty(o);
  }

  /**
   * Returns the innermost subschema that makes the formula empty: one that every value must satisfy
   * and that no value satisfies; null if the formula is no subschema.
   */
  public @Nullable Located culprit(Formula f) {
    return culprit(f, new HashSet<>());
  }

  private @Nullable Located culprit(Formula f, Set<Formula> outer) {
    Located at = f.located();
    if (at == null || !outer.add(f)) {
      return at;
    }
    for (Formula inner : reader.necessary(at)) {
      if (!outer.contains(inner) && isEmpty(inner)) {
        Located deeper = inner.isNothing() ? null : culprit(inner, outer);
        return deeper == null ? at : deeper;
      }
    }
    return at;
  }

  /** Returns the measure in which all costs nothing and the impossible {@link Measure#NEVER}. */
  public Measure emptinessMeasure() {
    return emptiness.measure();
  }

  /** Returns whether the set is known to be empty already; false if it may be or may not be. */
  boolean provablyEmpty(ObjectSet o) {
    return provably(() -> isEmpty(o));
  }

  boolean provablyEmpty(ArraySet a) {
    return provably(() -> isEmpty(a));
  }

  private boolean provably(BooleanSupplier question) {
    long before = provisional();
    try {
      return question.getAsBoolean() && provisional() == before;
    } catch (Busy e) {
      return false;
    }
  }

  /**
   * Returns the number of answers so far that rest on a guess about a set still being worked out;
   * if it grows during a question, the answer must not be kept.
   */
  public long provisional() {
    return emptiness.provisional() + enumeration.met();
  }

  /** Notes that an answer rests on a guess. */
  void guess() {
    emptiness.guess();
  }

  Enumeration enumeration() {
    return enumeration;
  }

  /**
   * Returns whether the value satisfies the formula. Where it matters, as for the integers of draft
   * 4, nodes of integral numbers are written without a point and others with one.
   */
  public boolean contains(Formula f, JsonNode value) {
    return membership.contains(f, Json.written(value));
  }

  /** Returns whether a value, which must be in normal form, satisfies the formula. */
  public boolean holds(Formula f, JsonNode value) {
    return membership.contains(f, value);
  }

  boolean contains(ObjectSet o, JsonNode value) {
    return membership.contains(o, value);
  }

  boolean contains(ArraySet a, JsonNode value) {
    return membership.contains(a, value);
  }

  /** Returns the values of the formula if they are known to be at most {@code limit}. */
  public Optional<Set<JsonNode>> finite(Formula f, int limit) {
    return enumeration.finite(f, limit);
  }

  /** Returns whether the formula is known to have more than {@code n} values. */
  public boolean moreThan(Formula f, long n) {
    return enumeration.moreThan(f, n);
  }

  /** Returns whether every value of the formula, which is not empty, has been seen. */
  public boolean isSpent(Formula f, Seen seen) {
    return !leaves(f, seen, 1);
  }

  /**
   * Returns whether at least {@code n} values of the formula have not been seen; exact for one,
   * else false may be returned though there are.
   */
  public boolean leaves(Formula f, Seen seen, long n) {
    Found found = enumeration.count(f, seen.size() + n - 1);
    if (found.more() >= seen.size() + n - 1) {
      return true;
    }
    if (found.all() != null) {
      return found.all().left(seen) >= n;
    }
    return n == 1 && !isEmpty(formulas.and(f, formulas.not(values(seen.all()))));
  }

  /** Returns the values not seen of a formula, if they are known and at most {@code limit}. */
  @Nullable List<JsonNode> left(Formula f, Seen seen, long limit) {
    Found found = enumeration.count(f, seen.size() + limit);
    Few few = found.all();
    return few == null || few.left(seen) > limit ? null : few.without(seen);
  }

  /** Returns a string in normal form. */
  public static JsonNode string(String value) {
    return Json.string(value);
  }

  /** Returns a formula less what has been seen. */
  public Formula less(Formula f, Seen seen) {
    return formulas.and(f, formulas.not(values(seen.all())));
  }

  /** Returns the lengths of the values of a formula that has few, ascending; else nothing. */
  public long[] lengths(Formula f, Measure measure) {
    Few few = enumeration.moreThan(f, Few.PRICED) ? null : enumeration.few(f);
    return few == null ? new long[0] : few.lengths(this, measure);
  }

  /** Returns whether all objects and arrays of a set are constants. */
  static boolean isFlat(ValueSet set) {
    return set.objects().stream().allMatch(o -> o.constant() != null)
        && set.arrays().stream().allMatch(a -> a.constant() != null);
  }

  /** Returns whether the formula's values that are objects or arrays are listed one by one. */
  public boolean isFlat(Formula f) {
    return isFlat(set(f));
  }

  /** Returns how many of the values of a formula that has few have been seen. */
  public int seenOf(Formula f, Seen seen) {
    Few few = enumeration.few(f);
    return few == null ? 0 : few.size() - few.left(seen);
  }

  /** Returns the formula of the objects of a set less some values. */
  public Formula less(ObjectSet o, Set<JsonNode> values) {
    Formula objects = formulas.set("objects", ValueSet.none().withObjects(List.of(o)));
    return formulas.and(objects, formulas.not(values(values)));
  }

  /**
   * Returns what the members of an object of a mixture meet that is none of some objects; empty if
   * these have keys that are not declared there, so that the mixture cannot tell them from others.
   */
  public Optional<Condition> less(ObjectMix mix, Set<JsonNode> objects) {
    List<Condition> parts = new ArrayList<>(List.of(mix.start()));
    for (JsonNode object : objects) {
      for (Iterator<String> keys = object.fieldNames(); keys.hasNext(); ) {
        if (mix.indexOf(keys.next()) == null) {
          return Optional.empty();
        }
      }
      parts.add(mixReader.not(object));
    }
    return Optional.of(conditions.and(parts));
  }

  /** Returns the formula of the arrays of a set less some values. */
  public Formula less(ArraySet a, Set<JsonNode> values) {
    Formula arrays = formulas.set("arrays", ValueSet.none().withArrays(List.of(a)));
    return formulas.and(arrays, formulas.not(values(values)));
  }

  /** Returns whether objects of the set differ in nothing but keys, values and counts. */
  public static boolean isPlain(ObjectSet o) {
    return !o.isMixed() && o.constant() == null && o.exists().isEmpty() && o.excluded().isEmpty();
  }

  /** Returns the layout of an object set. */
  public ObjectPlan plan(ObjectSet o) {
    return o == ObjectSet.ALL ? planOfAll() : remembered(o);
  }

  /** The set of all objects is the only one that compilations share: its memo would tie them. */
  private ObjectPlan planOfAll() {
    ObjectPlan plan = planOfAll;
    if (plan == null) {
      plan = new ObjectPlan(this, ObjectSet.ALL);
      planOfAll = plan;
    }
    return plan;
  }

  private ObjectPlan remembered(ObjectSet o) {
    ObjectPlan plan = o.plan;
    if (plan == null) {
      if (o.exists().size() > 60) {
        throw Budget.limit("more than 60 existential conditions meet in one object", place());
      }
      plan = new ObjectPlan(this, o);
      o.plan = plan;
    }
    return plan;
  }

  /** Returns what the members of an object of the set meet. */
  Condition condition(ObjectSet o) {
    Condition known = o.condition;
    if (known == null) {
      known = mixReader.read(o);
      o.condition = known;
    }
    return known;
  }

  /** Returns the layout of a union of object sets, of which some have clauses. */
  public ObjectMix mix(List<ObjectSet> union) {
    Set<String> declared = new LinkedHashSet<>();
    union.forEach(o -> declare(o, declared, false));
    union.forEach(o -> declare(o, declared, true));
    Condition start = conditions.or(union.stream().map(this::condition).toList());
    return new ObjectMix(this, conditions, start, List.copyOf(declared));
  }

  private static void declare(ObjectSet o, Set<String> declared, boolean required) {
    if (required) {
      declared.addAll(o.required());
    } else {
      o.layers().forEach(layer -> declared.addAll(layer.properties().keySet()));
      o.exists().forEach(e -> declared.addAll(e.keys().names()));
    }
    o.excluded().forEach(value -> value.fieldNames().forEachRemaining(declared::add));
    for (ObjectSet.Clause clause : o.clauses()) {
      clause.alternatives().forEach(a -> declare(a, declared, required));
    }
  }

  /** Returns the layout of an object set with clauses. */
  public ObjectMix mix(ObjectSet o) {
    ObjectMix mix = o.mix;
    if (mix == null) {
      mix = mix(List.of(o));
      o.mix = mix;
    }
    return mix;
  }

  /** Returns the layout of an array set. */
  public ArrayPlan plan(ArraySet a) {
    ArrayPlan plan = a.plan;
    if (plan == null) {
      plan = new ArrayPlan(this, a);
      a.plan = plan;
    }
    return plan;
  }

  ObjectSet constantObject(JsonNode value) {
    ObjectSet.Builder b = new ObjectSet.Builder();
    Map<String, Formula> properties = new LinkedHashMap<>();
    value.fields().forEachRemaining(e -> properties.put(e.getKey(), values(Set.of(e.getValue()))));
    b.layer(properties, List.of(), formulas.nothing());
    b.required.addAll(properties.keySet());
    b.constant = value;
    return b.build();
  }

  ArraySet constantArray(JsonNode value) {
    ArraySet.Builder b = new ArraySet.Builder(formulas.nothing());
    value.forEach(item -> b.prefix.add(values(Set.of(item))));
    b.count(value.size(), value.size());
    b.constant = value;
    return b.build();
  }

  /** Returns the error of a limit that is met at the subschema read last. */
  public SchemaException limit(String reason) {
    return Budget.limit(reason, place());
  }

  String place() {
    return place == null ? "#" : place.place();
  }

  void spend(long steps) {
    budget.spend(steps, this::place);
  }

  void checkAlternatives(int n) {
    budget.alternatives(n, this::place);
  }
}
