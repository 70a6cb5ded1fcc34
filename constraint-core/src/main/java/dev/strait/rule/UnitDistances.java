package dev.strait.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * For each state of an automaton with counted edges: in how few bytes numbers of units lead to
 * acceptance.
 *
 * <p>Let D(k) be the least bytes with exactly k units. The differences D(k + period) - D(k) settle
 * at one growth per state. If they are seen to be constant for a whole period, and no edge leads to
 * a state of lesser growth, they are constant for ever: an edge that is a shortest way on and leads
 * to a state of the same growth stays the shortest, for the others only fall behind.
 *
 * <p>Where they are not seen to settle, the least bytes with k units or more are those with fewer
 * than k units and one for each state: a way with more counts twice from one state, and is longer
 * than without what it reads in between.
 */
final class UnitDistances {
  private static final int FAR = Integer.MAX_VALUE;

  private final UnitCounts counts;
  private final int states;

  /** Least bytes at [units][state]; FAR where there is no way. */
  private final List<int[]> distances = new ArrayList<>();

  /** Growth of the distances per {@code stride} units, per state; stride 0 if not settled. */
  private int[] growth = new int[0];

  private int stride;

  /** Whether the tables ended since they would be too large: least bytes are upper bounds. */
  private boolean cut;

  /**
   * Makes the tables for rules that need at least {@code min} units.
   *
   * @throws GrammarException if they would be too large; not if {@link #areSmall}
   */
  UnitDistances(UnitCounts counts, int min) {
    this.counts = counts;
    this.states = counts.states;
    tabulate(min);
  }

  /** Returns whether the tables are surely small enough. */
  static boolean areSmall(UnitCounts counts, int min) {
    return rows(counts, min) * counts.states <= UnitCounts.CELL_LIMIT;
  }

  private static long rows(UnitCounts counts, int min) {
    return (long) min + counts.preperiod() + counts.period();
  }

  /** Returns the most units of a shortest way with at least so many. */
  private long most(int min) {
    return Math.max(rows(counts, min), (long) min + states);
  }

  private void tabulate(int min) {
    long enough = rows(counts, min);
    int period = counts.period();
    for (int k = 0; stride == 0 && k <= most(min); k++) {
      cut = (long) k * states > UnitCounts.CELL_LIMIT;
      if (cut && k > enough) {
        return;
      }
      if (cut) {
        String name = counts.name;
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
    Arrays.setAll(row, s -> counts.dfa.accepts(s) ? 0 : FAR);
    relax(row);
    return row;
  }

  private int[] nextRow(int[] row) {
    int[] next = new int[states];
    Arrays.fill(next, FAR);
    for (int t = 0; t < states; t++) {
      if (row[t] != FAR) {
        for (int s : counts.countedSources[t]) {
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
        if (row[t] == FAR) {
          continue;
        }
        for (int s : counts.plainSources[t]) {
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
    if (from < counts.preperiod()) {
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
      for (int[][] sources : List.of(counts.plainSources, counts.countedSources)) {
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
    return stride > 0 || (cut ? rows(counts, min) : most(min)) < distances.size();
  }

  /** Returns the least bytes to acceptance with {@code needed} to {@code allowed} units. */
  long shortest(int state, int needed, int allowed) {
    long best = UnitCounts.NONE;
    long k = counts.next(state, needed);
    while (k <= allowed && k < best) {
      best = Math.min(best, distance(k, state));
      k = counts.next(state, k + 1);
    }
    return best;
  }

  private long distance(long units, int state) {
    int rows = distances.size();
    if (units < rows) {
      return distances.get((int) units)[state];
    }
    if (stride == 0) {
      return UnitCounts.NONE;
    }
    long strides = (units - rows) / stride + 1;
    return distances.get((int) (units - strides * stride))[state] + strides * growth[state];
  }
}
