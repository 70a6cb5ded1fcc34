package dev.strait.schema.set;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes conditions, simplified and hash-consed. */
final class Conditions {
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
    Set<Condition> all = new LinkedHashSet<>();
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
    if (all.size() > 1) {
      absorb(all, true);
    }
    return all.isEmpty() ? always : all.size() == 1 ? one(all) : make(new Condition.And(list(all)));
  }

  Condition or(Condition a, Condition b) {
    return a == b || b == never ? a : a == never ? b : or(List.of(a, b));
  }

  Condition or(List<Condition> parts) {
    Set<Condition> all = new LinkedHashSet<>();
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
    if (all.size() > 1) {
      absorb(all, false);
    }
    return all.isEmpty() ? never : all.size() == 1 ? one(all) : make(new Condition.Or(list(all)));
  }

  /** Drops parts that another part makes idle: x or (x and y), x and (x or y). */
  private static void absorb(Set<Condition> all, boolean conjunction) {
    boolean some = false;
    for (Condition part : all) {
      some |= inner(part, conjunction).isEmpty();
    }
    if (some) {
      all.removeIf(part -> isIdle(part, all, conjunction));
    }
  }

  private static boolean isIdle(Condition part, Set<Condition> all, boolean conjunction) {
    for (Condition inner : inner(part, conjunction)) {
      if (all.contains(inner)) {
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

  private static Condition one(Set<Condition> all) {
    return all.iterator().next();
  }

  private static List<Condition> list(Set<Condition> all) {
    List<Condition> list = new ArrayList<>(all);
    list.sort(Comparator.comparingInt(Condition::id));
    return List.copyOf(list);
  }
}
