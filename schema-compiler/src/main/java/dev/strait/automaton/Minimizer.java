package dev.strait.automaton;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Trims, minimises and numbers an automaton.
 *
 * <p>Minimisation begins from a partition that already tells apart states of different distance to
 * acceptance and of different longest word: that settles chains, tries and counted repeats at once.
 * Then blocks are split; only states of which a successor has moved are looked at again.
 * Complexity: O(e d log n) for e edges, at most d from one state, and n states. (Rounds over all
 * states took a second where a repeat of 256 is followed by a loop: each round settled one state.)
 */
final class Minimizer {
  private static final int NEVER = Integer.MAX_VALUE;

  private final Raw raw;
  private final int states;
  private int[] sourceOf = new int[0];
  private int[] firstReverse = new int[0];
  private int[] reverse = new int[0];

  private Minimizer(Raw raw) {
    this.raw = raw;
    this.states = raw.states();
  }

  /**
   * Returns the canonical automaton of the same set; no state if it is empty. {@code raw} is
   * mutated: edges are sorted.
   */
  static Raw canonical(Raw raw) {
    if (raw.states() == 0) {
      return new Raw(0);
    }
    Minimizer minimizer = new Minimizer(raw);
    minimizer.sortEdges();
    minimizer.reverseEdges();
    int[] distance = minimizer.distances();
    if (distance[0] == NEVER) {
      return new Raw(0);
    }
    return minimizer.numbered(minimizer.blocks(distance), distance);
  }

  /** Returns the same automaton trimmed and numbered, for one that is known to be minimal. */
  static Raw numberedOnly(Raw raw) {
    Minimizer minimizer = new Minimizer(raw);
    minimizer.sortEdges();
    minimizer.reverseEdges();
    int[] block = new int[raw.states()];
    Arrays.setAll(block, s -> s);
    return minimizer.numbered(block, minimizer.distances());
  }

  /** Sorts the edges of each state by their first byte (insertion sort: mostly sorted already). */
  private void sortEdges() {
    for (int s = 0; s < states; s++) {
      for (int i = raw.firstEdge[s] + 1; i < raw.firstEdge[s + 1]; i++) {
        int range = raw.range[i];
        int target = raw.target[i];
        int j = i - 1;
        for (; j >= raw.firstEdge[s] && raw.range[j] > range; j--) {
          raw.range[j + 1] = raw.range[j];
          raw.target[j + 1] = raw.target[j];
        }
        raw.range[j + 1] = range;
        raw.target[j + 1] = target;
      }
    }
  }

  private void reverseEdges() {
    int edges = raw.target.length;
    sourceOf = new int[edges];
    firstReverse = new int[states + 1];
    for (int s = 0; s < states; s++) {
      for (int e = raw.firstEdge[s]; e < raw.firstEdge[s + 1]; e++) {
        sourceOf[e] = s;
        firstReverse[raw.target[e] + 1]++;
      }
    }
    for (int s = 0; s < states; s++) {
      firstReverse[s + 1] += firstReverse[s];
    }
    int[] next = firstReverse.clone();
    reverse = new int[edges];
    for (int e = 0; e < edges; e++) {
      reverse[next[raw.target[e]]++] = sourceOf[e];
    }
  }

  /** Returns the least number of bytes to acceptance, per state, by breadth-first search. */
  private int[] distances() {
    int[] distance = new int[states];
    Arrays.fill(distance, NEVER);
    int[] queue = new int[states];
    int tail = 0;
    for (int s = 0; s < states; s++) {
      if (raw.accepting[s]) {
        distance[s] = 0;
        queue[tail++] = s;
      }
    }
    for (int head = 0; head < tail; head++) {
      int s = queue[head];
      for (int i = firstReverse[s]; i < firstReverse[s + 1]; i++) {
        int p = reverse[i];
        if (distance[p] == NEVER) {
          distance[p] = distance[s] + 1;
          queue[tail++] = p;
        }
      }
    }
    return distance;
  }

  /** Returns the length of the longest word from each live state; -1 where there is no longest. */
  private int[] heights(int[] distance) {
    int[] pending = new int[states];
    int[] height = new int[states];
    Arrays.fill(height, -1);
    int[] queue = new int[states];
    int tail = 0;
    for (int s = 0; s < states; s++) {
      for (int e = raw.firstEdge[s]; e < raw.firstEdge[s + 1]; e++) {
        pending[s] += distance[raw.target[e]] == NEVER ? 0 : 1;
      }
      if (pending[s] == 0 && distance[s] != NEVER) {
        height[s] = 0;
        queue[tail++] = s;
      }
    }
    int[] best = new int[states];
    for (int head = 0; head < tail; head++) {
      int s = queue[head];
      for (int i = firstReverse[s]; i < firstReverse[s + 1]; i++) {
        int p = reverse[i];
        best[p] = Math.max(best[p], height[s] + 1);
        if (--pending[p] == 0) {
          height[p] = best[p];
          queue[tail++] = p;
        }
      }
    }
    return height;
  }

  /** Returns the block of each live state. */
  private int[] blocks(int[] distance) {
    int[] height = heights(distance);
    int[] block = new int[states];
    Map<Long, Integer> first = new HashMap<>();
    for (int s = 0; s < states; s++) {
      block[s] = Partition.NONE;
      if (distance[s] != NEVER) {
        long key = (long) distance[s] << 32 | (height[s] & 0xffffffffL);
        Integer old = first.putIfAbsent(key, first.size());
        block[s] = old == null ? first.size() - 1 : old;
      }
    }
    return refined(block, distance);
  }

