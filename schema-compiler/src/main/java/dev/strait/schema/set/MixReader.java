package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes object sets as conditions on their members. */
final class MixReader {
  private final Sets sets;
  private final Formulas formulas;
  private final Conditions conditions;
  private final Map<ObjectSet, Condition> known = new IdentityHashMap<>();

  MixReader(Sets sets, Conditions conditions) {
    this.sets = sets;
    this.formulas = sets.formulas();
    this.conditions = conditions;
  }

  /** Returns the condition that the members of an object of the set meet. */
  Condition read(ObjectSet o) {
    Condition condition = known.get(o);
    if (condition == null) {
      condition =
          o.constant() == null ? all(o) : constant(java.util.Objects.requireNonNull(o.constant()));
      known.put(o, condition);
    }
    return condition;
  }

  private Condition all(ObjectSet o) {
    List<Condition> parts = new ArrayList<>();
    o.layers().forEach(layer -> layer(layer, parts));
    o.required().forEach(key -> parts.add(has(key)));
    parts.add(conditions.count(o.min(), o.max()));
    for (Formula name : o.names()) {
      StringSet keys = sets.set(name).strings();
      KeyRange others = KeyRange.outside(Set.of(), List.of(keys));
      parts.add(conditions.every(others, formulas.nothing()));
    }
    o.exists().forEach(e -> parts.add(conditions.some(e.keys(), e.value())));
    o.excluded().forEach(value -> parts.add(not(value)));
    for (ObjectSet.Clause clause : o.clauses()) {
      parts.add(conditions.or(clause.alternatives().stream().map(this::read).toList()));
    }
    return conditions.and(parts);
  }

  private Condition has(String key) {
    return Json.isWritable(key) ? conditions.has(key) : conditions.never();
  }

  private void layer(ObjectSet.Layer layer, List<Condition> parts) {
    layer.properties().forEach((key, value) -> parts.add(conditions.value(key, value)));
    for (ObjectSet.Pattern pattern : layer.patterns()) {
      parts.add(conditions.every(KeyRange.within(pattern.keys()), pattern.value()));
    }
    parts.add(conditions.every(layer.rest(), layer.additional()));
  }

  private Condition constant(JsonNode value) {
    List<Condition> parts = new ArrayList<>();
    value
        .fields()
        .forEachRemaining(
            e -> {
              parts.add(has(e.getKey()));
              parts.add(conditions.value(e.getKey(), sets.values(Set.of(e.getValue()))));
            });
    parts.add(conditions.count(value.size(), value.size()));
    return conditions.and(parts);
  }

  /** Returns the condition that members are not those of an object. */
  Condition not(JsonNode value) {
    List<Condition> parts = new ArrayList<>();
    value
        .fields()
        .forEachRemaining(
            e -> {
              Formula other = formulas.not(sets.values(Set.of(e.getValue())));
              parts.add(conditions.value(e.getKey(), formulas.nothing()));
              parts.add(
                  conditions.and(conditions.has(e.getKey()), conditions.value(e.getKey(), other)));
            });
    parts.add(conditions.count(0, value.size() - 1L));
    parts.add(conditions.count(value.size() + 1L, ObjectSet.UNBOUNDED));
    return conditions.or(parts);
  }
}
