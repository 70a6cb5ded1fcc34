package dev.strait.values;

import dev.strait.automaton.AutomatonLimitException;
import dev.strait.automaton.ByteDfa;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The lengths, in code points, of the texts of an automaton: a set that is periodic from some point
 * on. The tables beyond least and greatest are made when first needed.
 */
final class Lengths {
  /** No such length. */
  static final int NONE = -1;

  private static final long MAX_WORK = 50_000_000;
  private static final int FAR = Integer.MAX_VALUE;

  private final ByteDfa dfa;
  private final int least;
  private final int greatest;

  /** Achievable lengths below preperiod + period. */
  private final BitSet achievable = new BitSet();

  private long jsonBytes = NONE;
  private int preperiod = -1;
  private int period;

  Lengths(ByteDfa dfa) {
    this.dfa = dfa;
    this.least = dfa.isEmpty() ? NONE : computeLeast();
    this.greatest = dfa.isFinite() ? computeGreatest() : StringSet.UNBOUNDED;
  }

  /** Returns the least length. */
  int least() {
    return least;
  }

  /** Returns the greatest length, or {@link StringSet#UNBOUNDED}. */
  int greatest() {
    return greatest;
  }

  private static boolean isLead(int value) {
    return value < 0x80 || value >= 0xc0;
  }

  /** 0-1 breadth-first search: lead bytes cost one, continuation bytes nothing. */
  private int computeLeast() {
    int[] distance = new int[dfa.states()];
    Arrays.fill(distance, FAR);
    distance[0] = 0;
    java.util.ArrayDeque<Integer> queue = new java.util.ArrayDeque<>();
    queue.add(0);
    int best = FAR;
    while (!queue.isEmpty()) {
      int s = queue.removeFirst();
      if (dfa.isAccepting(s)) {
        best = Math.min(best, distance[s]);
      }
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s); e++) {
        int cost = isLead(dfa.low(e)) ? 1 : 0;
        int t = dfa.target(e);
        if (distance[s] + cost < distance[t]) {
          distance[t] = distance[s] + cost;
          if (cost == 0) {
            queue.addFirst(t);
          } else {
            queue.addLast(t);
          }
        }
      }
    }
    return best;
  }

  /** The longest path of an acyclic automaton, in topological order. */
  private int computeGreatest() {
    int[] incoming = new int[dfa.states()];
    for (int s = 0; s < dfa.states(); s++) {
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s); e++) {
        incoming[dfa.target(e)]++;
      }
    }
    int[] longest = new int[dfa.states()];
    int[] queue = new int[dfa.states()];
    int tail = dfa.isEmpty() ? 0 : 1;
    int best = NONE;
    for (int head = 0; head < tail; head++) {
      int s = queue[head];
      best = dfa.isAccepting(s) ? Math.max(best, longest[s]) : best;
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s); e++) {
        int t = dfa.target(e);
        longest[t] = Math.max(longest[t], longest[s] + (isLead(dfa.low(e)) ? 1 : 0));
        if (--incoming[t] == 0) {
          queue[tail++] = t;
        }
      }
    }
    return best;
  }

  /** Returns the least number of bytes of a JSON text, quotes included. */
  synchronized long jsonBytes() {
    if (jsonBytes == NONE) {
      jsonBytes = 2 + computeBytes();
    }
    return jsonBytes;
  }

  /** A Dijkstra search: a byte costs itself, or its escape. */
  private long computeBytes() {
    long[] distance = new long[dfa.states()];
    Arrays.fill(distance, Long.MAX_VALUE);
    distance[0] = 0;
    PriorityQueue<long[]> queue = new PriorityQueue<>(Comparator.comparingLong(at -> at[0]));
    queue.add(new long[] {0, 0});
    while (true) {
      long[] at = queue.remove();
      int s = (int) at[1];
      if (dfa.isAccepting(s)) {
        return at[0];
      }
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s) && at[0] == distance[s]; e++) {
        long longer = at[0] + bytes(dfa.low(e), dfa.high(e));
        if (longer < distance[dfa.target(e)]) {
          distance[dfa.target(e)] = longer;
          queue.add(new long[] {longer, dfa.target(e)});
        }
      }
    }
  }

  private static int bytes(int low, int high) {
    int least = JsonWords.escapedBytes(low);
    for (int value = low + 1; value <= high && least > 1; value++) {
      least = Math.min(least, JsonWords.escapedBytes(value));
    }
    return least;
  }

  /** Returns whether a text has a length from {@code min} to {@code max}, both inclusive. */
  boolean meets(int min, int max) {
    if (least == NONE || max < least || min > greatest || min > max) {
      return false;
    }
    return (min <= least) || max >= greatest || nextFrom(min) <= max;
  }

  private synchronized long nextFrom(int min) {
    if (preperiod < 0) {
      tabulate();
    }
    long shift = min < preperiod + period ? 0 : ((long) min - preperiod) / period * period;
    int found = achievable.nextSetBit((int) (min - shift));
    if (found < 0) {
      found = achievable.nextSetBit(preperiod);
      shift += period;
    }
    return found < 0 ? Long.MAX_VALUE : found + shift;
  }

  /** Steps the set of states reachable by k characters until it repeats. */
  private void tabulate() {
    Map<BitSet, Integer> seen = new HashMap<>();
    BitSet now = new BitSet();
    now.set(0);
    long work = 0;
    for (int k = 0; ; k++) {
      Integer before = seen.putIfAbsent(now, k);
      if (before != null) {
        preperiod = before;
        period = k - before;
        return;
      }
      BitSet next = new BitSet();
      for (int s = now.nextSetBit(0); s >= 0; s = now.nextSetBit(s + 1)) {
        if (dfa.isAccepting(s)) {
          achievable.set(k);
        }
        work += after(s, next);
      }
      if (work > MAX_WORK) {
        throw new AutomatonLimitException("the search for the lengths of a pattern", MAX_WORK);
      }
      now = next;
    }
  }

  /** Adds the states one character later. */
  private int after(int state, BitSet next) {
    int work = 1;
    for (int e = dfa.edgesBegin(state); e < dfa.edgesEnd(state); e++) {
      int t = dfa.target(e);
      boolean whole = dfa.edgesBegin(t) == dfa.edgesEnd(t) || isLead(dfa.low(dfa.edgesBegin(t)));
      if (whole) {
        next.set(t);
      } else {
        work += after(t, next);
      }
    }
    return work;
  }
}
