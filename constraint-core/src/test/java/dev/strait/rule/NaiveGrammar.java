package dev.strait.rule;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The oracle: which spans of a text an expression matches, by iterating the definition until
 * nothing is added. Knows nothing of automata.
 */
final class NaiveGrammar {

  private final Map<String, Expression> rules;
  private final int[] text;

  /** Ends found so far, by expression and begin. */
  private final Map<Expression, Map<Integer, Set<Integer>>> found = new IdentityHashMap<>();

  private boolean changed;

  private NaiveGrammar(Map<String, Expression> rules, int[] text) {
    this.rules = rules;
    this.text = text;
  }

  /** Whether a grammar's rule matches a text of symbols, as in {@link RuleWalk}. */
  static boolean matches(Grammar grammar, String start, int... text) {
    NaiveGrammar naive = new NaiveGrammar(grammar.rules(), text);
    Expression body = Objects.requireNonNull(grammar.rules().get(start));
    do {
      naive.changed = false;
      naive.update(body, 0, new IdentityHashMap<>());
    } while (naive.changed);
    return naive.known(body, 0).contains(text.length);
  }

  private Set<Integer> known(Expression expression, int at) {
    return found
        .computeIfAbsent(expression, added -> new HashMap<>())
        .computeIfAbsent(at, added -> new TreeSet<>());
  }

  /** Computes the ends of an expression from those known of its parts; visits each place once. */
  private Set<Integer> update(
      Expression expression, int at, Map<Expression, Set<Integer>> visited) {
    Set<Integer> ends = known(expression, at);
    if (visited.computeIfAbsent(expression, added -> new TreeSet<>()).add(at)) {
      Set<Integer> now = compute(expression, at, visited);
      changed |= ends.addAll(now);
    }
    return ends;
  }

  private Set<Integer> compute(
      Expression expression, int at, Map<Expression, Set<Integer>> visited) {
    Set<Integer> ends = new TreeSet<>();
    if (expression instanceof Node.Literal literal) {
      if (isAt(literal.bytes, at)) {
        ends.add(at + literal.bytes.length);
      }
    } else if (expression instanceof Node.ByteSet set) {
      if (at < text.length && set.set.get(text[at])) {
        ends.add(at + 1);
      }
    } else if (expression instanceof Node.Control control) {
      if (at < text.length && text[at] == RuleWalk.CONTROL + control.token) {
        ends.add(at + 1);
      }
    } else if (expression instanceof Node.Regular regular) {
      regular(regular.dfa, at, ends);
    } else if (expression instanceof Node.Reference reference) {
      ends.addAll(update(Objects.requireNonNull(rules.get(reference.name)), at, visited));
    } else if (expression instanceof Node.Named named) {
      ends.addAll(update(named.body, at, visited));
    } else if (expression instanceof Node.Choice choice) {
      choice.alternatives.forEach(a -> ends.addAll(update(a, at, visited)));
    } else if (expression instanceof Node.Sequence sequence) {
      Set<Integer> now = new TreeSet<>(Set.of(at));
      for (Expression part : sequence.parts) {
        now = after(part, now, visited);
      }
      ends.addAll(now);
    } else if (expression instanceof Node.Repeat repeat) {
      repeat(repeat, at, ends, visited);
    } else {
      throw new AssertionError("no oracle for " + expression);
    }
    return ends;
  }

  private Set<Integer> after(
      Expression part, Set<Integer> begins, Map<Expression, Set<Integer>> visited) {
    Set<Integer> ends = new TreeSet<>();
    for (int begin : begins) {
      ends.addAll(update(part, begin, visited));
    }
    return ends;
  }

  private void repeat(
      Node.Repeat repeat, int at, Set<Integer> ends, Map<Expression, Set<Integer>> visited) {
    Set<Integer> now = Set.of(at);
    int enough = Math.min(repeat.max, Math.max(repeat.min, 0) + text.length + 1);
    for (int times = 0; times <= enough && !now.isEmpty(); times++) {
      if (times >= repeat.min) {
        ends.addAll(now);
      }
      now = after(repeat.body, now, visited);
    }
  }

  private void regular(Dfa dfa, int at, Set<Integer> ends) {
    int state = Dfa.START;
    for (int i = at; state != Dfa.DEAD; i++) {
      if (dfa.accepts(state)) {
        ends.add(i);
      }
      state = i < text.length && text[i] < 256 ? dfa.step(state, text[i]) : Dfa.DEAD;
    }
  }

  private boolean isAt(byte[] bytes, int at) {
    if (at + bytes.length > text.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (text[at + i] != (bytes[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }
}
