package dev.strait.constraint;

import dev.strait.rule.Dfa;
import java.util.Arrays;

/**
 * Walks tokens through one byte automaton.
 *
 * <p>The trie is read in preorder, one pass over the subtree, the automaton's state kept per depth.
 * Two things cut the pass short: a dead byte skips its subtree, and so does a state that loops on
 * every byte below it (a string's body over plain letters) or cannot die on any - the subtree's
 * tokens are then allowed as one range. From the root, where a state is safe on some bytes, the
 * trie is not read at all: see {@link TokenGroups}. Ends of the rule inside a subtree of which
 * every token is allowed anyway are dropped: what would follow them could add nothing to a mask.
 */
final class LeafWalker {

  /** Marks a state whose loops were not computed yet: no set of buckets has this bit. */
  private static final long UNKNOWN = 1L << 63;

  /** Subtrees of more trie nodes are checked for loops: computing a state's loops costs as much. */
  private static final int LOOPED = 48;

  /** Nodes of a subtree whose children are looked up, if the state has few edges. */
  private static final int LARGE = 512;

  /** Bytes on the edges of a state with few. */
  private static final int FEW = 24;

  /** Trie nodes with unsafe bytes that are looked at, one by one, rather than the whole trie. */
  private static final int MOST_DOUBTFUL = 150_000;

  private final TokenTrie trie;
  private final TailsTable tails;
  private final Dfa dfa;
  private final SafeBuckets safe;
  private long[] loops;
  private long longest = -1;

  LeafWalker(TailsTable tails, Dfa dfa) {
    this.trie = tails.trie;
    this.tails = tails;
    this.dfa = dfa;
    this.safe = new SafeBuckets(dfa);
    this.loops = new long[Math.min(dfa.states(), 64)];
    Arrays.fill(loops, UNKNOWN);
  }

  /** Adds what the tokens at {@code from} can do from {@code state}. */
  void walk(int state, Tails from, Collector out, boolean suspect) {
    if (from.isSingle()) {
      walkSubtree(state, from.members[0], out, suspect);
    } else {
      walkLevel(state, from, out, suspect);
    }
  }

  private void walkLevel(int state, Tails from, Collector out, boolean suspect) {
    if (dfa.accepts(state)) {
      out.exit(from, suspect);
    }
    Tails.Level level = from.level();
    for (int i = 0; i < level.size(); i++) {
      int next = dfa.step(state, level.bytes[i] & 0xff);
      if (next != Dfa.DEAD) {
        out.allow(level.ids[i], suspect);
        Tails rest = level.next[i];
        if (rest != null) {
          walk(next, rest, out, suspect);
        }
      }
    }
  }

  private void walkSubtree(int state, int top, Collector out, boolean suspect) {
    if (dfa.accepts(state)) {
      Tails here = tails.single(top);
      if (here != null) {
        out.exit(here, suspect);
      }
    }
    if (top == 0 && !suspect && walkGroups(state, out)) {
      return;
    }
    Pass pass = new Pass(state, top, out, suspect);
    if (trie.end[top] - top > LARGE && edges(state) <= FEW) {
      dfa.forEachEdge(state, (first, last, target) -> pass.runChildren(first, last));
    } else {
      pass.run();
    }
    pass.finish();
  }

  /**
   * Walks from the root by groups of tokens, if the state is safe on enough: allowed are the tokens
   * that are made of safe bytes only; of the others only those are read whose first unsafe byte is
   * alive somewhere around.
   */
  private boolean walkGroups(int state, Collector out) {
    long safely = safe.of(state);
    if (safely == 0) {
      return false;
    }
    int reach = safe.reach(state);
    long around = safe.around(state);
    long doubtful = around & ~safely & SafeBuckets.BUCKETS;
    if (reach < TokenGroups.SHORTEST || (around & SafeBuckets.ENDS) != 0) {
      return false;
    }
    TokenGroups groups = trie.groups(out.maskWords());
    if (groups.count(doubtful) > MOST_DOUBTFUL) {
      return false;
    }
    Pass pass = new Pass(state, 0, out, false);
    for (long left = doubtful; left != 0; left &= left - 1) {
      pass.runBelow(groups, safely, groups.labelled(Long.numberOfTrailingZeros(left)), reach);
    }
    if ((around & SafeBuckets.BREAKS) != 0) {
      pass.runBelow(groups, safely, groups.broken(), reach);
    }
    pass.runDeep(groups, safely, safe.beyond(state), groups.deep(reach + 1));
    out.allow(groups.made(safely, reach), trie, pass.ranges);
    return true;
  }

