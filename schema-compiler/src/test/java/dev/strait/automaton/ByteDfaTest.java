package dev.strait.automaton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The algebra against another automaton library, and canonical form as language equality. */
class ByteDfaTest {
  private static ByteDfa random(Random random) {
    ByteDfa.Builder builder = ByteDfa.builder();
    int states = 1 + random.nextInt(6);
    for (int s = 0; s < states; s++) {
      builder.state(random.nextInt(3) == 0);
    }
    for (int s = 0; s < states; s++) {
      for (int low = random.nextInt(100); low < 256; low += 1 + random.nextInt(120)) {
        int high = Math.min(255, low + random.nextInt(60));
        builder.edge(s, low, high, random.nextInt(states));
        low = high;
      }
    }
    return builder.build();
  }

  private static Automaton brics(ByteDfa dfa) {
    State[] states = new State[Math.max(1, dfa.states())];
    for (int s = 0; s < states.length; s++) {
      states[s] = new State();
      states[s].setAccept(s < dfa.states() && dfa.isAccepting(s));
    }
    for (int s = 0; s < dfa.states(); s++) {
      for (int e = dfa.edgesBegin(s); e < dfa.edgesEnd(s); e++) {
        states[s].addTransition(
            new Transition((char) dfa.low(e), (char) dfa.high(e), states[dfa.target(e)]));
      }
    }
    Automaton automaton = new Automaton();
    automaton.setInitialState(states[0]);
    automaton.setDeterministic(true);
    return automaton;
  }

  @Property(tries = 500)
  void algebraAgreesWithBrics(@ForAll long seed) {
    Random random = new Random(seed);
    ByteDfa a = random(random);
    ByteDfa b = random(random);
    assertEquals(brics(a).intersection(brics(b)), brics(a.and(b)));
    assertEquals(brics(a).union(brics(b)), brics(a.or(b)));
    assertEquals(brics(a).minus(brics(b)), brics(a.minus(b)));
    assertEquals(brics(a).equals(brics(b)), a.equals(b));
    Automaton minimal = brics(a);
    minimal.minimize();
    assertEquals(a.isEmpty() ? 1 : a.states(), minimal.getNumberOfStates());
    assertEquals(brics(a).isFinite(), a.isFinite());
  }

  @Property(tries = 300)
  void equalSetsAreEqualObjects(@ForAll long seed) {
    Random random = new Random(seed);
    ByteDfa a = random(random);
    ByteDfa b = random(random);
    assertEquals(a.or(b), b.or(a));
    assertEquals(a.minus(b), a.minus(a.and(b)));
    assertEquals(a, a.minus(b).or(a.and(b)));
    assertEquals(a.hashCode(), a.minus(b).or(a.and(b)).hashCode());
  }

  @Property(tries = 200)
  void wordsComeBackInOrder(@ForAll long seed) {
    Random random = new Random(seed);
    TreeSet<String> words = new TreeSet<>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      words.add(Integer.toString(random.nextInt(2000), 3));
    }
    ByteDfa dfa = ByteDfa.ofStrings(words);
    List<String> back = new ArrayList<>();
    dfa.words(100).orElseThrow().forEach(w -> back.add(new String(w, StandardCharsets.UTF_8)));
    assertEquals(new ArrayList<>(words), back);
    assertTrue(dfa.words(words.size() - 1).isEmpty());
    ByteDfa one = ByteDfa.none();
    for (String word : words) {
      one = one.or(ByteDfa.ofStrings(List.of(word)));
    }
    assertEquals(dfa, one);
  }

  @Test
  void anyTextIsWhatTheJdkDecodes() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean scalar = c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE;
      if (scalar) {
        assertTrue(ByteDfa.anyText().accepts(Character.toString(c)));
      }
    }
    for (byte[] bad :
        new byte[][] {
          {(byte) 0xc0, (byte) 0x80},
          {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          {(byte) 0xe0, (byte) 0x80, (byte) 0x80},
          {(byte) 0x80},
          {(byte) 0xc3}
        }) {
      assertEquals(false, ByteDfa.anyText().accepts(bad));
    }
  }

  @Test
  void productsAreLimited() {
    ByteDfa a = ByteDfa.ofStrings(List.of("abcdef"));
    assertThrows(AutomatonLimitException.class, () -> Product.of(a, a.or(a), Product.Kind.AND, 3));
  }

  @Test
  void printsStatesAndEdges() {
    assertEquals("0 a>1 b-c>2\n1 x>2\n2*\n", ByteDfa.ofStrings(List.of("ax", "b", "c")).toString());
  }
}
