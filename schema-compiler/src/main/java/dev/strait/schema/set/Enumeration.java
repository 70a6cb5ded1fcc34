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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists the values of sets that have few. "Not few" may be answered for sets that are. */
final class Enumeration {
  private static final int DEEPEST = 8;

  private final Sets sets;
  private int depth;

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
      open = longer(open, items.get());
    }
    return true;
  }

  private static List<ArrayNode> longer(List<ArrayNode> open, Set<JsonNode> items) {
    List<ArrayNode> next = new ArrayList<>();
    for (ArrayNode value : open) {
      for (JsonNode item : items) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        copy.addAll(value).add(item);
        next.add(copy);
      }
    }
    return next;
  }

  private boolean object(ObjectSet o, int limit, Set<JsonNode> all) {
    if (o.constant() != null) {
      return all.add(o.constant()) || true;
    }
    ObjectPlan plan = sets.plan(o);
    if (o.max() > plan.declared().size() && !plan.cells().isEmpty()) {
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
