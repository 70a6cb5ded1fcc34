package dev.strait.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.set.ObjectPlan;
import dev.strait.schema.set.ObjectSet;
import dev.strait.values.KeySet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an object rule knows of the members so far, reduced to what matters for the rest. Immutable.
 */
final class Members {
  private final int next;
  private final BitSet taken;
  private final KeySet keys;
  private final List<String> free;
  private final int freeCount;
  private final boolean vague;
  private final boolean blurred;
  private final boolean any;
  private final long need;
  private final long room;
  private final long exists;
  private final Set<JsonNode> excluded;
  private final Set<JsonNode> doubtful;
  private final Set<String> seen;
  private final int hash;

  private Members(
      int next,
      BitSet taken,
      KeySet keys,
      List<String> free,
      int freeCount,
      boolean vague,
      boolean blurred,
      boolean any,
      long need,
      long room,
      long exists,
      Set<JsonNode> excluded,
      Set<JsonNode> doubtful,
      Set<String> seen) {
    this.next = next;
    this.taken = taken;
    this.keys = keys;
    this.free = free;
    this.freeCount = freeCount;
    this.vague = vague;
    this.blurred = blurred;
    this.any = any;
    this.need = need;
    this.room = room;
    this.exists = exists;
    this.excluded = excluded;
    this.doubtful = doubtful;
    this.seen = seen;
    this.hash = computeHash();
  }

  private int computeHash() {
    int h = 31 * (31 * next + taken.hashCode()) + keys.hashCode();
    h = 31 * (31 * h + freeCount) + (vague ? 1 : 0) + (any ? 2 : 0) + (blurred ? 4 : 0);
    h = 31 * (31 * (31 * h + Long.hashCode(need)) + Long.hashCode(room)) + Long.hashCode(exists);
    h = 31 * (31 * h + excluded.size()) + seen.size();
    return h ^ h >>> 15;
  }

  /** Returns the first declared key that may still come, if keys come as declared. */
  int next() {
    return next;
  }

  /** Returns the declared keys that have come, if keys come in any order; not to be changed. */
  BitSet taken() {
    return taken;
  }

  /** Returns the declared keys and the free keys that have come. */
  KeySet keys() {
    return keys;
  }

  /** Returns the free keys that have come, in order. */
  List<String> free() {
    return free;
  }

  /** Returns the number of free keys that have come, known or not. */
  int freeCount() {
    return freeCount;
  }

  /** Returns whether a free key has come that is not known. */
  boolean vague() {
    return vague;
  }

  /** Returns whether it is not known which of the excluded values agree. */
  boolean blurred() {
    return blurred;
  }

  /** Returns the members still needed. */
  long need() {
    return need;
  }

  /** Returns the members still allowed. */
  long room() {
    return room;
  }

  /** Returns the existential conditions not met, as bits. */
  long exists() {
    return exists;
  }

  /** Returns the excluded values that agree so far. */
  Set<JsonNode> excluded() {
    return excluded;
  }

  /**
   * Returns the excluded values of which it is not known whether they agree. They say nothing of
   * what may come, only how much is enough in any case.
   */
  Set<JsonNode> doubtful() {
    return doubtful;
  }

  /**
   * Returns the keys that have come, one that is not known under a name of its own; kept only while
   * there are excluded or doubtful values.
   */
  Set<String> seen() {
    return seen;
  }

  @Override
  public boolean equals(Object object) {
    return this == object
        || object instanceof Members other
            && hash == other.hash
            && next == other.next
            && freeCount == other.freeCount
            && vague == other.vague
            && any == other.any
            && blurred == other.blurred
            && need == other.need
            && room == other.room
            && exists == other.exists
            && taken.equals(other.taken)
            && keys.equals(other.keys)
            && free.equals(other.free)
            && excluded.equals(other.excluded)
            && doubtful.equals(other.doubtful)
            && seen.equals(other.seen);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "taken " + taken + " from " + next + ", free " + free + (vague ? " and others" : "");
  }

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
        false,
        plan.min(),
        plan.max(),
        (1L << plan.existsCount()) - 1,
        plan.excluded(),
        Set.of(),
        Set.of());
  }

  /** Returns these members with more excluded values, which must agree with them. */
  Members except(Set<JsonNode> values) {
    return new Members(
        next, taken, keys, free, freeCount, vague, blurred, any, need, room, exists, values,
        doubtful, seen);
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
        blurred,
        true,
        Math.max(0, need - 1),
        room == ObjectSet.UNBOUNDED ? room : room - 1,
        exists,
        excluded,
        doubtful,
        seenWith(name));
  }

  /**
   * Returns these members as if no free keys had been counted: whatever may come after these may
   * come after those, for the count only tells which keys are left of those that are short.
   */
  Members uncounted() {
    return new Members(
        next, taken, keys, free, 0, vague, blurred, any, need, room, exists, excluded, doubtful,
        seen);
  }

  /** Returns the members after a free key, its value not yet regarded. */
  Members free(String name, boolean inOrder, int declared) {
    List<String> more = new ArrayList<>(free);
    more.add(name);
    return freed(keys.plus(name), more, vague, inOrder, declared, seenWith(name));
  }

  /**
   * Returns the members after a free key that is not known.
   *
   * @param standIn a key of its class, which is counted in its place if the class has few keys
   */
  Members freeVague(Optional<String> standIn, boolean inOrder, int declared) {
    List<String> more = free;
    if (standIn.isPresent()) {
      more = new ArrayList<>(free);
      more.add(standIn.get());
    }
    return freed(keys, more, true, inOrder, declared, seenWith("unknown \uffff" + freeCount));
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
        blurred || nowVague && !excluded.isEmpty(),
        true,
        Math.max(0, need - 1),
        room == ObjectSet.UNBOUNDED ? room : room - 1,
        exists,
        nowVague ? Set.of() : excluded,
        nowVague && !excluded.isEmpty() ? excluded : doubtful,
        nowSeen);
  }

  private Set<String> seenWith(String name) {
    if (excluded.isEmpty() && doubtful.isEmpty()) {
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
        blurred,
        any,
        need,
        room,
        exists & ~met,
        agreeing,
        doubtful,
        agreeing.isEmpty() && doubtful.isEmpty() ? Set.of() : seen);
  }

  /** Returns the members after a value of which it is not known what excluded values it leaves. */
  Members valuedVaguely() {
    return new Members(
        next,
        taken,
        keys,
        free,
        freeCount,
        vague,
        true,
        any,
        need,
        room,
        exists,
        Set.of(),
        excluded.isEmpty() ? doubtful : excluded,
        seen);
  }
}
