package dev.strait.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Deterministic automata of random networks against the networks themselves. */
class DeterminizerTest {
  private static final int LETTERS = 4;

  /** An edge that reads a letter or, below zero, nothing. */
  private record Edge(int from, int letter, int to) {}

  private static final class Nfa {
    final Network network = new Network();
    private final List<Edge> edges = new ArrayList<>();
    final int end = 1;

    /** Makes some automata that are run at once: very many small sets of states are met. */
    Nfa(Random random) {
      network.addState();
      network.addState();
      int automata = 1 + random.nextInt(3);
      int each = 2 + random.nextInt(automata == 3 ? 10 : 60);
      for (int a = 0; a < automata; a++) {
        int first = 2 + a * each;
        for (int s = first; s < first + each; s++) {
          network.addState();
        }
        add(0, -1, first);
        for (int s = first; s < first + each; s++) {
          for (int letter = 0; letter < LETTERS; letter++) {
            add(s, letter, first + random.nextInt(each));
          }
          if (random.nextInt(3) == 0) {
            add(s, -1, end);
          }
        }
      }
    }

    private void add(int from, int letter, int to) {
      edges.add(new Edge(from, letter, to));
      if (letter < 0) {
        network.epsilon(from, to);
      } else {
        network.bytes(from, letter, letter, to);
      }
    }

    BitSet closed(BitSet states) {
      for (boolean changed = true; changed; ) {
        changed = false;
        for (Edge edge : edges) {
          if (edge.letter < 0 && states.get(edge.from) && !states.get(edge.to)) {
            states.set(edge.to);
            changed = true;
          }
        }
      }
      return states;
    }

    BitSet step(BitSet states, int letter) {
      BitSet next = new BitSet();
      for (Edge edge : edges) {
        if (edge.letter == letter && states.get(edge.from)) {
          next.set(edge.to);
        }
      }
      return closed(next);
    }
  }

  @Property(tries = 60)
  void acceptWhatTheNetworkDoes(@ForAll long seed) {
    Random random = new Random(seed);
    Nfa nfa = new Nfa(random);
    Dfa dfa;
    try {
      dfa = new Determinizer(nfa.network, new Closure(nfa.network), "all").run(0, nfa.end).toDfa();
    } catch (EmptyLanguageException nothing) {
      return;
    }
    for (int walk = 0; walk < 100; walk++) {
      BitSet start = new BitSet();
      start.set(0);
      BitSet now = nfa.closed(start);
      int state = Dfa.START;
      for (int i = 0; i < 12 && state != Dfa.DEAD; i++) {
        assertEquals(now.get(nfa.end), dfa.accepts(state), "seed " + seed);
        int letter = random.nextInt(LETTERS);
        now = nfa.step(now, letter);
        state = dfa.step(state, letter);
      }
      assertTrue(state != Dfa.DEAD || !now.get(nfa.end), "seed " + seed);
    }
  }
}
