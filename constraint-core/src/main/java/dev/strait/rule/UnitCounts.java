package dev.strait.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For each state of an automaton with counted edges: which numbers of units lead to acceptance, and
 * in how few bytes.
 *
 * <p>Let S(k) be the states from which exactly k units can lead to acceptance. S(k + 1) is a
 * function of S(k) alone, so the sequence repeats from some {@code preperiod} on with some {@code
 * period}: for a string body at once, for {@code (ab)*} with period 2. Let D(k) be the least bytes
 * with exactly k units. The differences D(k + period) - D(k) settle as well, at one growth per
 * state. If they are seen to be constant for a whole period, and no edge leads to a state of lesser
 * growth, they are constant for ever: an edge that is a shortest way on and leads to a state of the
 * same growth stays the shortest, for the others only fall behind.
 */
final class UnitCounts {

  /** No such number. */
  static final long NONE = Long.MAX_VALUE;

  /** Most cells of either table (states times numbers of units). */
  private static final int CELL_LIMIT = 1 << 22;

  private static final int FAR = Integer.MAX_VALUE;

  private final String name;
  private final Dfa dfa;
  private final BitSet counting;
  private final int states;

  /** Edges into each state that count no unit, and those that count one: source states. */
  private final int[][] plainSources;

  private final int[][] countedSources;

  /** Per state: the achievable numbers of units below {@code preperiod + period}. */
  private final BitSet[] achievable;

  private int preperiod;
  private int period;

  /** Least bytes at [units][state]; FAR where there is no way. */
  private final List<int[]> distances = new ArrayList<>();

  /** Growth of the distances per {@code stride} units, per state; stride 0 if not settled. */
  private int[] growth = new int[0];

  private int stride;

  UnitCounts(String name, Dfa dfa, BitSet counting, int min) {
    this.name = name;
    this.dfa = dfa;
    this.counting = counting;
    this.states = dfa.states();
    this.plainSources = sources(false);
    this.countedSources = sources(true);
    this.achievable = new BitSet[states];
    Arrays.setAll(achievable, s -> new BitSet());
    tabulateCounts();
    tabulateDistances(min);
  }

  private boolean counts(int from, int to) {
    return counting.get(from) && !dfa.accepts(to);
  }

  private int[][] sources(boolean counted) {
    BitSet[] sources = new BitSet[states];
    Arrays.setAll(sources, s -> new BitSet());
    for (int s = 0; s < states; s++) {
      int from = s;
      dfa.forEachEdge(
          s,
          (first, last, target) -> {
            if (dfa.accepts(from)) {
              throw new IllegalArgumentException(
                  name + ": an accepting state of a counted automaton has edges");
            }
            if (counts(from, target) == counted) {
              sources[target].set(from);
            }
          });
    }
    return Arrays.stream(sources).map(set -> set.stream().toArray()).toArray(int[][]::new);
  }

  private void tabulateCounts() {
    Map<BitSet, Integer> seen = new HashMap<>();
    BitSet now = new BitSet();
    for (int s = 0; s < states; s++) {
      now.set(s, dfa.accepts(s));
    }
    close(now);
    for (int k = 0; ; k++) {
      Integer before = seen.putIfAbsent(now, k);
      if (before != null) {
        preperiod = before;
        period = k - before;
        return;
      }
      if ((long) k * states > CELL_LIMIT) {
        throw new GrammarException(name, name + ": the lengths of its texts are too irregular");
      }
      int units = k;
      now.stream().forEach(s -> achievable[s].set(units));
      now = countedInto(now);
    }
  }

  private BitSet countedInto(BitSet targets) {
    BitSet result = new BitSet();
    targets.stream().forEach(t -> Arrays.stream(countedSources[t]).forEach(result::set));
    close(result);
    return result;
  }