  /** Splits blocks until the states of each have edges to the same blocks. */
  private int[] refined(int[] block, int[] distance) {
    Partition partition = new Partition(block);
    partition.markAll();
    for (int b = partition.next(); b != Partition.NONE; b = partition.next()) {
      for (int[] moved : split(partition, b, block, distance)) {
        for (int s : moved) {
          for (int i = firstReverse[s]; i < firstReverse[s + 1]; i++) {
            partition.mark(reverse[i]);
          }
        }
      }
    }
    return block;
  }

  /**
   * Splits a block by what its marked states' edges lead to; the others agree among themselves. The
   * largest part keeps the block's number, so that a state is moved log n times at most.
   *
   * @return the states that were moved, part by part
   */
  private List<int[]> split(Partition partition, int b, int[] block, int[] distance) {
    int[] marked = partition.marked(b);
    Map<Signature, Integer> partOf = new HashMap<>();
    IntList sizes = new IntList();
    sizes.add(partition.unmarkedSize(b));
    if (sizes.get(0) > 0) {
      partOf.put(signature(partition.someUnmarked(b), block, distance), 0);
    }
    int[] part = new int[marked.length];
    for (int i = 0; i < marked.length; i++) {
      Integer fresh = sizes.size();
      Integer old = partOf.putIfAbsent(signature(marked[i], block, distance), fresh);
      part[i] = old == null ? fresh : old;
      if (old == null) {
        sizes.add(0);
      }
      sizes.set(part[i], sizes.get(part[i]) + 1);
    }
    List<int[]> moved = partOf.size() == 1 ? List.of() : parts(partition, b, part, sizes);
    partition.unmark(b);
    moved.forEach(some -> partition.split(b, some));
    return moved;
  }

  /** Returns all parts but the largest; part 0 has the states that are not marked. */
  private static List<int[]> parts(Partition partition, int b, int[] part, IntList sizes) {
    int largest = 0;
    for (int p = 1; p < sizes.size(); p++) {
      largest = sizes.get(p) > sizes.get(largest) ? p : largest;
    }
    int[][] parts = new int[sizes.size()][];
    int[] filled = new int[sizes.size()];
    int[] marked = partition.marked(b);
    for (int i = 0; i < marked.length; i++) {
      int p = part[i];
      if (p != largest) {
        parts[p] = parts[p] == null ? new int[sizes.get(p)] : parts[p];
        parts[p][filled[p]++] = marked[i];
      }
    }
    if (largest != 0 && partition.unmarkedSize(b) > 0) {
      parts[0] = partition.unmarked(b);
    }
    return Arrays.stream(parts).filter(Objects::nonNull).toList();
  }

  /** The block of a state, then its edges to live states as (range, block), neighbours merged. */
  private Signature signature(int state, int[] block, int[] distance) {
    int begin = raw.firstEdge[state];
    int end = raw.firstEdge[state + 1];
    int[] items = new int[1 + 2 * (end - begin)];
    items[0] = block[state];
    int size = 1;
    for (int e = begin; e < end; e++) {
      if (distance[raw.target[e]] != NEVER) {
        int goal = block[raw.target[e]];
        if (size > 1 && items[size - 1] == goal && touches(items[size - 2], raw.range[e])) {
          items[size - 2] = (items[size - 2] & 0xffff0000) | (raw.range[e] & 0xffff);
        } else {
          items[size++] = raw.range[e];
          items[size++] = goal;
        }
      }
    }
    return new Signature(size == items.length ? items : Arrays.copyOf(items, size));
  }

  private static boolean touches(int left, int right) {
    return (left & 0xffff) + 1 == right >>> 16;
  }

  /** Numbers the blocks in breadth-first order and packs them. */
  private Raw numbered(int[] block, int[] distance) {
    Map<Integer, Integer> numberOf = new HashMap<>();
    IntList order = new IntList();
    numberOf.put(block[0], 0);
    order.add(0);
    IntList first = new IntList();
    IntList ranges = new IntList();
    IntList targets = new IntList();
    for (int i = 0; i < order.size(); i++) {
      first.add(ranges.size());
      Signature signature = signature(order.get(i), block, distance);
      for (int j = 1; j < signature.items.length; j += 2) {
        ranges.add(signature.items[j]);
        int goal = signature.items[j + 1];
        Integer number = numberOf.get(goal);
        if (number == null) {
          number = order.size();
          numberOf.put(goal, number);
          order.add(member(order.get(i), goal, block, distance));
        }
        targets.add(number);
      }
    }
    first.add(ranges.size());
    return packed(order, first.toArray(), ranges, targets.toArray());
  }

  /** Returns a target of {@code state} in the block {@code goal}. */
  private int member(int state, int goal, int[] block, int[] distance) {
    for (int e = raw.firstEdge[state]; e < raw.firstEdge[state + 1]; e++) {
      int t = raw.target[e];
      if (distance[t] != NEVER && block[t] == goal) {
        return t;
      }
    }
    throw new AssertionError("a block without a member");
  }

  private Raw packed(IntList order, int[] first, IntList ranges, int[] targets) {
    Raw result = new Raw(order.size());
    result.firstEdge = first;
    result.range = ranges.toArray();
    result.target = targets;
    for (int s = 0; s < order.size(); s++) {
      result.accepting[s] = raw.accepting[order.get(s)];
    }
    return result;
  }

  private static final class Signature {
    private final int[] items;
    private final int hash;

    Signature(int[] items) {
      this.items = items;
      this.hash = IntHash.of(items, items.length);
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Signature other
          && hash == other.hash
          && Arrays.equals(items, other.items);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
