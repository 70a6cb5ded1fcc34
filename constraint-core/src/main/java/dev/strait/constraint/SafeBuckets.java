package dev.strait.constraint;

import dev.strait.rule.Dfa;
import java.util.Arrays;

/**
 * Tells for which bytes a state of an automaton of texts cannot die soon: where up to {@link
 * #DEPTH} bytes of well-formed UTF-8 are made of those bytes only, they are allowed, whatever
 * states are passed. Thread-safe.
 *
 * <p>Bytes are told apart by {@link TokenTrie#BUCKET}. A set for a state is found by following all
 * buckets that are wholly alive there, taking away those that are not so at some state met, until
 * none is. It need not be the largest such set. Most patterns read nearly everything nearly
 * everywhere, so that nearly all of the trie is passed over by whole subtrees.
 */
final class SafeBuckets {

  /** Subtrees of the trie that are higher are not asked about. */
  static final int DEPTH = 24;

  /** Fewer bytes than this are not worth a set; more are where most ways end, as at a bound. */
  private static final int LEAST_DEPTH = 4;

  /** Larger automata are not looked at: the tables would be. */
  private static final int MOST_STATES = 12_000;

  private static final int PHASES = Utf8Phase.BROKEN;
  static final long UNKNOWN = 1L << 63;

  /** Bucket to its first byte; one more entry for the end. */
  private static final int[] FIRST = firstBytes();

  /** Phase to the buckets that it may go on with. */
  private static final long[] VALID = new long[PHASES];

  /** Phase and bucket to the next phase. */
  private static final byte[][] NEXT = new byte[PHASES][64];

  static {
    for (int phase = 0; phase < PHASES; phase++) {
      for (int k = 0; k + 1 < FIRST.length; k++) {
        NEXT[phase][k] = (byte) Utf8Phase.after(phase, FIRST[k]);
        VALID[phase] |= NEXT[phase][k] == Utf8Phase.BROKEN ? 0 : 1L << k;
      }
    }
  }

  /** Bytes within characters, which follow from what begins them, and bytes that begin them. */
  private static final long CONTINUATIONS = buckets(0x80, 0xbf);

  private static final long LEADS = buckets(0xc2, 0xf4);

  private final Dfa dfa;

  /** State to its buckets, once known; read without the lock under which all else is. */
  private volatile long[] safe = {};

  /** State to the buckets of which some byte, or some character that it begins, is dead there. */
  private long[] dead = {};

  /** State * PHASES + phase to the number of the search that met it last. */
  private int[] met = {};

  /** State to the bytes for which its buckets are safe. */
  private byte[] reach = {};

  /**
   * State to the buckets on which the states that were met go on otherwise; see {@link #others}.
   */
  private long[] others = {};

  /** State to the buckets of which some byte leads on, if it was asked for. */
  private long[] some = {};

  /** State * PHASES + phase within a character: 1 if every way to its end is alive, else -1. */
  private byte[] total = {};

  private int search;
  private int depth;
  private int last;
  private int[] open = new int[64];
  private int found;
  private boolean whole;
  private long bad;

  SafeBuckets(Dfa dfa) {
    this.dfa = dfa;
  }

  private void allocate() {
    int states = dfa.states();
    dead = new long[states];
    reach = new byte[states];
    others = new long[states];
    Arrays.fill(others, UNKNOWN);
    some = new long[states];
    total = new byte[states * PHASES];
    met = new int[states * PHASES];
    Arrays.fill(dead, UNKNOWN);
    long[] fresh = new long[states];
    Arrays.fill(fresh, UNKNOWN);
    safe = fresh;
  }

  private static long buckets(int first, int last) {
    long set = 0;
    for (int b = first; b <= last; b++) {
      set |= 1L << TokenTrie.BUCKET[b];
    }
    return set;
  }

  private static int[] firstBytes() {
    int[] first = new int[TokenTrie.BUCKET[255] + 2];
    for (int b = 255; b >= 0; b--) {
      first[TokenTrie.BUCKET[b]] = b;
    }
    first[first.length - 1] = 256;
    return first;
  }

  /** Returns the buckets of a state that is met between characters. */
  long of(int state) {
    if (dfa.states() > MOST_STATES) {
      return 0;
    }
    long[] all = safe;
    return all.length > 0 && all[state] != UNKNOWN ? all[state] : learn(state);
  }

  /** Returns the buckets of a state if they were computed, else none. */
  long known(int state) {
    long[] all = safe;
    long known = all.length == 0 ? 0 : all[state];
    return known == UNKNOWN ? 0 : known;
  }

  private synchronized long learn(int state) {
    if (safe.length == 0) {
      allocate();
    }
    if (safe[state] == UNKNOWN) {
      safe[state] = compute(state);
    }
    return safe[state];
  }

  /** Returns for how many bytes the buckets of a state are safe; of one whose buckets are known. */
  int reach(int state) {
    return reach[state];
  }

  /**
   * Returns the buckets on which some state that can be met on texts of a state's safe bytes may go
   * on besides those, between characters; {@link #UNKNOWN} if some of them accepts, or the set is
   * not safe for {@link #DEPTH} bytes. Of a state whose buckets are known.
   */
  long others(int state) {
    return others[state];
  }

  private long othersOfMet(long buckets) {
    if (last < DEPTH) {
      return UNKNOWN;
    }
    long alive = 0;
    for (int i = 0; i < found; i++) {
      int state = open[i] / PHASES;
      if (dfa.accepts(state)) {
        return UNKNOWN;
      }
      if (open[i] % PHASES == Utf8Phase.BETWEEN) {
        alive |= some(state);
      }
    }
    return alive & ~(buckets & VALID[Utf8Phase.BETWEEN]);
  }