  /** Adds the states that reach the set without counting. */
  private void close(BitSet set) {
    int[] stack = new int[states];
    int size = 0;
    for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
      stack[size++] = s;
    }
    while (size > 0) {
      for (int source : plainSources[stack[--size]]) {
        if (!set.get(source)) {
          set.set(source);
          stack[size++] = source;
        }
      }
    }
  }

  private void tabulateDistances(int min) {
    long enough = (long) min + preperiod + period;
    for (int k = 0; stride == 0 && k <= enough; k++) {
      if ((long) k * states > CELL_LIMIT) {
        throw new GrammarException(name, name + ": too irregular for a least length of " + min);
      }
      distances.add(k == 0 ? acceptingRow() : nextRow(distances.get(k - 1)));
      for (int q = period; stride == 0 && q <= 64 && q <= 4 * period; q += period) {
        settle(q);
      }
    }
  }

  private int[] acceptingRow() {
    int[] row = new int[states];
    Arrays.setAll(row, s -> dfa.accepts(s) ? 0 : FAR);
    relax(row);
    return row;
  }

  private int[] nextRow(int[] row) {
    int[] next = new int[states];
    Arrays.fill(next, FAR);
    for (int t = 0; t < states; t++) {
      if (row[t] != FAR) {
        for (int s : countedSources[t]) {
          next[s] = Math.min(next[s], row[t] + 1);
        }
      }
    }
    relax(next);
    return next;
  }

  /** Shortens along edges that count no unit, until nothing changes. */
  private void relax(int[] row) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int t = states - 1; t >= 0; t--) {
        for (int s : row[t] == FAR ? new int[0] : plainSources[t]) {
          if (row[s] > row[t] + 1) {
            row[s] = row[t] + 1;
            changed = true;
          }
        }
      }
    }
  }

  /** Looks whether the last 2q + 1 rows prove that every q units cost the same from now on. */
  private void settle(int q) {
    int from = distances.size() - 1 - 2 * q;
    if (from < preperiod) {
      return;
    }
    int[] found = new int[states];
    Arrays.fill(found, FAR);
    for (int k = from; k <= from + q; k++) {
      if (!sameGrowth(distances.get(k), distances.get(k + q), found)) {
        return;
      }
    }
    if (neverFalls(found)) {
      growth = found;
      stride = q;
    }
  }

  private boolean sameGrowth(int[] before, int[] after, int[] found) {
    for (int s = 0; s < states; s++) {
      if (before[s] != FAR) {
        int grown = after[s] - before[s];
        if (found[s] != FAR && found[s] != grown) {
          return false;
        }
        found[s] = grown;
      }
    }
    return true;
  }

  /** Whether no edge leads to a state of lesser growth; states without growth have FAR. */
  private boolean neverFalls(int[] found) {
    for (int t = 0; t < states; t++) {
      for (int[][] sources : List.of(plainSources, countedSources)) {
        for (int s : sources[t]) {
          if (found[s] != FAR && found[t] < found[s]) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Returns whether a least number of units is within the tables. */
  boolean covers(int min) {
    return stride > 0 || (long) min + preperiod + period < distances.size();
  }

  /** Returns the least achievable number of units from {@code atLeast} (inclusive), or NONE. */
  long next(int state, long atLeast) {
    long units = Math.max(0, atLeast);
    long shift = units < preperiod + period ? 0 : (units - preperiod) / period * period;
    int found = achievable[state].nextSetBit((int) (units - shift));
    if (found < 0) {
      found = achievable[state].nextSetBit(preperiod);
      shift += period;
    }
    return found < 0 ? NONE : found + shift;
  }

  /** Returns the least bytes to acceptance with {@code needed} to {@code allowed} units. */
  long shortest(int state, int needed, int allowed) {
    long best = NONE;
    for (long k = next(state, needed); k <= allowed && k < best; k = next(state, k + 1)) {
      best = Math.min(best, distance(k, state));
    }
    return best;
  }

  private long distance(long units, int state) {
    int rows = distances.size();
    if (units < rows) {
      return distances.get((int) units)[state];
    }
    if (stride == 0) {
      return NONE;
    }
    long strides = (units - rows) / stride + 1;
    return distances.get((int) (units - strides * stride))[state] + strides * growth[state];
  }

  /**
   * Returns the representative of the states that no {@code horizon} units can tell from this one.
   *
   * <p>While at least {@code preperiod} units are still needed after the horizon, only the needed
   * number modulo the period and a window of one period matter; and a window that stays open for a
   * whole period after the horizon is as good as one without an end.
   */
  CountedRule.State saturate(CountedRule.State state, int horizon) {
    long width = (long) state.allowed() - state.needed();
    long least = (long) preperiod + horizon + 1;
    if (state.needed() >= least) {
      long needed = least + (state.needed() - least) % period;
      long allowed = needed + Math.min(width, period - 1);
      return new CountedRule.State(state.state(), (int) needed, (int) allowed);
    }
    long ample = (long) horizon + Math.max(state.needed(), preperiod) + period - 1;
    return state.allowed() >= ample
        ? new CountedRule.State(state.state(), state.needed(), CountedRule.UNBOUNDED)
        : state;
  }
}
