package dev.strait.constraint;

import dev.strait.rule.CountedRule;
import dev.strait.rule.Dfa;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The token walks of a counted automaton, with the counter left out.
 *
 * <p>A <em>fold</em> groups the tokens at a position by what they do: the automaton's state they
 * end in and the units they read; and the places where the rule can end inside a token by the units
 * read before. A counter value then only selects among a few hundred groups, instead of walking the
 * vocabulary again. Folding depends on the automaton alone, so all bounded strings of all schemas
 * share one.
 */
final class FoldFamily {

  private static final int[] NO_IDS = {};
  private static final byte[] NO_BYTES = {};

  /** Most remembered folds of one automaton. */
  private static final int MOST_FOLDS = 1_024;

  /** Most remembered answers of one fold. */
  private static final int MOST_ANSWERS = 512;

  /** Folds at one position with which others are compared. */
  private static final int MOST_WHOLES = 3;

  /** Trie nodes of a position from which on comparing pays. */
  static final int LARGE = 2_000;

  /** Two folds that differ at more trie nodes than this have little in common. */
  private static final int MOST_DIFFERENT = 12_000;

  /** Trie nodes below one from which on it pays to look whether the state loops on all of them. */
  private static final int LOOPED = 8;

  /** An automaton and its counting states, by content. */
  record Key(Dfa dfa, BitSet counting) {

    static Key of(CountedRule rule) {
      BitSet counting = new BitSet();
      for (int s = 0; s < rule.dfa().states(); s++) {
        counting.set(s, rule.counting(s));
      }
      return new Key(rule.dfa(), counting);
    }
  }

  private final VocabularyIndex index;
  private final Key key;
  private final int large;

  /** State to whether an edge that leaves it counts, and to whether it accepts. */
  private final boolean[] counting;

  private final boolean[] accepting;

  /** Knows on which bytes a state loops. */
  private final LeafWalker leaves;

  private final Map<Long, Fold> folds = new HashMap<>();

  /** Position to the first folds there, with which others are compared. */
  private final Map<Tails, List<Fold>> wholeFolds = new HashMap<>();

  private final Map<Long, Walk> uncounted = new HashMap<>();
  private int age;

  /**
   * Makes an empty family.
   *
   * @param large trie nodes of a position from which on folds there are compared
   */
  FoldFamily(VocabularyIndex index, Key key, int large) {
    this.index = index;
    this.large = large;
    this.key = key;
    this.counting = new boolean[key.dfa.states()];
    this.accepting = new boolean[counting.length];
    this.leaves = index.leafWalker(key.dfa);
    for (int s = 0; s < counting.length; s++) {
      counting[s] = key.counting.get(s);
      accepting[s] = key.dfa.accepts(s);
    }
  }

  /** Returns what the tokens at {@code from} can do from a counted state. */
  Walk walk(CountedRule rule, CountedRule.State state, Tails from) {
    if (state.needed() == 0 && state.allowed() == CountedRule.UNBOUNDED) {
      return uncounted(state.state(), from);
    }
    return fold(state.state(), from).answer(rule, state);
  }

  /** Returns what tokens can do where counts cannot matter: as in a leaf without a counter. */
  private Walk uncounted(int state, Tails from) {
    long key = key(state, from);
    Walk known;
    synchronized (this) {
      known = uncounted.get(key);
    }
    return known != null ? known : learnUncounted(key, state, from);
  }

  private Walk learnUncounted(long key, int state, Tails from) {
    Walker walker = index.walker();
    Collector out = walker.open();
    Walk fresh;
    try {
      leaves.walk(state, from, out, false);
      fresh = out.toWalk(true);
    } finally {
      walker.close();
    }
    synchronized (this) {
      if (uncounted.size() >= MOST_FOLDS || age != index.foldAge()) {
        forget();
      }
      uncounted.put(key, fresh);
      index.chargeFolds(heldBy(fresh));
    }
    return fresh;
  }

  private static long key(int state, Tails from) {
    return (long) state << 32 | from.id;
  }

