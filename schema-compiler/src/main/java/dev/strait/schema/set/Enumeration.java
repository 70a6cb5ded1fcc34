package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists the values of sets that have few. "Not few" may be answered for sets that are.
 *
 * <p>A formula that is met on its own way is a least fixpoint. At first it is taken to have no
 * values there, then those that were found so. If that brings no others these are all. If it does
 * there are infinitely many: where the formula stands as it is, any of its values may, but for
 * finitely many, and those found last give values that are deeper again. What is found on the way
 * holds under that assumption, and is kept only once nothing assumed is left.
 */
final class Enumeration {
  private static final int DEEPEST = 64;
  private static final int NONE = Integer.MAX_VALUE;

  /** The most values of a formula that are listed to be counted. */
  private static final int LISTED = 20_000;

  private final Sets sets;
  private final Map<Formula, Size> sizes = new HashMap<>();

  /** The formulas whose values are being listed. */
  private final Map<Formula, Open> open = new HashMap<>();

  /** The formulas whose values are being counted. */
  private final Set<Formula> counted = new HashSet<>();

  private int depth;

  /** How often a formula was met that is being listed, where that still matters. */
  private long met;

  /** The outermost of those listings, by its number; {@link #NONE} if none was met. */
  private int outermost = NONE;

  /** A listing that is being made. */
  private static final class Open {
    final int number;

    /** What the formula is taken to have for values where it is met. */
    Few assumed = new Few(Set.of());

    boolean isMet;

    Open(int number) {
      this.number = number;
    }
  }

  /** What is known of the number of values of a formula. */
  private static final class Size {
    /** There are more than so many. */
    long more = -1;

    /** It is not known whether there are more than so many, or of more. */
    long unknown = Long.MAX_VALUE;

    /** All of them. */
    @Nullable Few few;
  }

  Enumeration(Sets sets) {
    this.sets = sets;
  }

  Optional<Set<JsonNode>> finite(Formula f, int limit) {
    return Optional.ofNullable(find(f, limit).all()).map(Few::values);
  }

  private Found find(Formula f, int limit) {
    if (f.isAnything()) {
      return Found.moreThan(limit);
    }
    Open before = open.get(f);
    if (before != null) {
      before.isMet = true;
      met++;
      outermost = Math.min(outermost, before.number);
      return Found.all(before.assumed);
    }
    ValueSet set = depth >= DEEPEST ? null : known(f);
    return set == null ? Found.UNKNOWN : list(f, set, limit);
  }

  /** Returns the set of a formula; null if it is just being worked out. */
  private @Nullable ValueSet known(Formula f) {
    ValueSet set = sets.setOrNull(f);
    if (set == null) {
      sets.guess();
    }
    return set;
  }

  private Found list(Formula f, ValueSet set, int limit) {
    Open mine = new Open(open.size());
    int outer = outermost;
    long metBefore = met;
    outermost = NONE;
    open.put(f, mine);
    depth++;
    try {
      return fixpoint(mine, set, limit);
    } finally {
      depth--;
      open.remove(f);
      boolean rests = outermost < mine.number;
      met = rests ? met : metBefore;
      outermost = Math.min(outer, rests ? outermost : NONE);
    }
  }

  private Found fixpoint(Open mine, ValueSet set, int limit) {
    Found found = collect(set, limit);
    Few first = found.all();
    if (first == null || first.size() == 0 || !mine.isMet) {
      return found;
    }
    mine.assumed = first;
    Found second = collect(set, limit);
    boolean grows = second.all() != null && second.all().size() > first.size();
    return grows ? Found.moreThan(limit) : second;
  }

  /** How often what is found rests on an assumption so far; see {@link Sets#provisional}. */
  long met() {
    return met;
  }

  /** Begins a question whose answer may be kept if it rests on no listing that is being made. */
  Question ask() {
    Question question = new Question(outermost, met);
    outermost = NONE;
    return question;
  }

  /** A question about emptiness that comes up while values are listed. */
  final class Question {
    private final int outer;
    private final long before;

    private Question(int outer, long before) {
      this.outer = outer;
      this.before = before;
    }

    /** Whether the answer so far rests on a listing that is being made. */
    boolean rests() {
      return outermost < NONE;
    }

    /** Ends the question; one whose answer is kept leaves no trace. */
    void end(boolean kept) {
      met = kept ? before : met;
      outermost = Math.min(outer, kept ? NONE : outermost);
    }
  }

  /** Returns the values of the formula, or null if they are not known or too many. */
  @Nullable Few few(Formula f) {
    moreThan(f, LISTED);
    Size size = sizes.get(f);
    return size == null ? null : size.few;
  }

  /**
   * Returns whether the formula is known to have more than {@code n} values; if not, it may have.
   */
  boolean moreThan(Formula f, long n) {
    return count(f, n).more() >= n;
  }