  private long some(int state) {
    if (some[state] == 0) {
      dfa.forEachEdge(
          state,
          (first, last, to) ->
              some[state] |= -1L << TokenTrie.BUCKET[first] & -1L >>> 63 - TokenTrie.BUCKET[last]);
    }
    return some[state];
  }

  private long compute(int state) {
    long buckets = VALID[Utf8Phase.BETWEEN] & ~dead(state);
    while (buckets != 0) {
      if (deadWithin(state, buckets) == 0) {
        reach[state] = (byte) Math.min(DEPTH, last + 1);
        buckets |= CONTINUATIONS;
        others[state] = othersOfMet(buckets);
        shareWithMet(state, buckets);
        return buckets;
      }
      buckets &= ~bad;
    }
    return 0;
  }

  /**
   * Returns the buckets that are dead at some state that is met on bytes of some buckets; where
   * most are dead (after a closing quote) those that lead there instead. Where that is some bytes
   * away the search ends there.
   */
  private long deadWithin(int state, long buckets) {
    search++;
    found = 0;
    whole = true;
    last = DEPTH;
    depth = 0;
    bad = 0;
    meet(state * PHASES);
    int levelEnd = found;
    for (int i = 0; i < found; i++) {
      if (i == levelEnd) {
        levelEnd = found;
        depth++;
      }
      if (depth > last) {
        return bad;
      }
      int at = open[i];
      if (at % PHASES == Utf8Phase.BETWEEN) {
        bad |= dead(at / PHASES) & buckets;
      }
      if (depth == DEPTH) {
        whole = false;
        return bad;
      }
      follow(at / PHASES, at % PHASES, buckets & ~bad);
    }
    return bad;
  }

  private void follow(int state, int phase, long buckets) {
    long some = phase == Utf8Phase.BETWEEN ? buckets : VALID[phase];
    dfa.forEachEdge(
        state,
        (first, last, to) -> {
          int low = TokenTrie.BUCKET[first];
          int high = TokenTrie.BUCKET[last];
          long left = some & -1L << low & -1L >>> 63 - high;
          for (; left != 0; left &= left - 1) {
            enter(to, Long.numberOfTrailingZeros(left), phase, buckets);
          }
        });
  }

  private void enter(int state, int bucket, int phase, long buckets) {
    int next = NEXT[phase][bucket];
    boolean between = next == Utf8Phase.BETWEEN;
    if (between && 2 * Long.bitCount(dead(state) & buckets) > Long.bitCount(buckets)) {
      if (depth < LEAST_DEPTH) {
        bad |= phase == Utf8Phase.BETWEEN ? 1L << bucket : LEADS;
      } else {
        last = Math.min(last, depth);
        whole = false;
      }
    } else {
      meet(state * PHASES + next);
    }
  }

  private void meet(int at) {
    if (met[at] != search) {
      met[at] = search;
      if (found == open.length) {
        open = Arrays.copyOf(open, 2 * found);
      }
      open[found++] = at;
    }
  }

  /** A state met on bytes that are all it reads has the same set, if all states were met. */
  private void shareWithMet(int from, long buckets) {
    for (int i = 0; i < found && whole; i++) {
      int state = open[i] / PHASES;
      boolean between = open[i] % PHASES == Utf8Phase.BETWEEN;
      if (between && safe[state] == UNKNOWN) {
        long alive = VALID[Utf8Phase.BETWEEN] & ~dead(state);
        if ((alive & ~buckets) == 0) {
          reach[state] = DEPTH;
          others[state] = others[from];
          safe[state] = buckets;
        }
      }
    }
  }

  /** Returns the buckets of which some byte, or some character that it begins, is dead. */
  private long dead(int state) {
    if (dead[state] == UNKNOWN) {
      dead[state] = computeDead(state);
    }
    return dead[state];
  }

  private long computeDead(int state) {
    int[] alive = new int[FIRST.length];
    dfa.forEachEdge(
        state,
        (first, last, to) -> {
          for (int k = TokenTrie.BUCKET[first]; k <= TokenTrie.BUCKET[last]; k++) {
            int phase = NEXT[Utf8Phase.BETWEEN][k];
            if (phase == Utf8Phase.BETWEEN || phase < PHASES && isTotal(to, phase)) {
              alive[k] += Math.min(last + 1, FIRST[k + 1]) - Math.max(first, FIRST[k]);
            }
          }
        });
    return missing(alive, Utf8Phase.BETWEEN);
  }

  private static long missing(int[] alive, int phase) {
    long set = 0;
    for (long left = VALID[phase]; left != 0; left &= left - 1) {
      int k = Long.numberOfTrailingZeros(left);
      set |= alive[k] < FIRST[k + 1] - FIRST[k] ? 1L << k : 0;
    }
    return set;
  }

  /** Returns whether every end of the character that is being read is alive. */
  private boolean isTotal(int state, int phase) {
    int at = state * PHASES + phase;
    if (total[at] == 0) {
      total[at] = (byte) (computeTotal(state, phase) ? 1 : -1);
    }
    return total[at] > 0;
  }

  private boolean computeTotal(int state, int phase) {
    int[] alive = new int[FIRST.length];
    dfa.forEachEdge(
        state,
        (first, last, to) -> {
          for (int k = TokenTrie.BUCKET[first]; k <= TokenTrie.BUCKET[last]; k++) {
            int next = NEXT[phase][k];
            if (next == Utf8Phase.BETWEEN || next < PHASES && isTotal(to, next)) {
              alive[k] += Math.min(last + 1, FIRST[k + 1]) - Math.max(first, FIRST[k]);
            }
          }
        });
    return missing(alive, phase) == 0;
  }
}
