package dev.strait.regex;

import dev.strait.automaton.AutomatonLimitException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Boolean functions as shared ordered decision diagrams: equal functions are equal numbers. */
final class Bdd {
  static final int FALSE = 0;
  static final int TRUE = 1;
  private static final int MAX_NODES = 500_000;

  private record Node(int variable, int whenFalse, int whenTrue) {}

  private record Triple(int a, int b, int c) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final Map<Triple, Integer> choices = new HashMap<>();

  Bdd() {
    nodes.add(new Node(Integer.MAX_VALUE, FALSE, FALSE));
    nodes.add(new Node(Integer.MAX_VALUE, TRUE, TRUE));
  }

  int variable(int variable) {
    return node(variable, FALSE, TRUE);
  }

  int and(int a, int b) {
    return choose(a, b, FALSE);
  }

  int or(int a, int b) {
    return choose(a, TRUE, b);
  }

  int not(int a) {
    return choose(a, FALSE, TRUE);
  }

  private int node(int variable, int whenFalse, int whenTrue) {
    if (whenFalse == whenTrue) {
      return whenTrue;
    }
    Node node = new Node(variable, whenFalse, whenTrue);
    Integer old = numbers.putIfAbsent(node, nodes.size());
    if (old != null) {
      return old;
    }
    if (nodes.size() >= MAX_NODES) {
      throw new AutomatonLimitException("the pattern's look-around", MAX_NODES);
    }
    nodes.add(node);
    return nodes.size() - 1;
  }

  /** Returns "if a then b else c". */
  int choose(int a, int b, int c) {
    if (a == TRUE || b == c) {
      return b;
    }
    if (a == FALSE) {
      return c;
    }
    if (b == TRUE && c == FALSE) {
      return a;
    }
    Triple key = new Triple(a, b, c);
    Integer known = choices.get(key);
    if (known != null) {
      return known;
    }
    int top =
        Math.min(nodes.get(a).variable, Math.min(nodes.get(b).variable, nodes.get(c).variable));
    int result =
        node(
            top,
            choose(branch(a, top, false), branch(b, top, false), branch(c, top, false)),
            choose(branch(a, top, true), branch(b, top, true), branch(c, top, true)));
    choices.put(key, result);
    return result;
  }

  private int branch(int f, int variable, boolean value) {
    Node node = nodes.get(f);
    return node.variable != variable ? f : value ? node.whenTrue : node.whenFalse;
  }

  /** Returns {@code f} with every variable replaced by a function of it; {@code memo} by f. */
  int substitute(int f, IntUnaryOperator values, Map<Integer, Integer> memo) {
    if (f <= TRUE) {
      return f;
    }
    Integer known = memo.get(f);
    if (known != null) {
      return known;
    }
    Node node = nodes.get(f);
    int result =
        choose(
            values.applyAsInt(node.variable),
            substitute(node.whenTrue, values, memo),
            substitute(node.whenFalse, values, memo));
    memo.put(f, result);
    return result;
  }
}
