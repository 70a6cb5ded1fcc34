package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists the objects of a set if they are few: key by key, each beginning only as long as it can be
 * finished, so that there are never more beginnings than values. Keys of classes of few are keys
 * like declared ones here; if a key of another class may come the objects are not few.
 */
final class ObjectValues {
  private final Sets sets;
  private final ObjectMix mix;
  private final MixSearch search;
  private final int limit;
  private final Function<Formula, Found> values;
  private final Map<Formula, Found> known = new HashMap<>();

  /**
   * @param limit so many objects are listed at most
   * @param values lists the values of a formula up to the same limit
   */
  ObjectValues(Sets sets, ObjectSet set, int limit, Function<Formula, Found> values) {
    this.sets = sets;
    this.mix = withFewKeys(sets.mix(List.of(set)));
    this.search = new MixSearch(sets, mix, sets.emptinessMeasure(), false);
    this.limit = limit;
    this.values = values;
  }

  private ObjectMix withFewKeys(ObjectMix all) {
    List<String> keys = new ArrayList<>(all.declared());
    for (int cell = 0; cell < all.cells(); cell++) {
      for (Optional<String> key = all.unseen(cell, keys);
          all.capacity(cell) < ObjectPlan.MANY && key.isPresent();
          key = all.unseen(cell, keys)) {
        keys.add(key.get());
      }
    }
    return keys.size() == all.declared().size()
        ? all
        : new ObjectMix(sets, all.conditions(), all.start(), keys);
  }

  /** Returns the objects of the set, which must not be empty. */
  Found list() {
    Map<ObjectNode, Condition> open = Map.of(JsonNodeFactory.instance.objectNode(), mix.start());
    if (isOpen(mix.start(), 0)) {
      return free();
    }
    for (int key = 0; key < mix.declared().size(); key++) {
      Map<ObjectNode, Condition> longer = new LinkedHashMap<>();
      for (Map.Entry<ObjectNode, Condition> b : open.entrySet()) {
        Found many = extend(b.getKey(), b.getValue(), key, longer);
        if (many != null || longer.size() > limit) {
          return many == null ? Found.moreThan(limit) : many;
        }
      }
      open = longer;
    }
    Set<JsonNode> all = new LinkedHashSet<>();
    for (Map.Entry<ObjectNode, Condition> b : open.entrySet()) {
      if (isOpen(b.getValue(), mix.declared().size())) {
        return free();
      }
      if (mix.canEnd(b.getValue())) {
        all.add(b.getKey());
      }
    }
    return Found.all(all);
  }

  /** There are objects for each of the keys of a class of many. */
  private static Found free() {
    return Found.moreThan(ObjectPlan.MANY - 1L);
  }

  /** Adds the beginnings with and without a key; returns what is known if they are not few. */
  private @Nullable Found extend(
      ObjectNode object, Condition rest, int key, Map<ObjectNode, Condition> longer) {
    Condition without = mix.passed(rest, key, key + 1);
    if (isAlive(without, key + 1)) {
      longer.merge(object, without, this::either);
    }
    if (!mix.hasText(key)) {
      return null;
    }
    for (ObjectMix.Option option : mix.steps(rest, key)) {
      if (sets.isEmpty(option.value()) || !isAlive(option.after(), key + 1)) {
        continue;
      }
      Found members = known.computeIfAbsent(option.value(), values);
      if (members.all() == null) {
        return members;
      }
      for (JsonNode member : members.all().values()) {
        ObjectNode more = object.deepCopy();
        more.set(mix.declared().get(key), member);
        longer.merge(more, option.after(), this::either);
      }
    }
    return null;
  }

  private Condition either(Condition a, Condition b) {
    return mix.conditions().or(List.of(a, b));
  }

  /** Whether a member with a key of a class of many may come. */
  private boolean isOpen(Condition rest, int decided) {
    for (int cell = 0; cell < mix.cells(); cell++) {
      for (ObjectMix.Option option : mix.steps(rest, mix.column(cell))) {
        if (!sets.isEmpty(option.value()) && isAlive(option.after(), decided)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the object can be finished when the first declared keys have been decided. */
  private boolean isAlive(Condition rest, int decided) {
    BitSet gone = new BitSet();
    gone.set(0, decided);
    return search.cost(rest, new MixSearch.Gone(gone, List.of(), 0)) < Measure.NEVER;
  }
}
