package dev.strait.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Finds the parts that match the empty text and makes every call read at least one symbol: a call
 * of a nullable part gets an empty edge beside it, and each part a first state from which the empty
 * text is left out.
 *
 * <p>Complexity: linear, but for the first states, which copy the edges reached without reading.
 */
final class Nullability {

  private final Network network;
  private final BitSet reached = new BitSet();
  private final Deque<Integer> todo = new ArrayDeque<>();

  /** Per part: targets of the calls of it that were reached. */
  private final List<List<Integer>> waiting = new ArrayList<>();

  private Nullability(Network network) {
    this.network = network;
  }

  static void resolve(Network network) {
    Nullability pass = new Nullability(network);
    pass.find();
    pass.rewrite();
    Closure closure = new Closure(network);
    network.parts.forEach(part -> addFirst(network, part, closure));
  }

  private void find() {
    int[] partOf = new int[network.states()];
    Arrays.fill(partOf, Network.NONE);
    for (int p = 0; p < network.parts.size(); p++) {
      waiting.add(new ArrayList<>());
      partOf[network.parts.get(p).end] = p;
      todo.push(network.parts.get(p).start);
    }
    while (!todo.isEmpty()) {
      int state = todo.pop();
      if (!reached.get(state)) {
        reached.set(state);
        if (partOf[state] != Network.NONE) {
          markNullable(partOf[state]);
        }
        follow(state);
      }
    }
  }

  private void markNullable(int part) {
    network.parts.get(part).nullable = true;
    todo.addAll(waiting.get(part));
  }

  private void follow(int state) {
    for (int e = network.head(state); e != Network.NONE; e = network.next(e)) {
      int called = network.calledPart(e);
      if (network.kind(e) == Network.EPSILON) {
        todo.push(network.target(e));
      } else if (called != Network.NONE && network.kind(e) != Network.SOLID_CALL) {
        if (network.parts.get(called).nullable) {
          todo.push(network.target(e));
        } else {
          waiting.get(called).add(network.target(e));
        }
      }
    }
  }

  private void rewrite() {
    for (int state = 0; state < network.states(); state++) {
      for (int e = network.head(state); e != Network.NONE; e = network.next(e)) {
        int called = network.calledPart(e);
        boolean nullable = called != Network.NONE && network.parts.get(called).nullable;
        if (network.kind(e) == Network.SKIP) {
          network.setKind(e, nullable ? Network.EPSILON : Network.DELETED);
        } else if (network.kind(e) == Network.CALL && nullable) {
          network.setKind(e, Network.SOLID_CALL);
          network.epsilon(state, network.target(e));
        }
      }
    }
  }

  private static void addFirst(Network network, Network.Part part, Closure closure) {
    network.current = part.name;
    int first = network.addState();
    closure.begin(Network.NONE);
    closure.reach(part.start);
    for (int state : closure.members()) {
      for (int e = network.head(state); e != Network.NONE; e = network.next(e)) {
        if (network.kind(e) != Network.EPSILON && network.kind(e) != Network.DELETED) {
          network.copy(e, first);
        }
      }
    }
    part.first = first;
  }
}