  /** Returns the most bytes to the end after a token at {@code from}, or {@link Node#NO_END}. */
  long worst(CountedRule rule, CountedRule.State state, Tails from) {
    return fold(state.state(), from).worst(rule, state);
  }

  private synchronized Fold fold(int state, Tails from) {
    if (folds.size() >= MOST_FOLDS || age != index.foldAge()) {
      forget();
    }
    long key = key(state, from);
    Fold known = folds.get(key);
    if (known == null) {
      known = make(state, from);
      folds.put(key, known);
      index.chargeFolds(known.held());
    }
    return known;
  }

  private void forget() {
    folds.clear();
    wholeFolds.clear();
    uncounted.clear();
    age = index.foldAge();
  }

  /** Returns a fold that says what is other than in one that is known, if that is little. */
  private Fold make(int state, Tails from) {
    if (from.isSingle() && index.trie.end[from.members[0]] - from.members[0] > large) {
      List<Fold> wholes = wholeFolds.computeIfAbsent(from, f -> new ArrayList<>(2));
      for (Fold whole : wholes) {
        Difference difference = new Difference(state, whole.start, from.members[0]);
        if (difference.isSmall()) {
          return new Fold(state, whole, difference);
        }
      }
      Fold fresh = new Fold(state, from);
      if (wholes.size() < MOST_WHOLES) {
        wholes.add(fresh);
      }
      return fresh;
    }
    return new Fold(state, from);
  }

  /** The tokens that end in one state after the same number of units. */
  private static final class Ending {
    final int state;
    final int units;
    final IntBuffer ids = new IntBuffer();

    /**
     * Trie nodes that are reached so and on all bytes below which the state stays what it is. Their
     * tokens are in no list of ids: a node says all of them, in a hundredth of the room.
     */
    final IntBuffer loopers = new IntBuffer();

    /** Most bytes that a token goes on for below one of them. */
    int highest;

    Ending(int state, int units) {
      this.state = state;
      this.units = units;
    }

    void trim() {
      ids.trim();
      loopers.trim();
    }

    long held() {
      return ids.items.length + loopers.items.length;
    }
  }

  /** Which states are alive after some units, from one counted state; memoised. */
  private static final class Life {
    private static final byte ALIVE = 1;
    private static final byte DEAD = 2;

    final CountedRule rule;
    final CountedRule.State from;
    private final byte[][] known;

    Life(CountedRule rule, CountedRule.State from) {
      this.rule = rule;
      this.from = from;
      this.known = new byte[rule.dfa().states()][];
    }

    boolean isAlive(int state, int units) {
      byte @Nullable [] of = known[state];
      if (of == null || units >= of.length) {
        of = of == null ? new byte[units + 8] : Arrays.copyOf(of, units + 8);
        known[state] = of;
      }
      if (of[units] == 0) {
        of[units] = compute(state, units) ? ALIVE : DEAD;
      }
      return of[units] == ALIVE;
    }

    private boolean compute(int state, int units) {
      int needed = Math.max(0, from.needed() - units);
      boolean unbounded = from.allowed() == CountedRule.UNBOUNDED;
      int allowed = unbounded ? CountedRule.UNBOUNDED : from.allowed() - units;
      return allowed >= 0 && rule.isAlive(state, needed, allowed);
    }
  }

  /** The tokens at one position from one state of the automaton. */
  private final class Fold {
    final int start;
    private final Map<Long, Walk> answers = new HashMap<>();
    private final List<Ending> endings = new ArrayList<>();

    /** Whether all tokens are below one position, so that each is in one ending. */
    private final boolean single;

    /** The tokens of all endings. */
    private int total;

    private long @Nullable [] everything;

    private final List<IntBuffer> exitsByUnits = new ArrayList<>();

    /**
     * What most tokens do: as from this fold's state; null if all tokens are in the lists above.
     */
    private final @Nullable Fold base;

    /**
     * Ranges of trie nodes, ascending, where the base does not count: first, then past the last.
     */
    private final int[] cuts;

    /** The endings by state, then units, while the fold is being built. */
    private @Nullable Ending[][] byState = new Ending[key.dfa.states()][];

