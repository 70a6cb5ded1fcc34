package dev.strait.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.strait.rule.Rule;
import dev.strait.schema.set.ArraySearch;
import dev.strait.schema.set.ArraySet;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Measure;
import dev.strait.schema.set.ObjectPlan;
import dev.strait.schema.set.ObjectSearch;
import dev.strait.schema.set.ObjectSet;
import dev.strait.schema.set.Seen;
import dev.strait.schema.set.ValueSet;
import dev.strait.values.NumberSet;
import dev.strait.values.StringSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The least numbers of bytes of JSON texts under a policy: a least fixpoint over recursive
 * formulas, in which a formula met again on its own way costs {@link Measure#NEVER}.
 *
 * <p>A number found is kept even if a smaller one could be found from elsewhere: it is the length
 * of a text that exists, which is all that is promised.
 */
final class Lengths {
  private static final int EXACT_KEYS = 64;

  private final JsonRules rules;
  private final Map<Integer, Map<Formula, Long>> known = new HashMap<>();
  private final Set<Formula> open = new HashSet<>();
  private final Map<Integer, Measure> measures = new HashMap<>();
  private final Map<StringSet, Long> longKeys = new HashMap<>();
  private boolean cut;

  /** How often a formula was met on its own way. */
  private long cuts;

  Lengths(JsonRules rules) {
    this.rules = rules;
  }

  /** Grows when a length that is asked for is left out because it is just being found. */
  long cuts() {
    return cuts;
  }

  /** Notes that a length is left out because a list that it needs is just being made. */
  void cut() {
    cut = true;
    cuts++;
  }

  /** Returns the measure of values that stand inside brackets of {@code depth}. */
  Measure measure(int depth) {
    int level = rules.level(depth);
    return measures.computeIfAbsent(level, d -> new Bytes(d, rules.gaps(d)));
  }

  /** Returns the least number of bytes of a value at {@code depth}. */
  long of(Formula f, int depth) {
    if (f.isAnything()) {
      return 1;
    }
    if (f.isNothing()) {
      return Measure.NEVER;
    }
    int level = rules.level(depth);
    Map<Formula, Long> here = known.computeIfAbsent(level, d -> new HashMap<>());
    Long length = here.get(f);
    if (length != null) {
      return length;
    }
    if (!open.add(f)) {
      cut = true;
      cuts++;
      return Measure.NEVER;
    }
    boolean outer = cut;
    cut = false;
    long found;
    try {
      found = of(rules.sets().set(f), level);
    } finally {
      open.remove(f);
    }
    if (found < Measure.NEVER || !cut || open.isEmpty() && !rules.shortValues().isListing()) {
      here.put(f, found);
    }
    cut |= outer;
    return found;
  }

  private long of(ValueSet set, int depth) {
    long best = scalar(set);
    List<ObjectSet> mixed = new ArrayList<>();
    for (ObjectSet o : set.objects()) {
      if (o.isMixed()) {
        mixed.add(o);
      } else {
        best = best <= 2 ? best : Math.min(best, conjunctive(o, depth));
      }
    }
    best = best <= 2 ? best : Math.min(best, mixed(mixed, depth));
    for (ArraySet a : set.arrays()) {
      best = best <= 2 ? best : Math.min(best, of(a, depth));
    }
    return best;
  }

  private long scalar(ValueSet set) {
    long best = Measure.NEVER;
    if (set.numbers().isAll()) {
      return 1;
    }
    if (!set.numbers().isEmpty()) {
      best = start(set.numbers().toRule(rules.policy().numbers()));
    }
    if (set.strings().isAll()) {
      return Math.min(best, 2);
    }
    if (!set.strings().isEmpty()) {
      best = Math.min(best, set.strings().minBytes());
    }
    for (String name : set.bound()) {
      best = Math.min(best, start(rules.binding(name)));
    }
    best = set.nulls() || set.trues() ? Math.min(best, 4) : best;
    return set.falses() ? Math.min(best, 5) : best;
  }

  /** Returns the least number of bytes of a rule's texts, {@link Measure#NEVER} if none is. */
  static long least(Optional<Rule<?>> rule) {
    return rule.isEmpty() ? Measure.NEVER : start(rule.get());
  }

  private static <S> long start(Rule<S> rule) {
    return rule.shortest(rule.start());
  }

  private long of(ObjectSet o, int depth) {
    return o.isMixed() ? mixed(List.of(o), depth) : conjunctive(o, depth);
  }

  /** Sets with clauses are one rule, whose promise holds. */
  private long mixed(List<ObjectSet> mixed, int depth) {
    List<ObjectSet> sets = mixed.stream().filter(o -> !rules.sets().isEmpty(o)).toList();
    return sets.isEmpty() ? Measure.NEVER : start(rules.mix(sets, depth));
  }

  private long conjunctive(ObjectSet o, int depth) {
    ObjectPlan plan = rules.sets().plan(o);
    if (!plan.excluded().isEmpty() && rules.sets().isEmpty(o)) {
      return Measure.NEVER;
    }
    ObjectSearch search = new ObjectSearch(rules.sets(), plan, measure(depth + 1));
    return bracketed(search.cost(start(plan)), depth);
  }

  private static ObjectSearch.Rest start(ObjectPlan plan) {
    BitSet remaining = new BitSet();
    remaining.set(0, plan.declared().size());
    long conditions = (1L << plan.existsCount()) - 1;
    return new ObjectSearch.Rest(
        remaining,
        List.of(),
        0,
        true,
        plan.min(),
        plan.max(),
        conditions,
        plan.excluded(),
        Set.of());
  }

  private long of(ArraySet a, int depth) {
    if (rules.sets().isEmpty(a)) {
      return Measure.NEVER;
    }
    ArraySearch search = new ArraySearch(rules.sets(), rules.sets().plan(a), measure(depth + 1));
    return bracketed(search.cost(search.start()), depth);
  }

  /**
   * Returns what is enough for a value of a formula, which is not empty, that is none of those seen
   * and none of so many others; if there is none, for every value. Of objects and arrays: what
   * {@link ShortValues} lists. That may be less than what its rule promises for any value, and is
   * offered only where something has been seen.
   */
  long of(Formula f, Seen seen, long unknown, int depth) {
    if (seen.isEmpty() && unknown == 0) {
      return of(f, depth);
    }
    if (rules.sets().isFlat(f)) {
      long[] few = rules.sets().lengths(f, measure(depth));
      return few.length > 0
          ? few[(int) Math.min(few.length - 1, rules.sets().seenOf(f, seen) + unknown)]
          : flat(rules.sets().set(f), seen, unknown, depth);
    }
    long listed = rules.shortValues().length(f, seen, unknown, depth);
    if (listed < Measure.NEVER) {
      return seen.isEmpty() ? atLeast(of(f, depth), listed) : listed;
    }
    long[] few = rules.sets().lengths(f, measure(depth));
    return few.length > 0 ? few[few.length - 1] : rules.shortValues().longest(f, depth);
  }

  /** Returns the greater of the two; what any value takes may be just being found. */
  private static long atLeast(long any, long listed) {
    return any < Measure.NEVER ? Math.max(any, listed) : listed;
  }

  /**
   * Of a set of scalars and constants: what is enough for a value of one type, if that type has
   * more values than there are others of it; else what is enough for every value.
   */
  private long flat(ValueSet set, Seen seen, long unknown, int depth) {
    long enough = constant(set, seen, unknown);
    long every = set.nulls() || set.trues() || set.falses() ? "false".length() : 0;
    NumberSet numbers = set.numbers();
    if (!numbers.isEmpty()) {
      long others = seen.size() - seen.strings().size() + unknown;
      long bytes = numbers.minBytes(others);
      enough = Math.min(enough, numbers.isMoreThan(clamp(others)) ? bytes : Measure.NEVER);
      every = Math.max(every, bytes);
    }
    StringSet strings = set.strings();
    if (!strings.isEmpty()) {
      long others = seen.strings().size() + unknown;
      long bytes = strings.minBytes(others);
      enough = Math.min(enough, strings.isMoreThan(clamp(others)) ? bytes : Measure.NEVER);
      every = Math.max(every, bytes);
    }
    for (String name : set.bound()) {
      enough = Math.min(enough, start(rules.binding(name)) + seen.size() + unknown);
    }
    for (ObjectSet o : set.objects()) {
      every = Math.max(every, of(o, depth));
    }
    for (ArraySet a : set.arrays()) {
      every = Math.max(every, of(a, depth));
    }
    return enough < Measure.NEVER ? enough : every;
  }

  private static int clamp(long others) {
    return (int) Math.min(Integer.MAX_VALUE / 2, others);
  }

  /** Returns the bytes of a value in normal form. */
  long bytes(JsonNode value, int depth) {
    if (!value.isContainerNode()) {
      return value.isTextual()
          ? KeyText.bytes(value.textValue()) + 2
          : value.isNumber() ? number(value, depth) : value.toString().length();
    }
    Measure inner = measure(depth + 1);
    long members = 0;
    for (Iterator<Map.Entry<String, JsonNode>> at = value.fields(); at.hasNext(); ) {
      Map.Entry<String, JsonNode> member = at.next();
      members += inner.key(member.getKey()) + bytes(member.getValue(), depth + 1);
    }
    for (JsonNode item : value.isArray() ? value : List.<JsonNode>of()) {
      members += inner.comma() + bytes(item, depth + 1);
    }
    return bracketed(members, depth);
  }

  private long number(JsonNode value, int depth) {
    BigDecimal number = value.decimalValue();
    boolean digit = number.signum() >= 0 && number.compareTo(BigDecimal.TEN) < 0;
    return digit && number.stripTrailingZeros().scale() <= 0
        ? 1
        : of(rules.sets().values(Set.of(value)), depth);
  }

  private static long constant(ValueSet set, Seen seen, long unknown) {
    long left = set.nulls() && !seen.contains(NullNode.instance) ? 1 : 0;
    left += set.trues() && !seen.contains(BooleanNode.TRUE) ? 1 : 0;
    left += set.falses() && !seen.contains(BooleanNode.FALSE) ? 1 : 0;
    return unknown < left ? "false".length() : Measure.NEVER;
  }

  /** Returns the bytes of brackets around members, each of which was counted with its comma. */
  private long bracketed(long members, int depth) {
    if (members == 0 || members >= Measure.NEVER) {
      return members == 0 ? 2 : members;
    }
    Gaps gaps = rules.gaps(depth);
    return members
        - measure(depth + 1).comma()
        + Gaps.bytes(gaps.open())
        + Gaps.bytes(gaps.close())
        + 2;
  }

  /** Lengths at one depth. The gaps are those of the enclosing brackets, one depth less. */
  private final class Bytes implements Measure {
    private final int depth;
    private final long comma;
    private final long colon;

    Bytes(int depth, Gaps unused) {
      this.depth = depth;
      Gaps outer = rules.gaps(depth - 1);
      this.comma = 1 + Gaps.bytes(outer.comma());
      this.colon = 1 + Gaps.bytes(outer.colon());
    }

    @Override
    public long of(Formula value) {
      return Lengths.this.of(value, depth);
    }

    @Override
    public long of(Formula value, Seen seen, long unknown) {
      return Lengths.this.of(value, seen, unknown, depth);
    }

    @Override
    public long listed(Formula value, Seen seen, long unknown) {
      long least = of(value);
      return seen.isEmpty() && unknown == 0
          ? least
          : atLeast(least, rules.shortValues().length(value, seen, unknown, depth));
    }

    @Override
    public long key(String key) {
      return KeyText.bytes(key) + 2 + colon + comma;
    }

    @Override
    public long freeKey(StringSet keys, int n) {
      return keyBytes(keys, n) + colon + comma;
    }

    @Override
    public long comma() {
      return comma;
    }

    @Override
    public long colon() {
      return colon;
    }

    @Override
    public long provisional() {
      return rules.sets().provisional() + cuts;
    }
  }

  /** Returns a number of bytes that suffices for {@code n} keys of the class, quotes included. */
  private long keyBytes(StringSet keys, int n) {
    if (keys.isAll()) {
      return n <= 1 ? 2 : n < 60 ? 3 : 4 + Integer.toString(n).length();
    }
    if (n <= 1) {
      return keys.minBytes();
    }
    return longKeys.computeIfAbsent(keys, this::longKey) + Integer.toString(n).length();
  }

  private long longKey(StringSet keys) {
    Optional<Set<String>> finite = keys.finite(EXACT_KEYS);
    return finite
        .map(set -> set.stream().mapToLong(k -> KeyText.bytes(k) + 2).max().orElse(2))
        .orElseGet(() -> keys.minBytes() + 8);
  }
}
