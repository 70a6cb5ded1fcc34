package dev.strait.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nondeterministic automata of all parts of a grammar, side by side in one graph. A part is a
 * named rule, or a body that needs a rule of its own.
 *
 * <p>Mutable; built once and refined pass by pass.
 */
final class Network {

  /** Kinds of edges; see the methods that add them. */
  static final byte EPSILON = 0;

  static final byte BYTES = 1;
  static final byte CONTROL = 2;
  static final byte CALL = 3;

  /** A call that is not passed over even if the callee is nullable. */
  static final byte SOLID_CALL = 4;

  /** An empty edge if the callee is nullable, else no edge. */
  static final byte SKIP = 5;

  /** No edge. */
  static final byte DELETED = 6;

  /** No edge, state or part. */
  static final int NONE = -1;

  /** Most states, so that memory stays bounded. */
  private static final int STATE_LIMIT = 4_000_000;

  /** A part: its name, its first and last state, and what later passes learn about it. */
  static final class Part {
    final String name;
    final int start;
    final int end;
    boolean nullable;

    /** The state in which a text that is not empty begins. */
    int first = NONE;

    Part(String name, int start, int end) {
      this.name = name;
      this.start = start;
      this.end = end;
    }
  }

  /**
   * What a call edge reads: a part that is not empty, such a part a number of times, or a rule from
   * elsewhere.
   *
   * @param part index of the part, or NONE for a rule from elsewhere
   * @param min least times, at least 1; inclusive
   * @param max most times, inclusive
   */
  record Callee(int part, int min, int max) {
    boolean isRepeat() {
      return max != 1;
    }
  }

  final List<Part> parts = new ArrayList<>();
  final List<Callee> callees = new ArrayList<>();
  private final Map<Callee, Integer> calleeIds = new HashMap<>();

  /** Rules from elsewhere, by the index of their callee. */
  final Map<Integer, Rule<?>> foreign = new HashMap<>();

  private final Map<Rule<?>, Integer> foreignIds = new IdentityHashMap<>();

  /** First edge of each state, or NONE. */
  private int[] head = new int[64];

  /** Next edge of the same state, or NONE. */
  private int[] next = new int[64];

  private byte[] kind = new byte[64];

  /** First byte, token id or callee of each edge. */
  private int[] low = new int[64];

  /** Last byte of each edge. */
  private int[] high = new int[64];

  private int[] target = new int[64];
  private int states;
  private int edges;

  /** The name of the part being built, for the message of a limit. */
  String current = "";

  int states() {
    return states;
  }

  int addState() {
    if (states == STATE_LIMIT) {
      throw new GrammarLimitException(
          current, "rule " + current + ": more than " + STATE_LIMIT + " states");
    }
    if (states == head.length) {
      head = Arrays.copyOf(head, states * 2);
    }
    head[states] = NONE;
    return states++;
  }

  /** Adds a part with two new states; returns its index. */
  int addPart(String name) {
    parts.add(new Part(name, addState(), addState()));
    return parts.size() - 1;
  }

  void epsilon(int from, int to) {
    if (from != to) {
      add(EPSILON, from, 0, 0, to);
    }
  }

  void bytes(int from, int first, int last, int to) {
    add(BYTES, from, first, last, to);
  }

  void control(int from, int token, int to) {
    add(CONTROL, from, token, token, to);
  }

  /** A call of a part, of a kind that is CALL, SOLID_CALL or SKIP. */
  void call(byte callKind, int from, int callee, int to) {
    add(callKind, from, callee, callee, to);
  }

  /** Adds a copy of an edge to another state. */
  void copy(int edge, int from) {
    add(kind[edge], from, low[edge], high[edge], target[edge]);
  }

  private void add(byte edgeKind, int from, int first, int last, int to) {
    if (edges == next.length) {
      grow();
    }
    kind[edges] = edgeKind;
    low[edges] = first;
    high[edges] = last;
    target[edges] = to;
    next[edges] = head[from];
    head[from] = edges++;
  }

  private void grow() {
    next = Arrays.copyOf(next, edges * 2);
    kind = Arrays.copyOf(kind, edges * 2);
    low = Arrays.copyOf(low, edges * 2);
    high = Arrays.copyOf(high, edges * 2);
    target = Arrays.copyOf(target, edges * 2);
  }

  /** Forgets the states from {@code fromState} and the edges and parts added after them. */
  void truncate(int fromState, int fromEdge, int fromPart) {
    states = fromState;
    edges = fromEdge;
    parts.subList(fromPart, parts.size()).clear();
  }

  /** Forgets the edges of a state. */
  void clear(int state) {
    head[state] = NONE;
  }

  int edges() {
    return edges;
  }

  int head(int state) {
    return head[state];
  }

  int next(int edge) {
    return next[edge];
  }

  byte kind(int edge) {
    return kind[edge];
  }

  void setKind(int edge, byte newKind) {
    kind[edge] = newKind;
  }

  void setTarget(int edge, int to) {
    target[edge] = to;
  }

  int low(int edge) {
    return low[edge];
  }

  int high(int edge) {
    return high[edge];
  }

  int target(int edge) {
    return target[edge];
  }

  boolean isCall(int edge) {
    return kind[edge] == CALL || kind[edge] == SOLID_CALL;
  }

  /** Returns the part that a call edge reads, or NONE. */
  int calledPart(int edge) {
    return isCall(edge) || kind[edge] == SKIP ? callees.get(low[edge]).part() : NONE;
  }

  /** Returns the index of the callee that reads a part a number of times. */
  int callee(int part, int min, int max) {
    return calleeIds.computeIfAbsent(
        new Callee(part, min, max),
        callee -> {
          callees.add(callee);
          return callees.size() - 1;
        });
  }

  /** Returns the index of the callee that is a rule from elsewhere; it must not be nullable. */
  int callee(Rule<?> rule) {
    return foreignIds.computeIfAbsent(
        rule,
        added -> {
          callees.add(new Callee(NONE, 1, 1));
          foreign.put(callees.size() - 1, added);
          return callees.size() - 1;
        });
  }
}
