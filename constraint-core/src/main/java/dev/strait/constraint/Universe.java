package dev.strait.constraint;

import dev.strait.rule.Rule;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Everything learnt about a set of rules: their nodes, stacks and configurations. Thread-safe.
 *
 * <p>There is one for the rules that all constraints of a vocabulary share and one for each
 * constraint. A universe only grows; when it is full its owner starts a new one, and matchers carry
 * their configuration over at their next step. So eviction is one pointer, nothing that a live
 * matcher stands on goes away, and no entry needs to know who uses it.
 */
final class Universe {

  final VocabularyIndex index;
  final Limits limits;

  /** The universe of shared rules; null if this is it. */
  private final @Nullable Universe shared;

  final Stack bottom;
  final Text emptyText = Text.empty();
  private final ConcurrentHashMap<Rule<?>, RuleTable> tables = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Configuration, Configuration> configurations =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Mask.Recipe, Mask> masks = new ConcurrentHashMap<>();
  private final Map<Long, Stack> unions = new HashMap<>();
  private final Map<Frames, Stack> unionsByContent = new HashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger weight = new AtomicInteger();
  private volatile boolean seenControls;
  final AtomicInteger denseMasks = new AtomicInteger();

  Universe(VocabularyIndex index, @Nullable Universe shared, Limits limits) {
    this.index = index;
    this.shared = shared;
    this.limits = limits;
    this.bottom = Stack.bottom(nextId());
  }

  private record Frames(int[] ids) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Frames frames && Arrays.equals(ids, frames.ids);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ids);
    }
  }

  /** Tells that some rule has control edges. */
  void sawControls() {
    seenControls = true;
  }

  /**
   * Returns whether a node with control edges was ever expanded: until then none can be open at a
   * configuration whose mask was walked.
   */
  boolean hasSeenControls() {
    return seenControls || (shared != null && shared.hasSeenControls());
  }

  int nextId() {
    return ids.getAndIncrement();
  }

  void weigh(int entries) {
    weight.getAndAdd(entries);
  }

  /** Returns whether the owner should start a new universe. */
  boolean isFull() {
    return weight.get() > limits.entries() || (shared != null && shared.isFull());
  }

  int weight() {
    return weight.get();
  }

  Walker walker() {
    return index.walker();
  }

  void checkDepth(int depth) {
    if (depth > limits.depth()) {
      throw new LimitException(
          "nesting is deeper than "
              + limits.depth()
              + " frames; raise Limits.depth or bound the grammar");
    }
  }

  /** Returns the nodes of a rule: here, or with the vocabulary if the rule is shared. */
  @SuppressWarnings("unchecked")
  RuleTable table(Rule<?> rule) {
    RuleTable known = tables.get(rule);
    if (known != null) {
      return known;
    }
    Universe other = shared;
    RuleTable table =
        other != null && rule.isShared()
            ? other.table(rule)
            : new RuleTable((Rule<Object>) rule, this);
    RuleTable raced = tables.putIfAbsent(rule, table);
    return raced != null ? raced : table;
  }

  Configuration intern(Configuration fresh) {
    Configuration raced = configurations.putIfAbsent(fresh, fresh);
    if (raced != null) {
      return raced;
    }
    weigh(2);
    return fresh;
  }

  /** Returns the stored mask of a recipe, or {@code fresh} made the stored one. */
  Mask intern(Mask fresh) {
    Mask raced = masks.putIfAbsent(fresh.recipe(), fresh);
    if (raced == null) {
      weigh(2);
    }
    return raced != null ? raced : fresh;
  }

  /** Returns the union of two stack sets. */
  Stack union(Stack a, Stack b) {
    if (a == b) {
      return a;
    }
    long key = a.id < b.id ? (long) a.id << 32 | b.id : (long) b.id << 32 | a.id;
    synchronized (unions) {
      Stack known = unions.get(key);
      if (known != null) {
        return known;
      }
    }
    Stack fresh = computeUnion(a, b);
    synchronized (unions) {
      unions.put(key, fresh);
    }
    weigh(1);
    return fresh;
  }

  private Stack computeUnion(Stack a, Stack b) {
    Map<Object, Stack> byReturn = new HashMap<>();
    addFrames(a, byReturn);
    addFrames(b, byReturn);
    Stack[] frames = byReturn.values().toArray(Stack[]::new);
    if (frames.length == 1) {
      return frames[0];
    }
    Arrays.sort(frames, Comparator.comparingInt(f -> f.id));
    Frames content = new Frames(Arrays.stream(frames).mapToInt(f -> f.id).toArray());
    synchronized (unions) {
      Stack known = unionsByContent.get(content);
      if (known == null) {
        known = Stack.union(nextId(), frames);
        unionsByContent.put(content, known);
        weigh(1 + frames.length);
      }
      return known;
    }
  }

  private void addFrames(Stack stack, Map<Object, Stack> byReturn) {
    if (stack.isUnion()) {
      for (Stack frame : stack.frames) {
        addFrame(frame, byReturn);
      }
    } else {
      addFrame(stack, byReturn);
    }
  }

  private void addFrame(Stack frame, Map<Object, Stack> byReturn) {
    Object key = frame.isBottom() ? "bottom" : frame.then != null ? frame.then : frame.pending;
    Stack same = byReturn.get(java.util.Objects.requireNonNull(key));
    byReturn.put(key, same == null ? frame : merged(same, frame));
  }

  private Stack merged(Stack a, Stack b) {
    Stack below = a.parent;
    Stack other = b.parent;
    if (a == b || below == null || other == null) {
      return a;
    }
    Stack parents = union(below, other);
    Node then = a.then;
    return then != null
        ? parents.push(then, this)
        : parents.push(java.util.Objects.requireNonNull(a.pending), this);
  }

  /** Returns counts of what is held, for tests and reports. */
  Map<String, Integer> census() {
    Map<String, Integer> census = new TreeMap<>();
    census.put("rules", tables.size());
    census.put("configurations", configurations.size());
    census.put("masks", masks.size());
    census.put("weight", weight.get());
    return census;
  }
}