  /**
   * Returns the values of a formula, or whether there are more than {@code n}. What rests on a
   * guess about a set still being worked out holds as far as that does, and is not kept.
   */
  Found count(Formula f, long n) {
    if (f.isAnything()) {
      return Found.moreThan(n);
    }
    Size size = sizes.computeIfAbsent(f, x -> new Size());
    if (size.few != null) {
      return Found.all(size.few);
    }
    if (size.more >= n || size.unknown <= n || depth >= DEEPEST) {
      return Found.moreThan(size.more);
    }
    long before = sets.provisional();
    Found found = counted.contains(f) ? find(f, listed(n)) : search(f, n);
    if (sets.provisional() == before) {
      size.few = found.all();
      size.more = Math.max(size.more, found.more());
      size.unknown = found.all() == null && found.more() < n ? n : size.unknown;
    }
    return found;
  }

  private Found search(Formula f, long n) {
    ValueSet set = known(f);
    if (set == null) {
      return Found.UNKNOWN;
    }
    counted.add(f);
    depth++;
    try {
      int most = listed(n);
      if (surely(set, Math.max(n, most))) {
        return Found.moreThan(Math.max(n, most));
      }
      Found found = find(f, most);
      return found.all() == null && found.more() < n && surely(set, n) ? Found.moreThan(n) : found;
    } finally {
      depth--;
      counted.remove(f);
    }
  }

  /** Twice as many are asked for at once, so that growing numbers are counted few times. */
  private static int listed(long n) {
    return (int) Math.min(LISTED, 2 * n + 64);
  }

  private boolean surely(ValueSet set, long n) {
    int most = (int) Math.min(Integer.MAX_VALUE / 2, n);
    return set.strings().isMoreThan(most)
        || set.numbers().isAll()
        || set.numbers().finite(most).isEmpty()
        || set.arrays().stream().anyMatch(a -> surely(a, n))
        || set.objects().stream().anyMatch(o -> surely(o, n));
  }

  private boolean surely(ArraySet a, long n) {
    if (a.constant() != null
        || a.unique()
        || a.duplicates()
        || !a.contains().isEmpty()
        || !a.excluded().isEmpty()
        || sets.isEmpty(a)) {
      return false;
    }
    if (a.max() == ObjectSet.UNBOUNDED
        && a.prefix().stream().noneMatch(sets::isEmpty)
        && !sets.isEmpty(a.rest())) {
      return true;
    }
    return a.max() > 0 && moreThan(a.item(0), n);
  }

  /** Members are chosen freely where nothing but keys, values and counts matters. */
  private boolean surely(ObjectSet o, long n) {
    if (!Sets.isPlain(o) || sets.isEmpty(o)) {
      return false;
    }
    ObjectPlan plan = sets.plan(o);
    boolean others = o.max() > o.required().size();
    int keys = (int) Math.min(LISTED, n) + plan.declared().size();
    if (others && n < LISTED && plan.cells().stream().anyMatch(c -> c.keys().isMoreThan(keys))) {
      return true;
    }
    for (int k = 0; k < plan.declared().size(); k++) {
      if ((others || plan.required().get(k)) && plan.isPossible(k) && moreThan(plan.value(k), n)) {
        return true;
      }
    }
    return false;
  }

  private Found collect(ValueSet set, int limit) {
    if (set.numbers().isAll() || set.strings().isMoreThan(limit)) {
      return Found.moreThan(limit);
    }
    Optional<Set<BigDecimal>> numbers = set.numbers().finite(limit);
    Optional<Set<String>> strings = set.strings().finite(limit);
    if (!set.bound().isEmpty() || numbers.isEmpty() || strings.isEmpty()) {
      return numbers.isEmpty() ? Found.moreThan(limit) : Found.UNKNOWN;
    }
    Set<JsonNode> all = new LinkedHashSet<>();
    constant(set.nulls(), NullNode.instance, all);
    constant(set.trues(), BooleanNode.TRUE, all);
    constant(set.falses(), BooleanNode.FALSE, all);
    numbers.get().forEach(n -> all.add(Json.number(n)));
    strings.get().forEach(s -> all.add(Json.string(s)));
    for (ArraySet a : set.arrays()) {
      Found some = arrays(a, limit);
      if (some.all() == null) {
        return some;
      }
      all.addAll(some.all().values());
    }
    for (ObjectSet o : set.objects()) {
      Found some = objects(o, limit);
      if (some.all() == null) {
        return some;
      }
      all.addAll(some.all().values());
    }
    return all.size() > limit ? Found.moreThan(limit) : Found.all(all);
  }

  private static void constant(boolean possible, JsonNode value, Set<JsonNode> all) {
    if (possible) {
      all.add(value);
    }
  }

  private Found arrays(ArraySet a, int limit) {
    if (a.constant() != null) {
      return Found.all(Set.of(a.constant()));
    }
    return sets.isEmpty(a)
        ? Found.all(Set.of())
        : new ArrayValues(sets, a, limit, f -> find(f, limit)).list();
  }

  private Found objects(ObjectSet o, int limit) {
    if (o.constant() != null) {
      return Found.all(Set.of(o.constant()));
    }
    return sets.isEmpty(o)
        ? Found.all(Set.of())
        : new ObjectValues(sets, o, limit, f -> find(f, limit)).list();
  }
}
