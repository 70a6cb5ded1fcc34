package dev.strait.regex;

import dev.strait.regex.RegexException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Thompson's automata of a pattern and of the bodies of its assertions, in one numbering of states.
 *
 * <p>A state has at most one edge that reads a code point, and any number of edges that read none;
 * those may be conditional. Assertions are numbered inner before outer.
 */
final class Nfa {
  private static final int MAX_STATES = 1_000_000;

  /** What {@link #wordSet} returns where the pattern has no plain boundary. */
  static final int NO_SET = -1;

  /** The condition of an edge that reads nothing. */
  enum Condition {
    NONE,
    AT_BEGIN,
    AT_END,
    /** A word character on exactly one side; only if the pattern has no look-around. */
    BOUNDARY,
    /** Not so. */
    NOT_BOUNDARY,
    LOOK,
    NOT_LOOK
  }

  /** An edge that reads nothing; {@code assertion} is -1 unless the condition is a look. */
  record Silent(Condition condition, int assertion, int target) {}

  /** An assertion: true ahead (behind) where the program from start to accept matches. */
  record Assertion(boolean behind, int start, int accept) {}

  private final String pattern;
  private final List<List<Silent>> silent = new ArrayList<>();
  private final List<Integer> readSet = new ArrayList<>();
  private final List<Integer> readTarget = new ArrayList<>();
  private final List<CodePoints> sets = new ArrayList<>();
  private final Map<CodePoints, Integer> setNumbers = new HashMap<>();
  private final List<Assertion> assertions = new ArrayList<>();
  private final Map<Node, Integer> assertionNumbers = new HashMap<>();
  private final List<Integer> programs = new ArrayList<>();
  private int program;
  private final boolean lookAround;
  private int wordSet = NO_SET;
  private final int start;
  private final int accept;

  Nfa(Regex regex) {
    this.pattern = regex.pattern();
    this.lookAround = hasLook(regex.tree());
    this.start = state();
    this.accept = add(regex.tree(), start);
  }

  private static boolean hasLook(Node node) {
    if (node instanceof Node.Sequence sequence) {
      return sequence.parts().stream().anyMatch(Nfa::hasLook);
    } else if (node instanceof Node.Choice choice) {
      return choice.parts().stream().anyMatch(Nfa::hasLook);
    } else if (node instanceof Node.Repeat repeat) {
      return hasLook(repeat.body());
    }
    return node instanceof Node.Look;
  }

  /** Returns the number of the set of word characters, or {@link #NO_SET}. */
  int wordSet() {
    return wordSet;
  }

  int start() {
    return start;
  }

  int accept() {
    return accept;
  }

  int states() {
    return silent.size();
  }

  List<Silent> silent(int state) {
    return silent.get(state);
  }

  /** Returns the start state of the program that {@code state} belongs to. */
  int program(int state) {
    return programs.get(state);
  }

  /** Returns the number of the set that {@code state} reads, or -1. */
  int readSet(int state) {
    return readSet.get(state);
  }

  int readTarget(int state) {
    return readTarget.get(state);
  }

  List<CodePoints> sets() {
    return sets;
  }

  List<Assertion> assertions() {
    return assertions;
  }

  private int state() {
    if (silent.size() >= MAX_STATES) {
      throw new RegexException(Kind.LIMIT, pattern, 0, "more than " + MAX_STATES + " steps");
    }
    silent.add(List.of());
    readSet.add(-1);
    readTarget.add(-1);
    programs.add(program);
    return silent.size() - 1;
  }

  private void edge(int from, Condition condition, int assertion, int to) {
    List<Silent> edges = silent.get(from);
    if (edges.isEmpty()) {
      edges = new ArrayList<>(2);
      silent.set(from, edges);
    }
    edges.add(new Silent(condition, assertion, to));
  }

  private void edge(int from, int to) {
    edge(from, Condition.NONE, -1, to);
  }

