package dev.strait.automaton;

import java.util.Arrays;

/**
 * The states 0 to n - 1 in disjoint blocks that can be split. Some states of a block can be marked;
 * blocks with marked states wait in a queue.
 */
final class Partition {
  /** No block: where none waits, or a state is in none. */
  static final int NONE = -1;

  /** The states, block by block; within a block the marked ones come first. */
  private final int[] states;

  /** Per state: its place in {@link #states}. */
  private final int[] place;

  private final int[] block;
  private final int[] first;
  private final int[] end;
  private final int[] marked;
  private int blocks;
  private final IntList waiting = new IntList();

  /**
   * Makes a partition.
   *
   * @param block per state its block, from 0 without gaps, or {@link #NONE}; mutated from now on
   */
  Partition(int[] block) {
    int n = block.length;
    this.block = block;
    this.states = new int[n];
    this.place = new int[n];
    this.first = new int[n + 1];
    this.end = new int[n + 1];
    this.marked = new int[n + 1];
    for (int b : block) {
      if (b >= 0) {
        end[b]++;
        blocks = Math.max(blocks, b + 1);
      }
    }
    for (int b = 0, at = 0; b < blocks; b++) {
      int size = end[b];
      first[b] = at;
      end[b] = at;
      at += size;
    }
    for (int s = 0; s < n; s++) {
      if (block[s] >= 0) {
        put(s, end[block[s]]++);
      }
    }
  }

  private void put(int state, int at) {
    states[at] = state;
    place[state] = at;
  }

  /** Marks a state; its block waits from then on. A state alone in its block is left out. */
  void mark(int state) {
    int b = block[state];
    if (b < 0 || end[b] - first[b] == 1) {
      return;
    }
    int to = first[b] + marked[b];
    int from = place[state];
    if (from >= to) {
      if (marked[b]++ == 0) {
        waiting.add(b);
      }
      int other = states[to];
      put(state, to);
      put(other, from);
    }
  }

  void markAll() {
    for (int s = 0; s < block.length; s++) {
      mark(s);
    }
  }

  /** Takes a block that waits, or {@link #NONE}. */
  int next() {
    return waiting.size() == 0 ? NONE : waiting.removeLast();
  }

  /** Returns the marked states of a block. */
  int[] marked(int b) {
    return Arrays.copyOfRange(states, first[b], first[b] + marked[b]);
  }

  /** Returns the states of a block that are not marked. */
  int[] unmarked(int b) {
    return Arrays.copyOfRange(states, first[b] + marked[b], end[b]);
  }

  /** Returns the number of states of a block that are not marked. */
  int unmarkedSize(int b) {
    return end[b] - first[b] - marked[b];
  }

  /** Returns some state of a block that is not marked; there must be one. */
  int someUnmarked(int b) {
    return states[first[b] + marked[b]];
  }

  /** Leaves no state of a block marked. */
  void unmark(int b) {
    marked[b] = 0;
  }

  /** Moves some states, not all, out of a block without marks, into a new one. */
  void split(int b, int[] some) {
    int fresh = blocks++;
    int from = first[b];
    for (int i = 0; i < some.length; i++) {
      int other = states[from + i];
      int old = place[some[i]];
      put(some[i], from + i);
      put(other, old);
      block[some[i]] = fresh;
    }
    first[fresh] = from;
    end[fresh] = from + some.length;
    first[b] = from + some.length;
  }
}
