package dev.strait.automaton;

/**
 * A deterministic automaton over symbols 0 to 65535 (bytes, or classes of code points) in work; the
 * start is state 0.
 */
final class Raw {
  /** Edges of state s: indices firstEdge[s] (inclusive) to firstEdge[s + 1] (exclusive). */
  int[] firstEdge;

  /** Per edge: first symbol shifted left by 16, or last symbol (inclusive). */
  int[] range = new int[0];

  /** Per edge: the target state. */
  int[] target = new int[0];

  /** Per state: whether it accepts. */
  final boolean[] accepting;

  Raw(int states) {
    accepting = new boolean[states];
    firstEdge = new int[states + 1];
  }

  int states() {
    return accepting.length;
  }
}
