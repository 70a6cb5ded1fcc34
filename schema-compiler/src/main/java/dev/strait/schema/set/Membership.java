package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.report.SchemaException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** Decides whether a value, in the normal form of {@link Json}, is in a set. */
final class Membership {
  private final Sets sets;

  Membership(Sets sets) {
    this.sets = sets;
  }

  boolean contains(Formula f, JsonNode value) {
    if (f.shape() instanceof Formula.And and) {
      return and.parts().stream().allMatch(part -> contains(part, value));
    } else if (f.shape() instanceof Formula.Or or) {
      return or.parts().stream().anyMatch(part -> contains(part, value));
    } else if (f.shape() instanceof Formula.Not not) {
      return !contains(not.part(), value);
    } else if (f.shape() instanceof Formula.Values v) {
      return v.values().contains(value);
    }
    return f.isAnything() || !f.isNothing() && contains(known(f), value);
  }

  private ValueSet known(Formula f) {
    ValueSet set = sets.setOrNull(f);
    if (set == null) {
      throw Sets.Busy.INSTANCE;
    }
    return set;
  }

  private boolean contains(ValueSet set, JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> set.nulls();
      case BOOLEAN -> value.booleanValue() ? set.trues() : set.falses();
      case NUMBER ->
          value instanceof Json.Written written
              ? set.numbers().contains(value.decimalValue(), written.plain)
              : set.numbers().contains(value.decimalValue());
      case STRING -> containsString(set, value.textValue());
      case ARRAY -> set.arrays().stream().anyMatch(a -> contains(a, value));
      case OBJECT -> set.objects().stream().anyMatch(o -> contains(o, value));
      default -> throw new IllegalArgumentException("not a JSON value: " + value);
    };
  }

  private boolean containsString(ValueSet set, String value) {
    if (!set.bound().isEmpty() && !set.strings().contains(value)) {
      throw new SchemaException(
          SchemaException.Kind.UNSUPPORTED,
          "x-span-of",
          sets.place(),
          "it cannot be told at compile time whether a constant is among bound strings",
          "Keep bound strings apart from enum and const");
    }
    return set.strings().contains(value);
  }

  boolean contains(ObjectSet o, JsonNode value) {
    if (o.constant() != null) {
      return o.constant().equals(value);
    }
    ObjectPlan plan = sets.plan(o);
    int n = value.size();
    if (n < o.min() || n > o.max() || o.excluded().contains(value)) {
      return false;
    }
    for (String key : o.required()) {
      if (!value.has(key)) {
        return false;
      }
    }
    Iterator<Map.Entry<String, JsonNode>> fields = value.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (!contains(plan.valueOf(field.getKey()), field.getValue())) {
        return false;
      }
    }
    return o.exists().stream().allMatch(e -> exists(e, value))
        && o.clauses().stream()
            .allMatch(c -> c.alternatives().stream().anyMatch(a -> contains(a, value)));
  }

  private boolean exists(ObjectSet.Exists condition, JsonNode value) {
    Iterator<Map.Entry<String, JsonNode>> fields = value.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (condition.keys().contains(field.getKey())
          && contains(condition.value(), field.getValue())) {
        return true;
      }
    }
    return false;
  }

  boolean contains(ArraySet a, JsonNode value) {
    if (a.constant() != null) {
      return a.constant().equals(value);
    }
    int n = value.size();
    if (n < a.min() || n > a.max() || a.excluded().contains(value)) {
      return false;
    }
    Set<JsonNode> distinct = new HashSet<>();
    for (int i = 0; i < n; i++) {
      distinct.add(value.get(i));
      if (!contains(a.item(i), value.get(i))) {
        return false;
      }
    }
    return (!a.unique() || distinct.size() == n)
        && (!a.duplicates() || distinct.size() < n)
        && a.contains().stream().allMatch(c -> counted(c, value));
  }

  private boolean counted(ArraySet.Contains condition, JsonNode value) {
    long matches = 0;
    for (int i = condition.from(); i < value.size(); i++) {
      matches += contains(condition.item(), value.get(i)) ? 1 : 0;
    }
    return matches >= condition.min() && matches <= condition.max();
  }
}
