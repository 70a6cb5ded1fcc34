package dev.strait.rule;

import java.util.Arrays;

/** The language of one literal: state i has read i bytes of it. */
final class LiteralDfa extends Dfa {

  private final byte[] literal;

  /** Computed when first asked for; it reads the whole literal, and 0 only costs that again. */
  private int hash;

  /** Makes the language; {@code literal} must not be changed afterwards. */
  LiteralDfa(byte[] literal) {
    this.literal = literal;
  }

  @Override
  public int step(int state, int b) {
    return state < literal.length && (literal[state] & 0xff) == b ? state + 1 : DEAD;
  }

  @Override
  public boolean accepts(int state) {
    return state == literal.length;
  }

  @Override
  public int states() {
    return literal.length + 1;
  }

  @Override
  public long shortest(int state) {
    return literal.length - state;
  }

  @Override
  public void forEachEdge(int state, EdgeVisitor visitor) {
    if (state < literal.length) {
      int b = literal[state] & 0xff;
      visitor.edge(b, b, state + 1);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiteralDfa that && Arrays.equals(literal, that.literal);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(literal);
      hash = known;
    }
    return known;
  }
}