    Fold(int state, Tails from) {
      start = state;
      single = from.isSingle();
      base = null;
      cuts = new int[0];
      read(state, 0, from);
      trim();
    }

    /** Drops what only building needs: folds live long. */
    private void trim() {
      for (Ending ending : endings) {
        total += ending.ids.size;
        for (int i = 0; i < ending.loopers.size; i++) {
          int node = ending.loopers.items[i];
          total += index.trie.firstId[index.trie.end[node]] - index.trie.firstId[node + 1];
        }
      }
      byState = new Ending[0][];
      endings.forEach(Ending::trim);
      exitsByUnits.forEach(IntBuffer::trim);
    }

    /** Makes a fold of what a comparison has found. */
    Fold(int state, Fold base, Difference difference) {
      start = state;
      this.base = base;
      this.single = true;
      cuts = difference.cuts.toArray();
      TokenTrie trie = index.trie;
      for (int i = 0; i < difference.alive.size; i += 3) {
        int n = difference.alive.items[i];
        int to = difference.alive.items[i + 1];
        int units = difference.alive.items[i + 2];
        if (trie.firstId[n] < trie.firstId[n + 1]) {
          ending(to, units).ids.addAll(trie.ids, trie.firstId[n], trie.firstId[n + 1]);
        }
        if (accepting[to]) {
          exits(units).add(n);
        }
      }
      trim();
    }

    private void read(int state, int units, Tails from) {
      if (from.isSingle()) {
        readSubtree(state, units, from.members[0]);
      } else {
        readLevel(state, units, from);
      }
    }

    private void readLevel(int state, int units, Tails from) {
      if (accepting[state]) {
        for (int node : from.members) {
          exits(units).add(node);
        }
      }
      Tails.Level level = from.level();
      for (int i = 0; i < level.size(); i++) {
        int next = key.dfa.step(state, level.bytes[i] & 0xff);
        if (next != Dfa.DEAD) {
          int count = units + unit(state, next);
          if (level.ids[i].length > 0) {
            ending(next, count).ids.addAll(level.ids[i], 0, level.ids[i].length);
          }
          Tails rest = level.next[i];
          if (rest != null) {
            read(next, count, rest);
          }
        }
      }
    }

    private void readSubtree(int start, int startUnits, int top) {
      TokenTrie trie = index.trie;
      int base = trie.depth[top];
      int[] states = new int[TokenTrie.LONGEST_TOKEN + 1];
      int[] units = new int[TokenTrie.LONGEST_TOKEN + 1];
      states[0] = start;
      units[0] = startUnits;
      if (accepting[start]) {
        exits(startUnits).add(top);
      }
      for (int n = top + 1; n < trie.end[top]; ) {
        int depth = trie.depth[n] - base;
        int before = states[depth - 1];
        int next = key.dfa.step(before, trie.label[n] & 0xff);
        if (next == Dfa.DEAD) {
          n = trie.end[n];
          continue;
        }
        states[depth] = next;
        units[depth] = units[depth - 1] + unit(before, next);
        if (trie.firstId[n] < trie.firstId[n + 1]) {
          ending(next, units[depth]).ids.addAll(trie.ids, trie.firstId[n], trie.firstId[n + 1]);
        }
        if (accepting[next]) {
          exits(units[depth]).add(n);
          n = trie.end[n];
        } else if (trie.end[n] - n > LOOPED && leaves.loopsBelow(next, n)) {
          Ending here = ending(next, units[depth]);
          here.loopers.add(n);
          here.highest = Math.max(here.highest, trie.height[n]);
          n = trie.end[n];
        } else {
          n++;
        }
      }
    }

    private Ending ending(int state, int units) {
      @Nullable Ending[] all = byState[state];
      if (all == null || units >= all.length) {
        all = all == null ? new Ending[units + 4] : Arrays.copyOf(all, 2 * units);
        byState[state] = all;
      }
      Ending known = all[units];
      if (known == null) {
        known = new Ending(state, units);
        all[units] = known;
        endings.add(known);
      }
      return known;
    }

