package dev.strait.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** The kinds of expressions. Compared by identity: trees may be too deep for recursive methods. */
abstract sealed class Node implements Expression {

  /** A literal; the bytes are never changed. */
  static final class Literal extends Node {
    final byte[] bytes;

    Literal(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** One byte of a set. */
  static final class ByteSet extends Node {
    final BitSet set;

    ByteSet(BitSet set) {
      this.set = set;
    }
  }

  /** The texts of an automaton. */
  static final class Regular extends Node {
    final Dfa dfa;

    Regular(Dfa dfa) {
      this.dfa = dfa;
    }
  }

  /** A leaf rule from elsewhere, whose object is kept where it is called. */
  static final class Leaf extends Node {
    final DfaRule rule;

    Leaf(DfaRule rule) {
      this.rule = rule;
    }
  }

  /** One part after the other. */
  static final class Sequence extends Node {
    final List<Expression> parts;

    Sequence(List<Expression> parts) {
      this.parts = parts;
    }
  }

  /** Any one of the alternatives. */
  static final class Choice extends Node {
    final List<Expression> alternatives;

    Choice(List<Expression> alternatives) {
      this.alternatives = alternatives;
    }
  }

  /** The body min to max times, both inclusive. */
  static final class Repeat extends Node {
    final Expression body;
    final int min;
    final int max;

    Repeat(Expression body, int min, int max) {
      this.body = body;
      this.min = min;
      this.max = max;
    }
  }

  /** A rule of the same grammar. */
  static final class Reference extends Node {
    final String name;

    Reference(String name) {
      this.name = name;
    }
  }

  /** A control token. */
  static final class Control extends Node {
    final int token;

    Control(int token) {
      this.token = token;
    }
  }

  /** A rule from elsewhere. */
  static final class Call extends Node {
    final Rule<?> rule;

    Call(Rule<?> rule) {
      this.rule = rule;
    }
  }

  /** A part with a name. */
  static final class Named extends Node {
    final String name;
    final Expression body;

    Named(String name, Expression body) {
      this.name = name;
      this.body = body;
    }
  }

  /** Returns the expressions directly below, in order. */
  static List<Expression> children(Expression expression) {
    if (expression instanceof Sequence sequence) {
      return sequence.parts;
    }
    if (expression instanceof Choice choice) {
      return choice.alternatives;
    }
    if (expression instanceof Repeat repeat) {
      return List.of(repeat.body);
    }
    return expression instanceof Named named ? List.of(named.body) : List.of();
  }

  /** Prints without recursion: the stack holds what is still to be printed, text or expressions. */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder();
    Deque<Object> todo = new ArrayDeque<>();
    todo.push(this);
    while (!todo.isEmpty()) {
      Object next = todo.pop();
      List<Object> pieces = next instanceof Expression e ? pieces(e) : List.of();
      if (pieces.isEmpty()) {
        text.append(next instanceof Expression e ? leaf(e) : next);
      }
      for (int i = pieces.size() - 1; i >= 0; i--) {
        todo.push(pieces.get(i));
      }
    }
    return text.toString();
  }

  /** Returns the pieces that an inner expression prints as; none for a leaf. */
  private static List<Object> pieces(Expression expression) {
    if (expression instanceof Sequence sequence) {
      return joined(sequence.parts, " ", "\"\"");
    }
    if (expression instanceof Choice choice) {
      return joined(choice.alternatives, " | ", "[]");
    }
    if (expression instanceof Repeat repeat) {
      return List.of(repeat.body, times(repeat.min, repeat.max));
    }
    return expression instanceof Named named ? List.of(named.name + ":", named.body) : List.of();
  }

  private static List<Object> joined(List<Expression> parts, String separator, String none) {
    if (parts.isEmpty()) {
      return List.of(none);
    }
    List<Object> pieces = new ArrayList<>();
    for (Expression part : parts) {
      pieces.add(pieces.isEmpty() ? "(" : separator);
      pieces.add(part);
    }
    pieces.add(")");
    return pieces;
  }

  private static String times(int min, int max) {
    if (max == UNBOUNDED) {
      return min == 0 ? "*" : min == 1 ? "+" : "{" + min + ",}";
    }
    if (min == 0 && max == 1) {
      return "?";
    }
    return min == max ? "{" + min + "}" : "{" + min + "," + max + "}";
  }

  private static String leaf(Expression expression) {
    if (expression instanceof Literal literal) {
      return Bytes.quoted(literal.bytes);
    }
    if (expression instanceof ByteSet set) {
      return Bytes.set(set.set);
    }
    if (expression instanceof Reference reference) {
      return reference.name;
    }
    if (expression instanceof Control control) {
      return "<[" + control.token + "]>";
    }
    if (expression instanceof Call call) {
      return "<" + call.rule.name() + ">";
    }
    if (expression instanceof Leaf leaf) {
      return "<" + leaf.rule.name() + ">";
    }
    return expression instanceof Regular regular
        ? "<" + regular.dfa.states() + " states>"
        : expression.getClass().getSimpleName();
  }
}
