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

  /** States and their conditions, none false, ascending by state. */
  private record Conditions(int[] states, int[] values) {
    static Conditions of(int[] dense) {
      int size = 0;
      for (int value : dense) {
        size += value == Bdd.FALSE ? 0 : 1;
      }
      Conditions result = new Conditions(new int[size], new int[size]);
      for (int s = 0, i = 0; s < dense.length; s++) {
        if (dense[s] != Bdd.FALSE) {
          result.states[i] = s;
          result.values[i++] = dense[s];
        }
      }
      return result;
    }

    int get(int state) {
      int i = Arrays.binarySearch(states, state);
      return i < 0 ? Bdd.FALSE : values[i];
    }
  }

  /** What is occupied under which condition (states and conditions), and when a match was found. */
  private record State(boolean atBegin, int[] states, int[] conditions, int found) {

    @Override
    public boolean equals(Object object) {
      return object instanceof State other
          && atBegin == other.atBegin
          && found == other.found
          && Arrays.equals(states, other.states)
          && Arrays.equals(conditions, other.conditions);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * Arrays.hashCode(states) + Arrays.hashCode(conditions))
          + 2 * found
          + (atBegin ? 1 : 0);
    }
  }

  /** Looks at NFA states for each state of the limit: a bound on the work in all. */
  private static final long LOOKS_PER_STATE = 10_000;

  private long looks;

  private void work(int more) {
    looks += more;
    if (looks > LOOKS_PER_STATE * limit) {
      throw new AutomatonLimitException(
          "the work on the pattern's automaton", LOOKS_PER_STATE * limit);
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
    number(new State(true, new int[0], new int[0], Bdd.FALSE), out);
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

    private final Map<Integer, Conditions> occupied = new HashMap<>();
    private final Map<Integer, Conditions> closures = new HashMap<>();
    private final Conditions main;
    private final int found;

    Position(State state) {
      this.atBegin = state.atBegin;
      for (int i = 0; i < behind.length; i++) {
        Assertion assertion = nfa.assertions().get(i);
        if (assertion.behind()) {
          Conditions closed = closed(program(state, assertion.start(), true));
          occupied.put(i, closed);
          behind[i] = closed.get(assertion.accept());
        }
      }
      main = closed(program(state, nfa.start(), search || atBegin));
      found = bdd.or(state.found(), search ? main.get(nfa.accept()) : Bdd.FALSE);
    }

    /** The conditions of the states of one program, begun anew here or not. */
    private int[] program(State state, int start, boolean begun) {
      work(nfa.states());
      int[] conditions = new int[nfa.states()];
      for (int i = 0; i < state.states.length; i++) {
        if (nfa.program(state.states[i]) == start) {
          conditions[state.states[i]] = state.conditions[i];
        }
      }
      if (begun) {
        conditions[start] = Bdd.TRUE;
      }
      return conditions;
    }

    /** Follows silent edges, in place, until nothing changes. */
    private Conditions closed(int[] conditions) {
      ArrayDeque<Integer> work = new ArrayDeque<>();
      for (int s = 0; s < conditions.length; s++) {
        if (conditions[s] != Bdd.FALSE) {
          work.add(s);
        }
      }
      while (!work.isEmpty()) {
        int s = work.remove();
        work(nfa.silent(s).size());
        for (Nfa.Silent edge : nfa.silent(s)) {
          int t = edge.target();
          int more = bdd.or(conditions[t], bdd.and(conditions[s], condition(edge)));
          if (more != conditions[t]) {
            conditions[t] = more;
            work.add(t);
          }
        }
      }
      return Conditions.of(conditions);
    }

    private int condition(Nfa.Silent edge) {
      return switch (edge.condition()) {
        case NONE -> Bdd.TRUE;
        case AT_BEGIN -> atBegin ? Bdd.TRUE : Bdd.FALSE;
        case AT_END -> bdd.variable(endOfText);
        case LOOK -> truth(edge.assertion());
        case BOUNDARY, NOT_BOUNDARY -> throw new AssertionError("boundaries are looks here");
        case NOT_LOOK -> bdd.not(truth(edge.assertion()));
      };
    }

    private int truth(int assertion) {
      Assertion look = nfa.assertions().get(assertion);
      return look.behind() ? behind[assertion] : bdd.variable(look.start());
    }

    /** What a fact about {@code state} (of a look-ahead) asks of the states it reaches silently. */
    private Conditions closure(int state) {
      Conditions known = closures.get(state);
      if (known == null) {
        work(nfa.states());
        int[] dense = new int[nfa.states()];
        dense[state] = Bdd.TRUE;
        known = closed(dense);
        closures.put(state, known);
      }
      return known;
    }

    State step(int symbol) {
      work(nfa.states());
      Map<Integer, Integer> memo = new HashMap<>();
      int[] next = new int[nfa.states()];
      int foundThen = after(found, symbol, memo);
      if (foundThen != Bdd.TRUE) {
        advance(main, symbol, memo, next);
        for (Conditions conditions : occupied.values()) {
          advance(conditions, symbol, memo, next);
        }
      }
      Conditions sparse = Conditions.of(next);
      return new State(false, sparse.states, sparse.values, foundThen);
    }

    private void advance(Conditions from, int symbol, Map<Integer, Integer> memo, int[] next) {
      for (int i = 0; i < from.states.length; i++) {
        if (reads(from.states[i], symbol)) {
          int t = nfa.readTarget(from.states[i]);
          next[t] = bdd.or(next[t], after(from.values[i], symbol, memo));
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
      Conditions closure = closure(variable);
      int result = Bdd.FALSE;
      for (int i = 0; i < closure.states.length; i++) {
        int s = closure.states[i];
        int then = Bdd.FALSE;
        if (accepts.get(s)) {
          then = Bdd.TRUE;
        } else if (reads(s, symbol)) {
          then = bdd.variable(nfa.readTarget(s));
        }
        if (then != Bdd.FALSE) {
          result = bdd.or(result, bdd.and(after(closure.values[i], symbol, memo), then));
        }
      }
      return result;
    }

    boolean acceptsAtEnd() {
      return atEnd(bdd.or(found, main.get(nfa.accept())), new HashMap<>()) == Bdd.TRUE;
    }

    private int atEnd(int f, Map<Integer, Integer> memo) {
      return bdd.substitute(f, variable -> factAtEnd(variable, memo), memo);
    }

    private int factAtEnd(int variable, Map<Integer, Integer> memo) {
      if (variable == endOfText) {
        return Bdd.TRUE;
      }
      Conditions closure = closure(variable);
      int result = Bdd.FALSE;
      for (int i = 0; i < closure.states.length; i++) {
        if (accepts.get(closure.states[i])) {
          result = bdd.or(result, atEnd(closure.values[i], memo));
        }
      }
      return result;
    }
  }
}
