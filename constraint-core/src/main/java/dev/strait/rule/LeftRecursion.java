package dev.strait.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Removes left recursion from a network.
 *
 * <p>Take a group of parts that begin with each other, and a derivation of one of them, A. Its left
 * spine is a chain: some part X of the group begins without a call into the group; when X ends, the
 * part Y that had called X goes on after the call; and so on up to A. That chain needs no stack. So
 * all parts of the group get one common first state, with the edges by which any of them begins
 * outside the group, and at the end of each part X an empty edge to wherever some part of the group
 * goes on after having begun with X. The automaton of A is then: from the common first state to A's
 * end. Calls of the group at other places remain calls.
 *
 * <p>The classic rewriting of productions (Paull's) can grow exponentially; this adds one state and
 * one edge per left call. Expects calls that read at least one symbol ({@link Nullability}).
 */
final class LeftRecursion {

  private LeftRecursion() {}

  static void remove(Network network) {
    List<int[]> leftCalls = new ArrayList<>();
    for (Network.Part part : network.parts) {
      leftCalls.add(leftCalls(network, part.first));
    }
    for (int[] group : Components.of(leftCalls)) {
      if (group.length > 1 || contains(leftCalls.get(group[0]), group[0])) {
        removeFrom(network, group);
      }
    }
  }

  private static int[] leftCalls(Network network, int first) {
    TreeSet<Integer> called = new TreeSet<>();
    for (int e = network.head(first); e != Network.NONE; e = network.next(e)) {
      if (network.calledPart(e) != Network.NONE) {
        called.add(network.calledPart(e));
      }
    }
    return called.stream().mapToInt(p -> p).toArray();
  }

  private static boolean contains(int[] ascending, int value) {
    return Arrays.binarySearch(ascending, value) >= 0;
  }

  private static void removeFrom(Network network, int[] group) {
    network.current = network.parts.get(group[0]).name;
    int common = network.addState();
    List<int[]> climbs = new ArrayList<>();
    for (int member : group) {
      int first = network.parts.get(member).first;
      for (int e = network.head(first); e != Network.NONE; e = network.next(e)) {
        int called = network.calledPart(e);
        if (called != Network.NONE && contains(group, called)) {
          climbs.add(new int[] {network.parts.get(called).end, network.target(e)});
        } else {
          network.copy(e, common);
        }
      }
    }
    climbs.forEach(climb -> network.epsilon(climb[0], climb[1]));
    for (int member : group) {
      network.parts.get(member).first = common;
    }
  }
}
