package dev.strait.rule;

import java.util.Arrays;

/**
 * Walks the empty edges of a network. Scratch that is used again and again, so that a walk costs
 * only what it reaches.
 */
final class Closure {

  private final Network network;

  /** Stamp of the walk that last reached a state. */
  private int[] seen = new int[64];

  private int stamp;
  private int[] stack = new int[16];
  private int[] members = new int[16];
  private int memberCount;
  private int end = Network.NONE;

  /** Edges looked at since the object was made. */
  private long work;

  Closure(Network network) {
    this.network = network;
  }

  long work() {
    return work;
  }

  /** Begins a walk that keeps {@code endState} though it has no edges. */
  void begin(int endState) {
    stamp++;
    memberCount = 0;
    end = endState;
    if (seen.length < network.states()) {
      seen = Arrays.copyOf(seen, Math.max(network.states(), seen.length * 2));
    }
  }

  /** Adds a state and those reached by empty edges; keeps those with other edges, and the end. */
  void reach(int from) {
    int size = 0;
    if (seen[from] != stamp) {
      seen[from] = stamp;
      stack[size++] = from;
    }
    while (size > 0) {
      int state = stack[--size];
      boolean matters = state == end;
      for (int e = network.head(state); e != Network.NONE; e = network.next(e)) {
        work++;
        if (network.kind(e) != Network.EPSILON) {
          matters = true;
        } else if (seen[network.target(e)] != stamp) {
          seen[network.target(e)] = stamp;
          if (size == stack.length) {
            stack = Arrays.copyOf(stack, size * 2);
          }
          stack[size++] = network.target(e);
        }
      }
      if (matters) {
        addMember(state);
      }
    }
  }

  private void addMember(int state) {
    if (memberCount == members.length) {
      members = Arrays.copyOf(members, memberCount * 2);
    }
    members[memberCount++] = state;
  }

  /** Returns the states kept since the walk began, ascending. */
  int[] members() {
    int[] subset = Arrays.copyOf(members, memberCount);
    Arrays.sort(subset);
    return subset;
  }
}
