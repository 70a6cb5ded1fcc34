package dev.strait.rule;

import java.util.BitSet;

/**
 * A deterministic automaton in canonical form: trimmed, minimal, numbered breadth first from 0.
 *
 * <p>Symbols 0 to 255 are bytes; above them stand the {@link Symbol}s of calls and control tokens.
 *
 * @param offsets edges of state s are those from offsets[s] (inclusive) to offsets[s + 1]
 *     (exclusive)
 * @param first first symbol of each edge, inclusive; ascending within a state
 * @param last last symbol of each edge, inclusive
 * @param target target state of each edge
 * @param accepting the accepting states
 * @param distances least number of edges to an accepting state, per state
 */
record Table(
    int[] offsets, int[] first, int[] last, int[] target, BitSet accepting, int[] distances) {

  int states() {
    return distances.length;
  }

  /** Returns whether all symbols are bytes. */
  boolean isOverBytes() {
    for (int symbol : last) {
      if (!Symbol.isByte(symbol)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the language of a table over bytes. */
  Dfa toDfa() {
    byte[] low = bytes(first);
    if (isLiteral()) {
      return new LiteralDfa(low);
    }
    return new TableDfa(offsets, low, bytes(last), target, accepting, distances);
  }

  private static byte[] bytes(int[] symbols) {
    byte[] bytes = new byte[symbols.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) symbols[i];
    }
    return bytes;
  }

  /** Whether the automaton is a chain of single bytes with one accepting state, its last. */
  private boolean isLiteral() {
    if (target.length != states() - 1 || accepting.nextSetBit(0) != states() - 1) {
      return false;
    }
    for (int s = 0; s < target.length; s++) {
      if (offsets[s + 1] != s + 1 || first[s] != last[s] || target[s] != s + 1) {
        return false;
      }
    }
    return true;
  }
}
