package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.values.NumberSet;
import dev.strait.values.StringSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists the values of sets that have few. "Not few" may be answered for sets that are. */
final class Enumeration {
  private static final int DEEPEST = 8;

  /** The most values of a formula that are listed to be counted. */
  private static final int LISTED = 20_000;

  private final Sets sets;
  private final Map<Formula, Size> sizes = new HashMap<>();
  private int depth;

  /** What is known of the number of values of a formula. */
  private static final class Size {
    /** There are more than so many. */
    long more = -1;

    /** It is not known whether there are more than so many, or of more. */
    long unknown = Long.MAX_VALUE;

    /** They are not known, or too many to be listed. */
    boolean many;

    /** All of them. */
    @Nullable Few few;
  }

  Enumeration(Sets sets) {
    this.sets = sets;
  }

  Optional<Set<JsonNode>> finite(Formula f, int limit) {
    if (f.isAnything() || depth >= DEEPEST) {
      return Optional.empty();
    }
    ValueSet set = sets.setOrNull(f);
    if (set == null) {
      return Optional.empty();
    }
    depth++;
    try {
      Set<JsonNode> all = new LinkedHashSet<>();
      return collect(set, limit, all) && all.size() <= limit ? Optional.of(all) : Optional.empty();
    } finally {
      depth--;
    }
  }

  /** Returns the values of the formula, or null if they are not known or too many. */
  @Nullable Few few(Formula f) {
    Size size = sizes.computeIfAbsent(f, x -> new Size());
    if (size.few == null && !size.many && !moreThan(f, LISTED)) {
      long before = sets.provisional();
      list(f, size, LISTED);
      size.many = size.few == null && sets.provisional() == before;
    }
    return size.few;
  }

  private void list(Formula f, Size size, int most) {
    long before = sets.provisional();
    Optional<Set<JsonNode>> values = finite(f, most);
    if (values.isPresent() && sets.provisional() == before) {
      size.few = new Few(values.get());
    }
  }

  /**
   * Returns whether the formula is known to have more than {@code n} values; if not, it may have.
   */
  boolean moreThan(Formula f, long n) {
    if (f.isAnything()) {
      return true;
    }
    Size size = sizes.computeIfAbsent(f, x -> new Size());
    if (size.more >= n) {
      return true;
    }
    if (size.few != null || size.unknown <= n || depth >= DEEPEST) {
      return size.few != null && size.few.size() > n;
    }
    long before = sets.provisional();
    boolean more = count(f, size, n);
    if (!more && sets.provisional() == before) {
      size.unknown = Math.min(size.unknown, n);
    }
    return more;
  }

  /** Asks for twice as many at once, so that growing numbers are counted few times. */
  private boolean count(Formula f, Size size, long n) {
    ValueSet set = sets.setOrNull(f);
    if (set == null) {
      return false;
    }
    depth++;
    try {
      int most = (int) Math.min(LISTED, 2 * n + 64);
      if (surely(set, Math.max(n, most))) {
        size.more = Math.max(n, most);
        return true;
      }
      list(f, size, most);
      if (size.few != null) {
        return size.few.size() > n;
      }
      boolean more = surely(set, n);
      size.more = more ? n : size.more;
      return more;
    } finally {
      depth--;
    }
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
    for (int k = 0; k < plan.declared().size(); k++) {
      if ((others || plan.required().get(k)) && plan.isPossible(k) && moreThan(plan.value(k), n)) {
        return true;
      }
    }
    return others
        && plan.cells().stream()
            .anyMatch(
                cell -> cell.keys().isMoreThan((int) Math.min(LISTED, n) + plan.declared().size()))
        && n < LISTED;
  }

  private boolean collect(ValueSet set, int limit, Set<JsonNode> all) {
    if (!set.bound().isEmpty() || set.numbers().isAll() || set.strings().isAll()) {
      return false;
    }
    if (set.nulls()) {
      all.add(NullNode.instance);
    }
    if (set.trues()) {
      all.add(BooleanNode.TRUE);
    }
    if (set.falses()) {
      all.add(BooleanNode.FALSE);
    }
    return numbers(set.numbers(), limit, all)
        && strings(set.strings(), limit, all)
        && set.arrays().stream().allMatch(a -> array(a, limit, all))
        && set.objects().stream().allMatch(o -> object(o, limit, all));
  }

  private static boolean numbers(NumberSet set, int limit, Set<JsonNode> all) {
    Optional<Set<BigDecimal>> finite = set.finite(limit);
    finite.ifPresent(values -> values.forEach(v -> all.add(Json.number(v))));
    return finite.isPresent();
  }

  private static boolean strings(StringSet set, int limit, Set<JsonNode> all) {
    Optional<Set<String>> finite = set.finite(limit);
    finite.ifPresent(values -> values.forEach(v -> all.add(Json.string(v))));
    return finite.isPresent();
  }

  private boolean array(ArraySet a, int limit, Set<JsonNode> all) {
    if (a.constant() != null) {
      return all.add(a.constant()) || true;
    }
    List<ArrayNode> open = List.of(JsonNodeFactory.instance.arrayNode());
    for (int i = 0; !open.isEmpty(); i++) {
      for (ArrayNode value : open) {
        if (sets.contains(a, value)) {
          all.add(value);
        }
      }
      if (i >= a.max() || sets.isEmpty(a.item(i))) {
        return true;
      }
      Optional<Set<JsonNode>> items = finite(a.item(i), limit);
      if (items.isEmpty() || (long) items.get().size() * open.size() > limit + 1L || i > limit) {
        return false;
      }
      open = longer(open, items.get(), a.unique());
    }
    return true;
  }

  private static List<ArrayNode> longer(List<ArrayNode> open, Set<JsonNode> items, boolean unique) {
    List<ArrayNode> next = new ArrayList<>();
    for (ArrayNode value : open) {
      Set<JsonNode> seen = new LinkedHashSet<>();
      value.forEach(seen::add);
      for (JsonNode item : items) {
        if (!unique || !seen.contains(item)) {
          ArrayNode copy = JsonNodeFactory.instance.arrayNode();
          copy.addAll(value).add(item);
          next.add(copy);
        }
      }
    }
    return next;
  }

  private boolean object(ObjectSet o, int limit, Set<JsonNode> all) {
    if (o.constant() != null) {
      return all.add(o.constant()) || true;
    }
    if (sets.isEmpty(o)) {
      return true;
    }
    ObjectPlan plan = sets.plan(o);
    if (o.max() > o.required().size() && !plan.cells().isEmpty()) {
      return false;
    }
    List<ObjectNode> open = List.of(JsonNodeFactory.instance.objectNode());
    for (int k = 0; k < plan.declared().size(); k++) {
      if (plan.isPossible(k)) {
        Optional<Set<JsonNode>> values = finite(plan.value(k), limit);
        if (values.isEmpty() || (values.get().size() + 1L) * open.size() > limit * 2L + 2) {
          return false;
        }
        open = longer(open, plan.declared().get(k), values.get(), plan.required().get(k));
      }
    }
    for (ObjectNode value : open) {
      if (sets.contains(o, value)) {
        all.add(value);
      }
    }
    return true;
  }

  private static List<ObjectNode> longer(
      List<ObjectNode> open, String key, Set<JsonNode> values, boolean required) {
    List<ObjectNode> next = new ArrayList<>(required ? List.of() : open);
    for (ObjectNode value : open) {
      for (JsonNode member : values) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(value);
        copy.set(key, member);
        next.add(copy);
      }
    }
    return next;
  }
}