    private IntBuffer exits(int units) {
      while (exitsByUnits.size() <= units) {
        exitsByUnits.add(new IntBuffer());
      }
      return exitsByUnits.get(units);
    }

    synchronized Walk answer(CountedRule rule, CountedRule.State state) {
      long bounds = (long) state.needed() << 32 | state.allowed();
      Walk known = answers.get(bounds);
      if (known == null) {
        if (answers.size() >= MOST_ANSWERS) {
          answers.clear();
        }
        known = select(rule, state);
        answers.put(bounds, known);
        index.chargeFolds(heldBy(known));
      }
      return known;
    }

    /** Returns the ints that this fold holds, its answers not counted. */
    long held() {
      long ints = cuts.length;
      for (Ending ending : endings) {
        ints += ending.held();
      }
      for (IntBuffer exits : exitsByUnits) {
        ints += exits.items.length;
      }
      return ints;
    }

    private Walk select(CountedRule rule, CountedRule.State from) {
      return new Walk(parts(new Life(rule, from)), exits(from), NO_IDS, null, true);
    }

    private Part[] parts(Life life) {
      long[] words;
      if (base == null && total <= index.vocabulary.maskWords()) {
        return few(life);
      }
      if (base != null) {
        words = uncut(life);
        addAlive(life, words);
      } else if (single) {
        words = everything().clone();
        dropDead(life, words);
      } else {
        words = new long[index.vocabulary.maskWords()];
        addAlive(life, words);
      }
      return Part.of(words).map(part -> new Part[] {part}).orElse(new Part[0]);
    }

    /** Returns what is alive of few tokens. */
    private Part[] few(Life life) {
      IntBuffer ids = new IntBuffer();
      for (Ending ending : endings) {
        if (life.isAlive(ending.state, ending.units)) {
          ids.addAll(ending.ids.items, 0, ending.ids.size);
        }
        byte[] alive = looping(life, ending, true);
        if (alive.length > 0) {
          forEachLooping(ending, alive, ids::add);
        }
      }
      return ids.size == 0 ? new Part[0] : new Part[] {Part.sparse(ids.toArray())};
    }

    private void addAlive(Life life, long[] words) {
      for (Ending ending : endings) {
        if (life.isAlive(ending.state, ending.units)) {
          Part.add(ending.ids, words);
        }
        byte[] alive = looping(life, ending, true);
        if (alive.length > 0) {
          forEachLooping(ending, alive, id -> words[id >>> 6] |= 1L << id);
        }
      }
    }

    /** Takes away what is not alive: mostly little, for bounds are wider than tokens. */
    private void dropDead(Life life, long[] words) {
      for (Ending ending : endings) {
        if (!life.isAlive(ending.state, ending.units)) {
          for (int i = 0; i < ending.ids.size; i++) {
            int id = ending.ids.items[i];
            words[id >>> 6] &= ~(1L << id);
          }
        }
        byte[] dead = looping(life, ending, false);
        if (dead.length > 0) {
          forEachLooping(ending, dead, id -> words[id >>> 6] &= ~(1L << id));
        }
      }
    }

    /** Returns the tokens of all endings: below one position each token is in one of them. */
    private long[] everything() {
      long[] known = everything;
      if (known == null) {
        known = new long[index.vocabulary.maskWords()];
        long[] words = known;
        for (Ending ending : endings) {
          Part.add(ending.ids, words);
          byte[] all = new byte[ending.highest + 1];
          Arrays.fill(all, (byte) 1);
          forEachLooping(ending, all, id -> words[id >>> 6] |= 1L << id);
        }
        everything = known;
        index.chargeFolds(2L * known.length);
      }
      return known;
    }

    /**
     * Returns for each number of bytes more below a looping node whether the state is alive then
     * (or is not): 1 or 0; empty if all are 0.
     */
    private byte[] looping(Life life, Ending ending, boolean wanted) {
      if (ending.loopers.size == 0) {
        return NO_BYTES;
      }
      int each = unit(ending.state, ending.state);
      byte[] which = new byte[ending.highest + 1];
      boolean some = false;
      for (int more = 1; more <= ending.highest; more++) {
        if (life.isAlive(ending.state, ending.units + each * more) == wanted) {
          which[more] = 1;
          some = true;
        }
      }
      return some ? which : NO_BYTES;
    }

