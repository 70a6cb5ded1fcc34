package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.values.KeySet;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object set, laid out: its declared keys in order with the formulas of their values, and the
 * classes of all other keys. What needs work is worked out when first asked for; confined to the
 * compiler's lock.
 */
public final class ObjectPlan {
  /** More free keys than anyone counts. */
  public static final int MANY = 1_000;

  /**
   * A class of keys that are not declared and whose values have one formula.
   *
   * @param keys the keys of the class; declared ones may be among them and do not count
   * @param exists bit i: a member of this class can meet the i-th existential condition
   */
  public record Cell(StringSet keys, Formula value, long exists) {}

  private final Sets sets;
  private final ObjectSet set;
  private final @Nullable List<Split> splits;
  private final List<String> declared;
  private final Map<String, Integer> index = new HashMap<>();
  private final @Nullable Formula[] values;
  private final BitSet required = new BitSet();
  private final long[] exists;
  private final BitSet possible = new BitSet();
  private final BitSet decided = new BitSet();
  private @Nullable StringSet names;
  private @Nullable List<Cell> cells;
  private @Nullable KeySet declaredSet;
  private final Map<Cell, Optional<List<String>>> few = new HashMap<>();
  private final Map<Cell, Boolean> shortest = new HashMap<>();

  ObjectPlan(Sets sets, ObjectSet set) {
    this(sets, set, null);
  }

  /**
   * Lays out a set whose free keys are in classes already.
   *
   * @param splits disjoint classes that tell all sets of strings apart that conditions name, or
   *     null: they are worked out
   */
  ObjectPlan(Sets sets, ObjectSet set, @Nullable List<Split> splits) {
    this.splits = splits;
    this.sets = sets;
    this.set = set;
    Set<String> keys = new LinkedHashSet<>();
    for (ObjectSet.Layer layer : set.layers()) {
      keys.addAll(layer.properties().keySet());
    }
    keys.addAll(set.required());
    set.exists().forEach(e -> keys.addAll(e.keys().names()));
    this.declared = List.copyOf(keys);
    for (int i = 0; i < declared.size(); i++) {
      index.put(declared.get(i), i);
    }
    this.values = new Formula[declared.size()];
    set.required().forEach(key -> required.set(index.getOrDefault(key, -1)));
    this.exists = new long[declared.size()];
    for (int e = 0; e < set.exists().size(); e++) {
      for (int i = 0; i < exists.length; i++) {
        exists[i] |= set.exists().get(e).keys().contains(declared.get(i)) ? 1L << e : 0;
      }
    }
  }

  /** Returns the declared keys: those of properties, then required ones that are not among them. */
  public List<String> declared() {
    return declared;
  }

  /** Returns the place of a declared key in {@link #declared}, or null. */
  public @Nullable Integer indexOf(String key) {
    return index.get(key);
  }

  /** Returns the places of the required keys. Not to be changed. */
  public BitSet required() {
    return required;
  }

  /** Returns the least number of members. */
  public long min() {
    return set.min();
  }

  /** Returns the greatest number of members, or {@link ObjectSet#UNBOUNDED}. */
  public long max() {
    return set.max();
  }

  /** Returns the number of existential conditions, at most 63. */
  public int existsCount() {
    return set.exists().size();
  }

  /** Returns the formula of the value that meets an existential condition. */
  public Formula existsValue(int condition) {
    return set.exists().get(condition).value();
  }

  /** Returns the existential conditions that the declared key's member can meet, as bits. */
  public long exists(int key) {
    return exists[key];
  }

  /** Returns the values that are not in the set. */
  public Set<JsonNode> excluded() {
    return set.excluded();
  }

  /** Returns the formula of a declared key's value. */
  public Formula value(int key) {
    Formula known = values[key];
    if (known == null) {
      known = valueOf(declared.get(key));
      values[key] = known;
    }
    return known;
  }

  /** Returns whether the declared key can be there: some value satisfies its formula. */
  public boolean isPossible(int key) {
    if (!decided.get(key)) {
      long before = sets.provisional();
      boolean empty = sets.isEmpty(value(key));
      if (sets.provisional() != before) {
        return !empty;
      }
      possible.set(key, !empty);
      decided.set(key);
    }
    return possible.get(key);
  }

  /** Returns the formula of any key's value; nothing if the key is not allowed. */
  Formula valueOf(String key) {
    Formulas formulas = sets.formulas();
    if (!Json.isWritable(key) || !set.names().isEmpty() && !names().contains(key)) {
      return formulas.nothing();
    }
    Formula value = formulas.anything();
    for (ObjectSet.Layer layer : set.layers()) {
      value = formulas.and(value, valueIn(layer, key));
    }
    return value;
  }

  private Formula valueIn(ObjectSet.Layer layer, String key) {
    Formulas formulas = sets.formulas();
    Formula named = layer.properties().get(key);
    Formula value = named == null ? formulas.anything() : named;
    boolean met = named != null;
    for (ObjectSet.Pattern pattern : layer.patterns()) {
      if (pattern.keys().contains(key)) {
        value = formulas.and(value, pattern.value());
        met = true;
      }
    }
    return met ? value : layer.additional();
  }

  private StringSet names() {
    StringSet known = names;
    if (known == null) {
      known = StringSet.all();
      for (Formula name : set.names()) {
        StringSet strings = sets.set(name).strings();
        known = known.isAll() ? strings : known.and(strings);
      }
      names = known;
    }
    return known;
  }

  /** Returns the declared keys as a numbered set, to which the keys seen are added. */
  public KeySet declaredSet() {
    KeySet known = declaredSet;
    if (known == null) {
      known = KeySet.of(declared);
      declaredSet = known;
    }
    return known;
  }