  private int edges(int state) {
    int[] count = {0};
    dfa.forEachEdge(state, (first, last, target) -> count[0] += last - first + 1);
    return count[0];
  }

  /** Returns whether all bytes below a node that has children lead from the state to itself. */
  boolean loopsBelow(int state, int node) {
    return dfa.step(state, trie.label[node + 1] & 0xff) == state
        && (trie.below[node] & ~loops(state)) == 0;
  }

  /** Returns whether the state cannot die on any of the bytes below a node. */
  private boolean isSafeBelow(int state, int node) {
    if (trie.height[node] > SafeBuckets.DEPTH || !trie.text.get(node)) {
      return false;
    }
    boolean large = trie.end[node] - node > LOOPED;
    return (trie.below[node] & ~(large ? safe.of(state) : safe.known(state))) == 0
        && trie.height[node] <= safe.reach(state);
  }

  /** Returns whether the state cannot die on the byte to a node or any of the bytes below it. */
  private boolean isSafeAt(int state, int node) {
    if (trie.height[node] >= SafeBuckets.DEPTH || !trie.afterText.get(node)) {
      return false;
    }
    boolean large = trie.end[node] - node > LOOPED;
    long bytes = trie.below[node] | 1L << TokenTrie.BUCKET[trie.label[node] & 0xff];
    return (bytes & ~(large ? safe.of(state) : safe.known(state))) == 0
        && trie.height[node] < safe.reach(state);
  }

  /** Returns the most bytes that the shortest completion of any state has. */
  long longest() {
    if (longest < 0) {
      long most = 0;
      for (int s = 0; s < dfa.states(); s++) {
        most = Math.max(most, dfa.shortest(s));
      }
      longest = most;
    }
    return longest;
  }

  /** Returns the buckets all of whose bytes lead from a state to itself. */
  private long loops(int state) {
    long[] known = loops;
    if (state < known.length && known[state] != UNKNOWN) {
      return known[state];
    }
    long set = computeLoops(state);
    if (state >= known.length) {
      int size = Math.min(dfa.states(), Math.max(state + 1, known.length * 2));
      long[] more = Arrays.copyOf(known, size);
      Arrays.fill(more, known.length, size, UNKNOWN);
      known = more;
    }
    known[state] = set;
    loops = known;
    return set;
  }

  private long computeLoops(int state) {
    long[] set = {0};
    dfa.forEachEdge(
        state,
        (first, last, target) -> {
          if (target == state) {
            set[0] |= TokenTrie.bucketsWithin(first, last);
          }
        });
    return set[0];
  }

  /** One pass over a subtree. */
  private final class Pass {
    private final Collector out;
    private final boolean suspect;
    private final int top;
    private final int base;

    /** Automaton state by depth below the top. */
    private int[] states = new int[32];

    /** Depth to the node on the way to the one that was jumped to last, with its state. */
    private final int[] way = new int[TokenGroups.LONGEST + 1];

    private int wayDepth;

    /** Open exits: trie nodes, and how many ids had been added before each. */
    private final IntBuffer openExits = new IntBuffer();

    private final IntBuffer idsBefore = new IntBuffer();
    private int added;

    /** Ranges of the trie's ids that are allowed: from (inclusive), to (exclusive); ascending. */
    private final IntBuffer ranges = new IntBuffer();

    Pass(int state, int top, Collector out, boolean suspect) {
      this.top = top;
      this.base = trie.depth[top];
      this.out = out;
      this.suspect = suspect;
      states[0] = state;
    }

    void run() {
      run(top + 1, trie.end[top]);
    }

