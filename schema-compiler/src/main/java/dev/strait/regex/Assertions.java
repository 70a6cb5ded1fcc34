package dev.strait.regex;

import dev.strait.automaton.AutomatonLimitException;
import dev.strait.automaton.TextAlphabet;
import dev.strait.regex.Nfa.Assertion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subset construction for patterns with look-around and word boundaries.
 *
 * <p>What lies ahead is not known yet, so every NFA state that may be occupied carries a condition
 * on the rest of the text: a Boolean function of facts "from state s of a look-ahead's program, the
 * rest of the text is matched". After each code point every fact is replaced by facts about the
 * shorter rest (its derivative), and at the end of the text all are decided. What lies behind is
 * tracked the same way, from the beginning: the program of a look-behind runs beside the pattern,
 * begun anew at every position. The state of the deterministic automaton is all of it together: per
 * tracked NFA state its condition, and the condition under which a match has been found. Conditions
 * are decision diagrams, so equal ones are equal numbers, and there are finitely many.
 *
 * <p>Nesting of any kind works because an assertion depends on inner ones only.
 */
final class Assertions {
  private final Nfa nfa;
  private final TextAlphabet alphabet;
  private final boolean search;
  private final int limit;
  private final Bdd bdd = new Bdd();
  private final int endOfText;
  private final BitSet accepts = new BitSet();
  private final Map<State, Integer> numbers = new HashMap<>();
  private final List<State> order = new ArrayList<>();

  /** Per NFA state: the condition under which it is occupied; then the condition of a match. */
  private record State(boolean atBegin, int[] conditions) {
    int found() {
      return conditions[conditions.length - 1];
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof State other
          && atBegin == other.atBegin
          && Arrays.equals(conditions, other.conditions);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(conditions) + (atBegin ? 1 : 0);
    }
  }

  Assertions(Nfa nfa, TextAlphabet alphabet, boolean search, int limit) {
    this.nfa = nfa;
    this.alphabet = alphabet;
    this.search = search;
    this.limit = limit;
    this.endOfText = nfa.states();
    for (Assertion assertion : nfa.assertions()) {
      accepts.set(assertion.accept());
    }
  }

  /** Returns the automaton over class numbers. */
  TextAlphabet.Dfa run() {
    TextAlphabet.Dfa out = alphabet.dfa();
    number(new State(true, new int[nfa.states() + 1]), out);
    for (int i = 0; i < order.size(); i++) {
      Position position = new Position(order.get(i));
      if (position.acceptsAtEnd()) {
        out.accept(i);
      }
      for (int c = 0; c < alphabet.classes(); c++) {
        out.edge(i, c, number(position.step(c), out));
      }
    }
    return out;
  }

  private int number(State state, TextAlphabet.Dfa out) {
    Integer old = numbers.putIfAbsent(state, order.size());
    if (old != null) {
      return old;
    }
    if (order.size() >= limit) {
      throw new AutomatonLimitException("the pattern's automaton", limit);
    }
    order.add(state);
    return out.state(false);
  }

  /** One position of the text: what is occupied and true there. */
  private final class Position {
    private final boolean atBegin;

    /** Per look-behind: its truth here; per look-ahead: unused. */
    private final int[] behind = new int[nfa.assertions().size()];

    private final Map<Integer, int[]> occupied = new HashMap<>();
    private final Map<Integer, int[]> closures = new HashMap<>();
    private final int[] main;
    private final int found;

    Position(State state) {
      this.atBegin = state.atBegin;
      for (int i = 0; i < behind.length; i++) {
        Assertion assertion = nfa.assertions().get(i);
        if (assertion.behind()) {
          int[] closed = closed(program(state, assertion.start(), true));
          occupied.put(i, closed);
          behind[i] = closed[assertion.accept()];
        }
      }
      main = closed(program(state, nfa.start(), search || atBegin));
      found = bdd.or(state.found(), search ? main[nfa.accept()] : Bdd.FALSE);
    }

    /** The conditions of the states of one program, begun anew here or not. */
    private int[] program(State state, int start, boolean begun) {
      int[] conditions = new int[nfa.states()];
      for (int s = 0; s < conditions.length; s++) {
        conditions[s] = nfa.program(s) == start ? state.conditions[s] : Bdd.FALSE;
      }
      if (begun) {
        conditions[start] = Bdd.TRUE;
      }
      return conditions;
    }

