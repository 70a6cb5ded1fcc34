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
  private static final int MOST_STATES = 40_000;

  /** States after some bytes that are looked at to tell what is alive there. */
  private static final int MOST_LEVEL = 64;

  /** In what lies around a state: some state there accepts. No bucket has this bit. */
  static final long ENDS = 1L << 62;

  /** In what lies around a state: bytes are alive there that break a text. No bucket has it. */
  static final long BREAKS = 1L << 61;

  /** All buckets, without the marks. */
  static final long BUCKETS = (1L << TokenTrie.BUCKET[255] + 1) - 1;

  private static final int PHASES = Utf8Phase.BROKEN;
  private static final long UNKNOWN = 1L << 63;

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

  /** State to the buckets of which some byte is alive there. */
  private long[] alive = {};

  /** State to the buckets alive at some state met within its reach, and the marks above. */
  private long[] around = {};

  /** State to the buckets alive at some state to which as many bytes as its reach lead. */
  private long[] beyond = {};

  /** State * PHASES + phase within a character: 1 if every way to its end is alive, else -1. */
  private byte[] total = {};

  private int search;
  private int least;
  private int depth;
  private int last;
  private int[] open = new int[64];
  private int found;
  private boolean whole;
  private long bad;

  /** Whether states where most is dead are met like others. */
  private boolean meetingAll;

  /** What lies around states at which the search ended. */
  private long skipped;

  SafeBuckets(Dfa dfa) {
    this.dfa = dfa;
  }

  private void allocate() {
    int states = dfa.states();
    dead = new long[states];
    reach = new byte[states];
    total = new byte[states * PHASES];
    met = new int[states * PHASES];
    alive = new long[states];
    around = new long[states];
    beyond = new long[states];
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
   * Returns the buckets of which some byte is alive at some state that is met within the reach of a
   * state on its safe buckets, or at its end, with {@link #ENDS} and {@link #BREAKS}; of a state
   * whose buckets are known, and not none. Under the lock, for without it a thread could see the
   * buckets of a state before this.
   */
  synchronized long around(int state) {
    return around[state];
  }

  /** Returns the buckets of which some byte may be alive after as many safe bytes as the reach. */
  synchronized long beyond(int state) {
    return beyond[state];
  }

  /** A set that is safe for a few bytes is better than none. */
  private long compute(int state) {
    least = LEAST_DEPTH;
    long far = search(state);
    least = 1;
    return far != 0 ? far : search(state);
  }

  private long search(int state) {
    long buckets = VALID[Utf8Phase.BETWEEN] & ~dead(state);
    while (buckets != 0) {
      if (deadWithin(state, buckets) == 0) {
        reach[state] = (byte) Math.min(DEPTH, last + 1);
        buckets |= CONTINUATIONS;
        around[state] = aroundMet();
        shareWithMet(state, buckets);
        beyond[state] = beyond(state, reach[state], buckets & ~CONTINUATIONS);
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
    skipped = 0;
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
    if (!meetingAll
        && between
        && 2 * Long.bitCount(dead(state) & buckets) > Long.bitCount(buckets)) {
      if (depth < least) {
        bad |= phase == Utf8Phase.BETWEEN ? 1L << bucket : LEADS;
      } else {
        last = Math.min(last, depth);
        skipped |= around(state, Utf8Phase.BETWEEN);
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

  private long aroundMet() {
    long some = skipped;
    for (int i = 0; i < found; i++) {
      some |= around(open[i] / PHASES, open[i] % PHASES);
    }
    return some;
  }

  private long around(int state, int phase) {
    long alive = alive(state);
    long marks = (dfa.accepts(state) ? ENDS : 0) | ((alive & ~VALID[phase]) != 0 ? BREAKS : 0);
    return alive | marks;
  }

  /** Follows level by level, states that come again included; everything if they are many. */
  private long beyond(int from, int bytes, long buckets) {
    if (bytes == DEPTH) {
      return -1L;
    }
    int[] level = {from * PHASES};
    meetingAll = true;
    for (int i = 0; i < bytes && level.length <= MOST_LEVEL; i++) {
      search++;
      found = 0;
      depth = 0;
      for (int at : level) {
        follow(at / PHASES, at % PHASES, buckets);
      }
      level = Arrays.copyOf(open, found);
    }
    meetingAll = false;
    long some = level.length <= MOST_LEVEL ? 0 : -1L;
    for (int at : level) {
      some |= alive(at / PHASES);
    }
    return some;
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
          around[state] = around[from];
          beyond[state] = -1L;
          safe[state] = buckets;
        }
      }
    }
  }

  /** Returns the buckets of which some byte is alive; marked by a bit that is no bucket's. */
  private long alive(int state) {
    if (alive[state] == 0) {
      long[] some = {0};
      dfa.forEachEdge(
          state,
          (first, last, to) -> some[0] |= span(TokenTrie.BUCKET[first], TokenTrie.BUCKET[last]));
      alive[state] = some[0] | UNKNOWN;
    }
    return alive[state] & ~UNKNOWN;
  }

  private static long span(int low, int high) {
    return -1L >>> 63 - (high - low) << low;
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