    /** Visits only the children on some bytes (both inclusive), found by index. */
    void runChildren(int first, int last) {
      Tails here = tails.single(top);
      if (here == null) {
        return;
      }
      for (int b = first; b <= last; b++) {
        int child = tails.child(here, b);
        if (child >= 0) {
          run(child, trie.end[child]);
        }
      }
    }

    /** Visits those of some nodes, with their subtrees, that safe bytes lead to within reach. */
    void runBelow(TokenGroups groups, long safely, int[] nodes, int reach) {
      for (int n : nodes) {
        if ((groups.above(n) & ~safely) == 0 && trie.depth[n] <= reach + 1) {
          runAt(groups, n);
        }
      }
    }

    /** Visits those of some nodes, with their subtrees, that are reached on safe bytes only. */
    void runDeep(TokenGroups groups, long safely, long alive, int[] nodes) {
      if ((safely & alive) == 0) {
        return;
      }
      for (int n : nodes) {
        long own = 1L << TokenTrie.BUCKET[trie.label[n] & 0xff];
        if ((groups.above(n) & ~safely) == 0 && (own & safely & alive) != 0) {
          runAt(groups, n);
        }
      }
    }

    /** Visits a node that safe bytes lead to: the automaton reads from where the ways part. */
    private void runAt(TokenGroups groups, int node) {
      int depth = trie.depth[node];
      int known = depth - 1;
      int n = groups.parent(node);
      while (known > 0 && (known > wayDepth || way[known] != n)) {
        way[known--] = n;
        n = groups.parent(n);
      }
      wayDepth = depth - 1;
      for (int d = known + 1; d < depth; d++) {
        states[d] = dfa.step(states[d - 1], trie.label[way[d]] & 0xff);
      }
      run(node, trie.end[node]);
    }

    private void run(int from, int end) {
      for (int n = from; n < end; ) {
        closeExits(n);
        n = visit(n);
      }
      closeExits(end);
    }

    /** Visits a node and returns the next one to visit. */
    private int visit(int n) {
      int depth = trie.depth[n] - base;
      int end = trie.end[n];
      if (end - n > 2 && isSafeAt(states[depth - 1], n)) {
        add(trie.firstId[n], trie.firstId[end]);
        return end;
      }
      int next = dfa.step(states[depth - 1], trie.label[n] & 0xff);
      if (next == Dfa.DEAD) {
        return end;
      }
      if (end - n > 2 && isSafeBelow(next, n) || end - n > LOOPED && loopsBelow(next, n)) {
        add(trie.firstId[n], trie.firstId[end]);
        return end;
      }
      if (end - n > 1 && dfa.accepts(next)) {
        openExits.add(n);
        idsBefore.add(added);
      }
      add(trie.firstId[n], trie.firstId[n + 1]);
      if (depth == states.length) {
        states = Arrays.copyOf(states, depth * 2);
      }
      states[depth] = next;
      return n + 1;
    }

    private void add(int from, int to) {
      if (from == to) {
        return;
      }
      added += to - from;
      if (ranges.size > 0 && ranges.items[ranges.size - 1] == from) {
        ranges.items[ranges.size - 1] = to;
      } else {
        ranges.add(from);
        ranges.add(to);
      }
    }

    /** Hands over what is allowed: the ids, or of most ids the others. */
    void finish() {
      if (top == 0 && !suspect && added > trie.ids.length / 2) {
        out.allowAllBut(trie, ranges);
        return;
      }
      for (int i = 0; i < ranges.size; i += 2) {
        out.allow(trie.ids, ranges.items[i], ranges.items[i + 1], suspect);
      }
    }

    /** Keeps an exit whose subtree has been left, if some token below it was not allowed. */
    private void closeExits(int at) {
      while (openExits.size > 0) {
        int node = openExits.items[openExits.size - 1];
        if (trie.end[node] > at) {
          return;
        }
        openExits.size--;
        int before = idsBefore.items[--idsBefore.size];
        if (added - before < trie.firstId[trie.end[node]] - trie.firstId[node]) {
          out.exitNode(node, suspect);
        }
      }
    }
  }
}
