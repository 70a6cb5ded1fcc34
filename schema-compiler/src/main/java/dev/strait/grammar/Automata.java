package dev.strait.grammar;

import dev.strait.automaton.ByteDfa;
import dev.strait.rule.Dfa;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** Automata over bytes that grammars need. */
final class Automata {

  private Automata() {}

  /**
   * Returns the same language as an automaton of a rule.
   *
   * @throws dev.strait.rule.EmptyLanguageException if it is empty
   */
  static Dfa dfa(ByteDfa bytes) {
    int states = bytes.states();
    int edges = states == 0 ? 0 : bytes.edgesEnd(states - 1);
    int[] offsets = new int[states + 1];
    byte[] first = new byte[edges];
    byte[] last = new byte[edges];
    int[] target = new int[edges];
    BitSet accepting = new BitSet();
    for (int s = 0; s < states; s++) {
      offsets[s + 1] = bytes.edgesEnd(s);
      accepting.set(s, bytes.isAccepting(s));
    }
    for (int e = 0; e < edges; e++) {
      first[e] = (byte) bytes.low(e);
      last[e] = (byte) bytes.high(e);
      target[e] = bytes.target(e);
    }
    if (states == 0) {
      return Dfa.literals(List.of());
    }
    return Dfa.of(offsets, first, last, target, accepting, true);
  }

  /** Returns all well-formed texts, as an automaton over bytes. */
  static Automaton anyText() {
    return dfa(ByteDfa.anyText()).toAutomaton();
  }

  /** Returns one text, as an automaton over bytes. */
  static Automaton literal(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return BasicAutomata.makeString(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** Returns the texts in which none of the words occurs. */
  static Automaton without(Collection<String> words) {
    Automaton any = anyText();
    for (String word : words) {
      any = any.minus(containing(word));
      any.minimize();
    }
    return any;
  }

  private static Automaton containing(String word) {
    Automaton bytes = BasicAutomata.makeCharRange('\0', (char) 255).repeat();
    Automaton containing = bytes.concatenate(literal(word)).concatenate(bytes);
    containing.minimize();
    return containing;
  }

  /**
   * Returns the texts that end with {@code word} and in which no word of {@code words} occurs
   * before that end.
   */
  static Automaton until(String word, Collection<String> words) {
    Automaton ending = anyText().concatenate(literal(word));
    Automaton bytes = BasicAutomata.makeCharRange('\0', (char) 255).repeat();
    for (String other : words) {
      Automaton more = BasicAutomata.makeCharRange('\0', (char) 255).repeat(1);
      Automaton early = bytes.concatenate(literal(other)).concatenate(more);
      early.minimize();
      ending = ending.minus(early);
      ending.minimize();
    }
    return ending;
  }

  /** Returns every run of consecutive chunks, also the empty one. */
  static Automaton runs(List<String> chunks) {
    State start = new State();
    start.setAccept(true);
    State now = new State();
    now.setAccept(true);
    for (String chunk : chunks) {
      byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
      State after = new State();
      after.setAccept(true);
      lay(start, bytes, after);
      lay(now, bytes, after);
      now = after;
    }
    Automaton automaton = new Automaton();
    automaton.setInitialState(start);
    automaton.setDeterministic(false);
    return automaton;
  }

  private static void lay(State from, byte[] bytes, State to) {
    State now = from;
    for (int i = 0; i < bytes.length; i++) {
      State next = i == bytes.length - 1 ? to : new State();
      now.addTransition(new Transition((char) (bytes[i] & 0xff), next));
      now = next;
    }
  }
}