    /** Visits the tokens below looping nodes, those of some numbers of bytes more. */
    private void forEachLooping(Ending ending, byte[] which, IntConsumer out) {
      TokenTrie trie = index.trie;
      short[] lengths = trie.lengths();
      for (int i = 0; i < ending.loopers.size; i++) {
        int node = ending.loopers.items[i];
        int depth = trie.depth[node];
        int to = trie.firstId[trie.end[node]];
        for (int k = trie.firstId[node + 1]; k < to; k++) {
          if (which[lengths[k] - depth] != 0) {
            out.accept(trie.ids[k]);
          }
        }
      }
    }

    private CountedRule.State baseState(CountedRule.State from) {
      return new CountedRule.State(base().start, from.needed(), from.allowed());
    }

    private Fold base() {
      return Objects.requireNonNull(base);
    }

    /** Returns the base's tokens less those of the cuts, as mask words. */
    private long[] uncut(Life life) {
      long[] words = new long[index.vocabulary.maskWords()];
      for (Part part : base().answer(life.rule, baseState(life.from)).parts) {
        part.addTo(words);
      }
      TokenTrie trie = index.trie;
      for (int i = 0; i < cuts.length; i += 2) {
        for (int k = trie.firstId[cuts[i]]; k < trie.firstId[cuts[i + 1]]; k++) {
          words[trie.ids[k] >>> 6] &= ~(1L << trie.ids[k]);
        }
      }
      return words;
    }

    long worst(CountedRule rule, CountedRule.State from) {
      long own = worst(rule, from, new BitSet());
      return base == null ? own : Math.max(own, base.worst(rule, baseState(from), cutIds()));
    }

    /** Returns the ids of the tokens in the cuts. */
    private BitSet cutIds() {
      BitSet ids = new BitSet(index.vocabulary.size());
      TokenTrie trie = index.trie;
      for (int i = 0; i < cuts.length; i += 2) {
        for (int k = trie.firstId[cuts[i]]; k < trie.firstId[cuts[i + 1]]; k++) {
          ids.set(trie.ids[k]);
        }
      }
      return ids;
    }

    private long worst(CountedRule rule, CountedRule.State from, BitSet without) {
      Life life = new Life(rule, from);
      long worst = Node.NO_END;
      for (Ending ending : endings) {
        if (life.isAlive(ending.state, ending.units) && !isWithin(ending.ids, without)) {
          worst = Math.max(worst, rule.shortest(after(from, ending.state, ending.units)));
        }
      }
      return Math.max(worst, worstLooping(life, without));
    }

    private long worstLooping(Life life, BitSet without) {
      long worst = Node.NO_END;
      for (Ending ending : endings) {
        int each = unit(ending.state, ending.state);
        for (int more = 1; more <= ending.highest; more++) {
          int units = ending.units + each * more;
          if (life.isAlive(ending.state, units) && hasLooping(ending, more, without)) {
            long rest = life.rule.shortest(after(life.from, ending.state, units));
            worst = Math.max(worst, rest);
          }
        }
      }
      return worst;
    }

    private boolean hasLooping(Ending ending, int more, BitSet without) {
      byte[] which = new byte[ending.highest + 1];
      which[more] = 1;
      boolean[] found = {false};
      forEachLooping(ending, which, id -> found[0] |= !without.get(id));
      return found[0];
    }

    private static boolean isWithin(IntBuffer ids, BitSet set) {
      for (int i = 0; i < ids.size; i++) {
        if (!set.get(ids.items[i])) {
          return false;
        }
      }
      return true;
    }

    private static CountedRule.State after(CountedRule.State from, int state, int units) {
      boolean unbounded = from.allowed() == CountedRule.UNBOUNDED;
      return new CountedRule.State(
          state,
          Math.max(0, from.needed() - units),
          unbounded ? CountedRule.UNBOUNDED : from.allowed() - units);
    }

