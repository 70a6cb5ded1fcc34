package dev.strait.constraint;

import dev.strait.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
      new ConcurrentHashMap<>(256);
  private final ConcurrentHashMap<Mask.Recipe, Mask> masks = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Mask.Source, Mask> masksBySource = new ConcurrentHashMap<>();
  private final Map<Frames, Stack> unions = new HashMap<>();
  private final Map<Frames, Stack> unionsByContent = new HashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger weight = new AtomicInteger();
  private volatile boolean seenControls;
  private SpellingProof.Pair @Nullable [] spelling;
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

  /** Returns the proofs of what can be spelled, for vocabularies that lack bytes. */
  synchronized SpellingProof.Pair spelling(int level) {
    SpellingProof.Pair[] known = spelling;
    if (known == null) {
      known = Spelling.proofs(this);
      spelling = known;
    }
    return known[level];
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

  /** Returns whether this is the universe of shared rules. */
  boolean isShared() {
    return shared == null;
  }

  /** Returns the universe that keeps what comes of some walks. */
  Universe keeperOf(boolean sharedAlone) {
    Universe other = shared;
    return sharedAlone && other != null ? other : this;
  }

  /** Returns the mask that was made of these walks, or null. */
  @Nullable Mask mask(Mask.Source source) {
    return masksBySource.get(source);
  }

  /** Keeps the mask that was made of these walks. */
  void keep(Mask.Source source, Mask mask) {
    if (limits.remembersWalks()) {
      masksBySource.put(source, mask);
      weigh(1);
    }
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
    return a == b ? a : union(List.of(a, b));
  }

  /**
   * Returns the union of stack sets, memoised: all at once, for one after another would build every
   * set in between.
   */
  Stack union(Collection<Stack> sets) {
    Frames key = new Frames(sets.stream().mapToInt(s -> s.id).sorted().distinct().toArray());
    if (key.ids.length == 1) {
      return sets.iterator().next();
    }
    synchronized (unions) {
      Stack known = unions.get(key);
      if (known != null) {
        return known;
      }
    }
    Stack fresh = computeUnion(sets);
    synchronized (unions) {
      unions.put(key, fresh);
    }
    weigh(1 + key.ids.length);
    return fresh;
  }

  private Stack computeUnion(Collection<Stack> sets) {
    Map<Object, Set<Stack>> byReturn = new LinkedHashMap<>();
    for (Stack set : sets) {
      if (set.isUnion()) {
        for (Stack frame : set.frames) {
          addFrame(frame, byReturn);
        }
      } else {
        addFrame(set, byReturn);
      }
    }
    Stack[] frames = byReturn.values().stream().map(this::merged).toArray(Stack[]::new);
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

  private static void addFrame(Stack frame, Map<Object, Set<Stack>> byReturn) {
    Object key = frame.isBottom() ? "bottom" : frame.then != null ? frame.then : frame.pending;
    byReturn.computeIfAbsent(Objects.requireNonNull(key), k -> new LinkedHashSet<>(2)).add(frame);
  }

  /** Returns one frame for several with the same return: over the union of what is below them. */
  private Stack merged(Set<Stack> frames) {
    Stack first = frames.iterator().next();
    if (frames.size() == 1 || first.isBottom()) {
      return first;
    }
    List<Stack> below = new ArrayList<>(frames.size());
    for (Stack frame : frames) {
      below.add(Objects.requireNonNull(frame.parent));
    }
    Stack parents = union(below);
    Node then = first.then;
    return then != null
        ? parents.push(then, this)
        : parents.push(Objects.requireNonNull(first.pending), this);
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
