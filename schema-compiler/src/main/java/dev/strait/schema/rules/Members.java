package dev.strait.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.set.ObjectPlan;
import dev.strait.schema.set.ObjectSet;
import dev.strait.values.KeySet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an object rule knows of the members so far, reduced to what matters for the rest. Immutable.
 *
 * @param next the first declared key that may still come, if keys come as declared
 * @param taken the declared keys that have come, if keys come in any order; not to be changed
 * @param keys the declared keys and the free keys that have come
 * @param free the free keys that have come, in order
 * @param freeCount the number of free keys that have come, known or not
 * @param vague whether a free key has come that is not known
 * @param any whether there is a member
 * @param need members still needed
 * @param room members still allowed
 * @param exists existential conditions not met, as bits
 * @param excluded excluded values that agree so far
 * @param seen keys that have come; kept only while {@code excluded} is not empty
 */
record Members(
    int next,
    BitSet taken,
    KeySet keys,
    List<String> free,
    int freeCount,
    boolean vague,
    boolean any,
    long need,
    long room,
    long exists,
    Set<JsonNode> excluded,
    Set<String> seen) {

  private static final BitSet NONE = new BitSet();

  static Members start(ObjectPlan plan) {
    return new Members(
        0,
        NONE,
        plan.declaredSet(),
        List.of(),
        0,
        false,
        false,
        plan.min(),
        plan.max(),
        (1L << plan.existsCount()) - 1,
        plan.excluded(),
        Set.of());
  }

  /** Returns the members after a declared key, its value not yet regarded. */
  Members declared(int key, String name, boolean inOrder) {
    BitSet nowTaken = taken;
    if (!inOrder) {
      nowTaken = (BitSet) taken.clone();
      nowTaken.set(key);
    }
    return new Members(
        inOrder ? key + 1 : 0,
        nowTaken,
        keys,
        free,
        freeCount,
        vague,
        true,
        Math.max(0, need - 1),
        room == ObjectSet.UNBOUNDED ? room : room - 1,
        exists,
        excluded,
        seenWith(name));
  }

  /** Returns the members after a free key, its value not yet regarded. */
  Members free(String name, boolean inOrder, int declared) {
    List<String> more = new ArrayList<>(free);
    more.add(name);
    return freed(keys.plus(name), more, vague, inOrder, declared, seenWith(name));
  }

  /** Returns the members after a free key that is not known. */
  Members freeVague(boolean inOrder, int declared) {
    return freed(keys, free, true, inOrder, declared, seen);
  }

  private Members freed(
      KeySet allKeys,
      List<String> more,
      boolean nowVague,
      boolean inOrder,
      int declared,
      Set<String> nowSeen) {
    return new Members(
        inOrder ? declared : 0,
        taken,
        allKeys,
        List.copyOf(more),
        freeCount + 1,
        nowVague,
        true,
        Math.max(0, need - 1),
        room == ObjectSet.UNBOUNDED ? room : room - 1,
        exists,
        nowVague ? Set.of() : excluded,
        nowSeen);
  }

  private Set<String> seenWith(String name) {
    if (excluded.isEmpty()) {
      return Set.of();
    }
    Set<String> more = new LinkedHashSet<>(seen);
    more.add(name);
    return more;
  }

  /** Returns the members after a value has met conditions and left excluded values. */
  Members valued(long met, Set<JsonNode> agreeing) {
    return new Members(
        next,
        taken,
        keys,
        free,
        freeCount,
        vague,
        any,
        need,
        room,
        exists & ~met,
        agreeing,
        agreeing.isEmpty() ? Set.of() : seen);
  }
}
