package dev.strait.constraint;

import org.jspecify.annotations.Nullable;

/** Within a literal: its identity is the rest of the literal, and where that leads. */
final class LiteralNode extends Node {

  /** A literal edge; its inner nodes are made when first needed. */
  static final class Literal {
    final byte[] text;
    final Node target;
    private Node @Nullable [] nodes;

    Literal(byte[] text, Node target) {
      this.text = text;
      this.target = target;
    }

    /** Returns the node before the byte at {@code index}; the target after the last. */
    synchronized Node at(int index) {
      if (index == text.length) {
        return target;
      }
      Node[] all = nodes;
      if (all == null) {
        all = new Node[text.length];
        nodes = all;
      }
      Node known = all[index];
      if (known == null) {
        target.universe.weigh(1);
        known = new LiteralNode(this, index);
        all[index] = known;
      }
      return known;
    }
  }

  final Literal literal;
  final int index;

  private LiteralNode(Literal literal, int index) {
    super(literal.target.universe);
    this.literal = literal;
    this.index = index;
  }

  private int next() {
    return literal.text[index] & 0xff;
  }

  @Override
  boolean accepts() {
    return false;
  }

  @Override
  boolean isEnd() {
    return false;
  }

  @Override
  void step(int symbol, Stack stack, Stepper out) {
    if (symbol == next()) {
      out.emit(literal.at(index + 1), stack);
    }
  }

  @Override
  void walkInto(Tails tails, Collector out, boolean suspect) {
    Tails at = tails;
    for (int i = index; i < literal.text.length; i++) {
      Tails.Level level = at.level();
      int edge = level.find(literal.text[i] & 0xff);
      if (edge < 0) {
        return;
      }
      out.allow(level.ids[edge], suspect);
      Tails next = level.next[edge];
      if (next == null) {
        return;
      }
      at = next;
    }
    literal.target.walkInto(at, out, suspect);
  }

  @Override
  long worst(Tails tails) {
    Tails at = tails;
    long worst = NO_END;
    for (int i = index; i < literal.text.length; i++) {
      Tails.Level level = at.level();
      int edge = level.find(literal.text[i] & 0xff);
      if (edge < 0) {
        return worst;
      }
      if (level.ids[edge].length > 0 && worst == NO_END) {
        worst = Stack.sum(literal.text.length - i - 1, literal.target.shortest());
      }
      Tails next = level.next[edge];
      if (next == null) {
        return worst;
      }
      at = next;
    }
    return Math.max(worst, literal.target.worst(at));
  }

  @Override
  long shortest() {
    return Stack.sum(literal.text.length - index, literal.target.shortest());
  }

  @Override
  @Nullable Node target(int b) {
    return b == next() ? literal.at(index + 1) : null;
  }

  @Override
  void addFirst(ByteSet out) {
    out.add(next());
  }

  @Override
  boolean computeNullable() {
    return false;
  }

  @Override
  Node in(Universe other) {
    return new Literal(literal.text, literal.target.in(other)).at(index);
  }

  @Override
  String describe() {
    return literal.target.describe();
  }
}