    private @Nullable Tails exits(CountedRule.State from) {
      IntBuffer nodes = new IntBuffer();
      int last = Math.min(from.allowed(), exitsByUnits.size() - 1);
      for (int units = from.needed(); units <= last; units++) {
        IntBuffer some = exitsByUnits.get(units);
        nodes.addAll(some.items, 0, some.size);
      }
      if (base != null) {
        base.addExits(baseState(from), cuts, nodes);
      }
      return index.tails.union(nodes.items, nodes.size);
    }

    /** Adds the exits that are outside of some ranges. */
    private void addExits(CountedRule.State from, int[] ranges, IntBuffer out) {
      int last = Math.min(from.allowed(), exitsByUnits.size() - 1);
      for (int units = from.needed(); units <= last; units++) {
        IntBuffer some = exitsByUnits.get(units);
        for (int i = 0; i < some.size; i++) {
          int at = Arrays.binarySearch(ranges, some.items[i]);
          boolean inside = at >= 0 ? at % 2 == 0 : (-at - 1) % 2 == 1;
          if (!inside) {
            out.add(some.items[i]);
          }
        }
      }
    }
  }

  /**
   * The trie nodes, below one, at which an automaton in one state does not do what it does from
   * another: where both have come to the same state with the same units read, all below is equal.
   */
  private final class Difference {
    private final TokenTrie trie = index.trie;

    /** The nodes, as ascending ranges: first, then past the last. */
    final IntBuffer cuts = new IntBuffer();

    /** What the first state does at them, while it is alive: node, state, units. */
    final IntBuffer alive = new IntBuffer();

    private final int[] states = new int[TokenTrie.LONGEST_TOKEN + 1];
    private final int[] others = new int[TokenTrie.LONGEST_TOKEN + 1];
    private final int[] units = new int[TokenTrie.LONGEST_TOKEN + 1];
    private final int[] otherUnits = new int[TokenTrie.LONGEST_TOKEN + 1];
    private int visited;

    Difference(int state, int other, int top) {
      states[0] = state;
      others[0] = other;
      if (accepting[state] != accepting[other] || accepting[state]) {
        visited = MOST_DIFFERENT;
        return;
      }
      int base = trie.depth[top];
      for (int n = top + 1; n < trie.end[top] && isSmall(); ) {
        n = compare(n, trie.depth[n] - base);
        visited++;
      }
    }

    boolean isSmall() {
      return visited < MOST_DIFFERENT;
    }

    /** Returns the next node to look at. */
    private int compare(int n, int depth) {
      int b = trie.label[n] & 0xff;
      int next = step(states[depth - 1], b);
      int other = step(others[depth - 1], b);
      int count = next == Dfa.DEAD ? 0 : units[depth - 1] + unit(states[depth - 1], next);
      int otherCount =
          other == Dfa.DEAD ? 0 : otherUnits[depth - 1] + unit(others[depth - 1], other);
      if (next == other && count == otherCount) {
        return trie.end[n];
      }
      boolean goesOn = next != Dfa.DEAD && !accepting[next];
      int end = goesOn ? n + 1 : trie.end[n];
      cut(n, end);
      if (next != Dfa.DEAD) {
        alive.add(n);
        alive.add(next);
        alive.add(count);
      }
      states[depth] = next;
      others[depth] = other == Dfa.DEAD || accepting[other] ? Dfa.DEAD : other;
      units[depth] = count;
      otherUnits[depth] = otherCount;
      return end;
    }

    private int step(int state, int b) {
      return state == Dfa.DEAD ? Dfa.DEAD : key.dfa.step(state, b);
    }

    private void cut(int from, int to) {
      if (cuts.size > 0 && cuts.items[cuts.size - 1] == from) {
        cuts.items[cuts.size - 1] = to;
      } else {
        cuts.add(from);
        cuts.add(to);
      }
    }
  }

  private static long heldBy(Walk walk) {
    long ints = 0;
    for (Part part : walk.parts) {
      ints += part.ids.length + 2L * part.words.length;
    }
    return ints;
  }

  private int unit(int from, int to) {
    return counting[from] && !accepting[to] ? 1 : 0;
  }
}