  /** Appends {@code node} behind {@code from}; returns the state behind it. */
  private int add(Node node, int from) {
    if (node instanceof Node.Chars chars) {
      return read(chars.set(), from);
    } else if (node instanceof Node.Sequence sequence) {
      int at = from;
      for (Node part : sequence.parts()) {
        at = add(part, at);
      }
      return at;
    } else if (node instanceof Node.Choice choice) {
      return choice(choice, from);
    } else if (node instanceof Node.Repeat repeat) {
      return repeat(repeat, from);
    } else if (node instanceof Node.Begin) {
      return conditional(Condition.AT_BEGIN, -1, from);
    } else if (node instanceof Node.End) {
      return conditional(Condition.AT_END, -1, from);
    } else if (node instanceof Node.Look look) {
      int assertion = assertion(look.body(), look.behind());
      return conditional(look.negative() ? Condition.NOT_LOOK : Condition.LOOK, assertion, from);
    }
    return boundary(((Node.WordBoundary) node).negative(), from);
  }

  private int read(CodePoints set, int from) {
    int at = from;
    if (readSet.get(at) >= 0 || !silent.get(at).isEmpty()) {
      at = state();
      edge(from, at);
    }
    int to = state();
    readSet.set(at, number(set));
    readTarget.set(at, to);
    return to;
  }

  private int number(CodePoints set) {
    Integer known = setNumbers.putIfAbsent(set, sets.size());
    if (known == null) {
      sets.add(set);
      return sets.size() - 1;
    }
    return known;
  }

  private int choice(Node.Choice choice, int from) {
    int end = state();
    for (Node part : choice.parts()) {
      int begin = state();
      edge(from, begin);
      edge(add(part, begin), end);
    }
    return end;
  }

  private int repeat(Node.Repeat repeat, int from) {
    int at = from;
    for (int i = 0; i < repeat.min(); i++) {
      at = add(repeat.body(), at);
    }
    if (repeat.max() == Node.Repeat.FOREVER) {
      int loop = state();
      edge(at, loop);
      int begin = state();
      edge(loop, begin);
      edge(add(repeat.body(), begin), loop);
      int end = state();
      edge(loop, end);
      return end;
    }
    if (repeat.max() == repeat.min()) {
      return at;
    }
    int end = state();
    for (int i = repeat.min(); i < repeat.max(); i++) {
      int begin = state();
      edge(at, begin);
      edge(at, end);
      at = add(repeat.body(), begin);
    }
    edge(at, end);
    return end;
  }

  private int conditional(Condition condition, int assertion, int from) {
    int to = state();
    edge(from, condition, assertion, to);
    return to;
  }

  private int assertion(Node body, boolean behind) {
    Node key = new Node.Look(body, behind, false);
    Integer known = assertionNumbers.get(key);
    if (known != null) {
      return known;
    }
    int outer = program;
    program = silent.size();
    int begin = state();
    int end = add(body, begin);
    program = outer;
    assertions.add(new Assertion(behind, begin, end));
    assertionNumbers.put(key, assertions.size() - 1);
    return assertions.size() - 1;
  }

  /** A boundary: a word character on exactly one side. */
  private int boundary(boolean negative, int from) {
    if (!lookAround) {
      wordSet = number(Classes.WORD);
      return conditional(negative ? Condition.NOT_BOUNDARY : Condition.BOUNDARY, -1, from);
    }
    Node word = new Node.Chars(Classes.WORD);
    int ahead = assertion(word, false);
    int behind = assertion(word, true);
    int inside = conditional(Condition.LOOK, behind, from);
    int outside = conditional(Condition.NOT_LOOK, behind, from);
    int end = state();
    edge(inside, negative ? Condition.LOOK : Condition.NOT_LOOK, ahead, end);
    edge(outside, negative ? Condition.NOT_LOOK : Condition.LOOK, ahead, end);
    return end;
  }
}