  /** Returns the classes of free keys that can be there; disjoint. */
  public List<Cell> cells() {
    List<Cell> known = cells;
    if (known == null) {
      long before = sets.provisional();
      known = makeCells();
      if (sets.provisional() != before) {
        return known;
      }
      cells = known;
    }
    return known;
  }

  private List<Cell> makeCells() {
    Formula rest = sets.formulas().anything();
    for (ObjectSet.Layer layer : set.layers()) {
      rest = layer.patterns().isEmpty() ? sets.formulas().and(rest, layer.additional()) : rest;
    }
    if (rest.isNothing()) {
      return List.of();
    }
    List<Cell> all = new ArrayList<>();
    for (Split split : splits == null ? makeSplits() : splits) {
      Cell cell = new Cell(split.keys, cellValue(split), conditions(split));
      if (!sets.isEmpty(cell.value()) && capacity(cell) > 0) {
        all.add(cell);
      }
    }
    return Collections.unmodifiableList(all);
  }

  private List<Split> makeSplits() {
    List<Split> all = List.of(new Split(names(), Set.of()));
    Set<StringSet> classes = new LinkedHashSet<>();
    for (ObjectSet.Layer layer : set.layers()) {
      layer.patterns().forEach(p -> classes.add(p.keys()));
    }
    set.exists().forEach(e -> classes.addAll(e.keys().classes()));
    for (StringSet keys : classes) {
      all = split(sets, all, keys);
    }
    return all;
  }

  /**
   * A class of keys.
   *
   * @param in the sets of strings, of those that conditions name, that the keys are in
   */
  record Split(StringSet keys, Set<StringSet> in) {}

  /** Returns the classes with each cut in those inside and those outside of a set. */
  static List<Split> split(Sets sets, List<Split> splits, StringSet keys) {
    List<Split> next = new ArrayList<>();
    for (Split s : splits) {
      sets.spend(1);
      StringSet inside = s.keys.isAll() ? keys : keys.isAll() ? s.keys : s.keys.and(keys);
      StringSet outside = keys.isAll() ? StringSet.none() : s.keys.minus(keys);
      if (!inside.isEmpty()) {
        Set<StringSet> in = new LinkedHashSet<>(s.in);
        in.add(keys);
        next.add(new Split(inside, in));
      }
      if (!outside.isEmpty()) {
        next.add(new Split(outside, s.in));
      }
    }
    sets.checkAlternatives(next.size());
    return next;
  }

  /** Returns the existential conditions that keys of the class can meet, as bits. */
  private long conditions(Split split) {
    long bits = 0;
    for (int e = 0; e < set.exists().size(); e++) {
      bits |= set.exists().get(e).keys().containsFree(split.in::contains) ? 1L << e : 0;
    }
    return bits;
  }

  private Formula cellValue(Split split) {
    Formula value = sets.formulas().anything();
    for (ObjectSet.Layer layer : set.layers()) {
      boolean met = false;
      for (ObjectSet.Pattern pattern : layer.patterns()) {
        if (split.in.contains(pattern.keys())) {
          value = sets.formulas().and(value, pattern.value());
          met = true;
        }
      }
      value = met ? value : sets.formulas().and(value, layer.additional());
    }
    return value;
  }

  /** Returns the number of undeclared keys of a class; {@link #MANY} stands for that and more. */
  public int capacity(Cell cell) {
    return few(cell).map(List::size).orElse(MANY);
  }

  /** Returns an undeclared key of a class of few that is not among {@code seen}. */
  public Optional<String> unseen(Cell cell, List<String> seen) {
    return few(cell).flatMap(keys -> unseen(keys, seen));
  }

  static Optional<String> unseen(List<String> keys, List<String> seen) {
    return keys.stream().filter(key -> !seen.contains(key)).findFirst();
  }

  private Optional<List<String>> few(Cell cell) {
    return few.computeIfAbsent(cell, c -> undeclared(c.keys(), index.keySet()));
  }

  /** Returns the keys that are not declared if they are fewer than {@link #MANY}. */
  static Optional<List<String>> undeclared(StringSet keys, Set<String> declared) {
    return keys.isAll()
        ? Optional.empty()
        : keys.finite(MANY)
            .map(all -> all.stream().filter(key -> !declared.contains(key)).toList());
  }

  /** Returns whether a key of the class with the fewest bytes may be a declared one. */
  boolean declaresShortest(Cell cell) {
    if (cell.keys().isAll()) {
      return index.containsKey("");
    }
    return shortest.computeIfAbsent(
        cell,
        c -> {
          long least = c.keys().minBytes();
          return declared.stream()
              .anyMatch(key -> key.length() + 2 <= least && c.keys().contains(key));
        });
  }

  /**
   * Returns the least cost of a member with a free key that is none of {@code n} others, if there
   * is a class of more keys than can be used up; else {@link Measure#NEVER}.
   */
  public long freeMember(Measure measure, int n) {
    long best = Measure.NEVER;
    for (Cell cell : cells()) {
      if (capacity(cell) >= MANY) {
        long key = measure.freeKey(cell.keys(), Math.min(MANY, n + 1));
        best = Math.min(best, Measure.plus(key, measure.of(cell.value())));
      }
    }
    return best;
  }

  /** Returns the number of {@code seen} keys that are in the class; they must not be declared. */
  public int used(Cell cell, Iterable<String> seen) {
    int n = 0;
    for (String key : seen) {
      n += cell.keys().isAll() || cell.keys().contains(key) ? 1 : 0;
    }
    return n;
  }

  /** Returns the members of the set's formula language that a key's text falls into, or null. */
  public @Nullable Cell cellOf(String key) {
    for (Cell cell : cells()) {
      if (cell.keys().isAll() || cell.keys().contains(key)) {
        return cell;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return set.toString();
  }
}
