package dev.strait.rule;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * For each state of an automaton with counted edges: which numbers of units lead to acceptance.
 *
 * <p>Let S(k) be the states from which exactly k units can lead to acceptance. S(k + 1) is a
 * function of S(k) alone, so the sequence repeats from some {@code preperiod} on with some {@code
 * period}: for a string body at once, for {@code (ab)*} with period 2.
 */
final class UnitCounts {

  private static final int[] NOWHERE = {};

  /** No such number. */
  static final long NONE = Long.MAX_VALUE;

  /** Most cells of a table (states times numbers of units). */
  static final int CELL_LIMIT = 1 << 22;

  final String name;
  final Dfa dfa;
  final int states;
  private final BitSet counting;

  /** Edges into each state that count no unit, and those that count one: source states. */
  final int[][] plainSources;

  final int[][] countedSources;

  /** Per state: the achievable numbers of units below {@code preperiod + period}. */
  private final BitSet[] achievable;

  private int preperiod;
  private int period;

  UnitCounts(String name, Dfa dfa, BitSet counting) {
    this.name = name;
    this.dfa = dfa;
    this.counting = counting;
    this.states = dfa.states();
    this.plainSources = sources(false);
    this.countedSources = sources(true);
    this.achievable = new BitSet[states];
    Arrays.setAll(achievable, s -> new BitSet());
    tabulateCounts();
  }

  private boolean counts(int from, int to) {
    return counting.get(from) && !dfa.accepts(to);
  }

  /** Returns the number from which on the achievable numbers repeat. */
  int preperiod() {
    return preperiod;
  }

  /** Returns the period with which they do. */
  int period() {
    return period;
  }

  /** Returns the edges that count a unit, or do not, turned round; one may be there twice. */
  private int[][] sources(boolean counted) {
    int[][] sources = new int[states][];
    int[] sizes = new int[states];
    Arrays.fill(sources, NOWHERE);
    for (int s = 0; s < states; s++) {
      int from = s;
      dfa.forEachEdge(
          s,
          (first, last, target) -> {
            if (dfa.accepts(from)) {
              throw new IllegalArgumentException(
                  name + ": an accepting state of a counted automaton has edges");
            }
            int size = sizes[target];
            boolean known = size > 0 && sources[target][size - 1] == from;
            if (!known && counts(from, target) == counted) {
              if (size == sources[target].length) {
                sources[target] = Arrays.copyOf(sources[target], Math.max(2, 2 * size));
              }
              sources[target][sizes[target]++] = from;
            }
          });
    }
    for (int s = 0; s < states; s++) {
      sources[s] = sizes[s] == 0 ? NOWHERE : Arrays.copyOf(sources[s], sizes[s]);
    }
    return sources;
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
      for (int s = now.nextSetBit(0); s >= 0; s = now.nextSetBit(s + 1)) {
        achievable[s].set(k);
      }
      now = countedInto(now);
    }
  }

  private BitSet countedInto(BitSet targets) {
    BitSet result = new BitSet();
    for (int t = targets.nextSetBit(0); t >= 0; t = targets.nextSetBit(t + 1)) {
      for (int source : countedSources[t]) {
        result.set(source);
      }
    }
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
