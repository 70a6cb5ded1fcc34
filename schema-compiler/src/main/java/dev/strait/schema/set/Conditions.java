package dev.strait.schema.set;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes conditions, simplified and hash-consed. */
final class Conditions {
  private static final Comparator<Condition> BY_ID = Comparator.comparingInt(Condition::id);

  private final Map<Condition.Shape, Condition> table = new HashMap<>();
  private final Condition always = make(new Condition.Always());
  private final Condition never = make(new Condition.Never());

  private Condition make(Condition.Shape shape) {
    Condition known = table.get(shape);
    if (known == null) {
      known = new Condition(shape, table.size());
      table.put(shape, known);
    }
    return known;
  }

  Condition always() {
    return always;
  }

  Condition never() {
    return never;
  }

  Condition has(String key) {
    return make(new Condition.Has(key));
  }

  Condition value(String key, Formula value) {
    return value.isAnything() ? always : make(new Condition.Value(key, value));
  }

  Condition every(KeyRange keys, Formula value) {
    return value.isAnything() ? always : make(new Condition.Every(keys, value));
  }

  Condition some(KeyRange keys, Formula value) {
    return value.isNothing() ? never : make(new Condition.Some(keys, value));
  }

  /** Returns the condition on the number of members; {@code max} below 0 cannot be met. */
  Condition count(long min, long max) {
    if (min > max || max < 0) {
      return never;
    }
    return min <= 0 && max == ObjectSet.UNBOUNDED
        ? always
        : make(new Condition.Count(Math.max(0, min), max));
  }

  Condition and(Condition a, Condition b) {
    return a == b || b == always ? a : a == always ? b : and(List.of(a, b));
  }

  Condition and(List<Condition> parts) {
    List<Condition> all = new ArrayList<>(parts.size() + 4);
    for (Condition part : parts) {
      if (part == never) {
        return never;
      }
      if (part.shape() instanceof Condition.And and) {
        all.addAll(and.parts());
      } else if (part != always) {
        all.add(part);
      }
    }
    List<Condition> distinct = distinct(all, true);
    int n = distinct.size();
    return n == 0 ? always : n == 1 ? distinct.get(0) : make(new Condition.And(distinct));
  }

  Condition or(List<Condition> parts) {
    List<Condition> all = new ArrayList<>(parts.size() + 4);
    for (Condition part : parts) {
      if (part == always) {
        return always;
      }
      if (part.shape() instanceof Condition.Or or) {
        all.addAll(or.parts());
      } else if (part != never) {
        all.add(part);
      }
    }
    List<Condition> distinct = distinct(all, false);
    int n = distinct.size();
    return n == 0 ? never : n == 1 ? distinct.get(0) : make(new Condition.Or(distinct));
  }

  /**
   * Returns the parts ascending and without doubles, and without those that another part makes
   * idle: x or (x and y), x and (x or y). Mutates {@code all}.
   */
  private static List<Condition> distinct(List<Condition> all, boolean conjunction) {
    all.sort(BY_ID);
    List<Condition> kept = new ArrayList<>(all.size());
    Condition last = null;
    for (Condition part : all) {
      if (part != last && !isIdle(part, all, conjunction)) {
        kept.add(part);
      }
      last = part;
    }
    return Collections.unmodifiableList(kept);
  }

  private static boolean isIdle(Condition part, List<Condition> all, boolean conjunction) {
    for (Condition inner : inner(part, conjunction)) {
      if (Collections.binarySearch(all, inner, BY_ID) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static List<Condition> inner(Condition part, boolean conjunction) {
    if (conjunction) {
      return part.shape() instanceof Condition.Or or ? or.parts() : List.of();
    }
    return part.shape() instanceof Condition.And and ? and.parts() : List.of();
  }
}