    /** Follows silent edges, in place, until nothing changes. */
    private int[] closed(int[] conditions) {
      ArrayDeque<Integer> work = new ArrayDeque<>();
      for (int s = 0; s < conditions.length; s++) {
        if (conditions[s] != Bdd.FALSE) {
          work.add(s);
        }
      }
      while (!work.isEmpty()) {
        int s = work.remove();
        for (Nfa.Silent edge : nfa.silent(s)) {
          int t = edge.target();
          int more = bdd.or(conditions[t], bdd.and(conditions[s], condition(edge)));
          if (more != conditions[t]) {
            conditions[t] = more;
            work.add(t);
          }
        }
      }
      return conditions;
    }

    private int condition(Nfa.Silent edge) {
      return switch (edge.condition()) {
        case NONE -> Bdd.TRUE;
        case AT_BEGIN -> atBegin ? Bdd.TRUE : Bdd.FALSE;
        case AT_END -> bdd.variable(endOfText);
        case LOOK -> truth(edge.assertion());
        case NOT_LOOK -> bdd.not(truth(edge.assertion()));
      };
    }

    private int truth(int assertion) {
      Assertion look = nfa.assertions().get(assertion);
      return look.behind() ? behind[assertion] : bdd.variable(look.start());
    }

    /** What a fact about {@code state} (of a look-ahead) asks of the states it reaches silently. */
    private int[] closure(int state) {
      int[] known = closures.get(state);
      if (known == null) {
        known = new int[nfa.states()];
        known[state] = Bdd.TRUE;
        closed(known);
        closures.put(state, known);
      }
      return known;
    }

    State step(int symbol) {
      Map<Integer, Integer> memo = new HashMap<>();
      int[] next = new int[nfa.states() + 1];
      next[nfa.states()] = after(found, symbol, memo);
      if (next[nfa.states()] != Bdd.TRUE) {
        advance(main, symbol, memo, next);
        for (int[] conditions : occupied.values()) {
          advance(conditions, symbol, memo, next);
        }
      }
      return new State(false, next);
    }

    private void advance(int[] from, int symbol, Map<Integer, Integer> memo, int[] next) {
      for (int s = 0; s < from.length; s++) {
        if (from[s] != Bdd.FALSE && reads(s, symbol)) {
          int t = nfa.readTarget(s);
          next[t] = bdd.or(next[t], after(from[s], symbol, memo));
        }
      }
    }

    private boolean reads(int state, int symbol) {
      int set = nfa.readSet(state);
      return set >= 0 && alphabet.contains(set, symbol);
    }

    /** The condition on the rest that is left of {@code f} once {@code symbol} has been read. */
    private int after(int f, int symbol, Map<Integer, Integer> memo) {
      return bdd.substitute(f, variable -> derivative(variable, symbol, memo), memo);
    }

    private int derivative(int variable, int symbol, Map<Integer, Integer> memo) {
      if (variable == endOfText) {
        return Bdd.FALSE;
      }
      int[] closure = closure(variable);
      int result = Bdd.FALSE;
      for (int s = 0; s < closure.length; s++) {
        if (closure[s] != Bdd.FALSE) {
          int then =
              accepts.get(s)
                  ? Bdd.TRUE
                  : reads(s, symbol) ? bdd.variable(nfa.readTarget(s)) : Bdd.FALSE;
          if (then != Bdd.FALSE) {
            result = bdd.or(result, bdd.and(after(closure[s], symbol, memo), then));
          }
        }
      }
      return result;
    }

    boolean acceptsAtEnd() {
      return atEnd(bdd.or(found, main[nfa.accept()]), new HashMap<>()) == Bdd.TRUE;
    }

    private int atEnd(int f, Map<Integer, Integer> memo) {
      return bdd.substitute(f, variable -> factAtEnd(variable, memo), memo);
    }

    private int factAtEnd(int variable, Map<Integer, Integer> memo) {
      if (variable == endOfText) {
        return Bdd.TRUE;
      }
      int[] closure = closure(variable);
      int result = Bdd.FALSE;
      for (int s = 0; s < closure.length; s++) {
        if (closure[s] != Bdd.FALSE && accepts.get(s)) {
          result = bdd.or(result, atEnd(closure[s], memo));
        }
      }
      return result;
    }
  }
}
