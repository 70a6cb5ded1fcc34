package dev.strait.rule;

import java.util.Arrays;
import java.util.Collection;

/**
 * Builds the minimal automaton of a finite set of literals in one pass over the sorted literals.
 *
 * <p>The states on the path of the literal read last are open: they may get more edges. When the
 * next literal leaves that path, the states below the fork are closed, deepest first; a closed
 * state equal to an earlier one is replaced by it. Only the states of the result and one path are
 * ever in memory. Source: Daciuk, Mihov, Watson, Watson, "Incremental construction of minimal
 * acyclic finite-state automata", Computational Linguistics 26 (2000).
 */
final class LiteralSet {

  /** The closed states, each with its edges, all of single bytes. */
  private final TableBuilder closed = new TableBuilder();

  /** Open addressing: closed state + 1 by its content, 0 for none. */
  private int[] register = new int[128];

  /** Open states by depth: whether they accept, and where their edges begin among the pending. */
  private boolean[] openAccepts = new boolean[64];

  private int[] openEdges = new int[65];

  /** Edges of the open states to closed ones, by depth. */
  private int[] pendingLabels = new int[64];

  private int[] pendingTargets = new int[64];
  private int pending;

  private LiteralSet() {}

  /** Returns the minimal automaton. Complexity: sorting, then expected linear in the bytes. */
  static Dfa build(Collection<byte[]> literals) {
    if (literals.isEmpty()) {
      throw new EmptyLanguageException("the set of literals");
    }
    byte[][] sorted = literals.toArray(byte[][]::new);
    if (sorted.length == 1) {
      return Dfa.literal(sorted[0]);
    }
    Arrays.sort(sorted, Arrays::compareUnsigned);
    return new LiteralSet().build(sorted);
  }

  private Dfa build(byte[][] sorted) {
    byte[] previous = new byte[0];
    reserve(Arrays.stream(sorted).mapToInt(literal -> literal.length).max().orElse(0));
    for (byte[] literal : sorted) {
      int fork = Arrays.mismatch(previous, literal);
      int common = fork < 0 ? previous.length : fork;
      closeBelow(common, previous);
      open(common, literal);
      previous = literal;
    }
    closeBelow(0, previous);
    return closed.build(close(0), true).toDfa();
  }

  private void reserve(int longest) {
    openAccepts = new boolean[longest + 1];
    openEdges = new int[longest + 2];
  }

  /** Opens the states of {@code literal} below depth {@code common}; the last one accepts. */
  private void open(int common, byte[] literal) {
    for (int depth = common + 1; depth <= literal.length; depth++) {
      openAccepts[depth] = false;
      openEdges[depth] = pending;
    }
    openAccepts[literal.length] = true;
  }

  /** Closes the open states of {@code literal} below depth {@code depth}, deepest first. */
  private void closeBelow(int depth, byte[] literal) {
    for (int i = literal.length; i > depth; i--) {
      int state = close(i);
      addPending(literal[i - 1] & 0xff, state);
    }
  }

  private void addPending(int label, int to) {
    if (pending == pendingTargets.length) {
      pendingLabels = Arrays.copyOf(pendingLabels, pending * 2);
      pendingTargets = Arrays.copyOf(pendingTargets, pending * 2);
    }
    pendingLabels[pending] = label;
    pendingTargets[pending++] = to;
  }

  /** Returns the closed state equal to the open one at {@code depth}, and pops its edges. */
  private int close(int depth) {
    int from = openEdges[depth];
    if (closed.states * 2 > register.length) {
      rehash();
    }
    int slot = hash(openAccepts[depth], pendingLabels, pendingTargets, from, pending);
    for (slot &= register.length - 1; register[slot] != 0; slot = slot + 1 & register.length - 1) {
      if (isEqual(register[slot] - 1, openAccepts[depth], from)) {
        pending = from;
        return register[slot] - 1;
      }
    }
    register[slot] = closed.states + 1;
    return freeze(openAccepts[depth], from);
  }

  private boolean isEqual(int state, boolean accepts, int from) {
    int begin = closed.offsets[state];
    int end = closed.offsets[state + 1];
    return closed.accepting.get(state) == accepts
        && Arrays.equals(closed.first, begin, end, pendingLabels, from, pending)
        && Arrays.equals(closed.target, begin, end, pendingTargets, from, pending);
  }

  private int freeze(boolean accepts, int from) {
    int state = closed.addState(accepts);
    for (int i = from; i < pending; i++) {
      int label = pendingLabels[i];
      closed.addEdge(label, label, pendingTargets[i]);
    }
    pending = from;
    return state;
  }

  private void rehash() {
    register = new int[register.length * 2];
    for (int s = 0; s < closed.states; s++) {
      boolean accepts = closed.accepting.get(s);
      int slot =
          hash(accepts, closed.first, closed.target, closed.offsets[s], closed.offsets[s + 1]);
      slot &= register.length - 1;
      while (register[slot] != 0) {
        slot = slot + 1 & register.length - 1;
      }
      register[slot] = s + 1;
    }
  }

  private static int hash(boolean accepts, int[] labels, int[] targets, int from, int to) {
    int hash = accepts ? 1 : 0;
    for (int i = from; i < to; i++) {
      hash = (hash * 31 + labels[i]) * 0x9E3779B1 + targets[i];
    }
    hash *= 0x85EBCA6B;
    return hash ^ hash >>> 15;
  }
}
