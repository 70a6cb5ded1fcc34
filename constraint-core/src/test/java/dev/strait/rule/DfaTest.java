package dev.strait.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.RegExp;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DfaTest {

  private static Dfa regex(String expression) {
    return Dfa.of(new RegExp(expression, RegExp.NONE).toAutomaton(false));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void printsCanonically() {
    assertEquals("0: a-b>1 d>1\n1: x78>2\n2*: x78>2\n", regex("(a|b|d)xx*").toString());
    assertEquals("0: a>1\n1: b>2\n2*:\n", Dfa.literal(bytes("ab")).toString());
    assertEquals("0*:\n", Dfa.literal(new byte[0]).toString());
    assertTrue(regex("a*").toDot("say \"a\"").startsWith("digraph \"say \\\"a\\\"\" {"));
  }

  @Test
  void equalLanguagesAreEqual() {
    assertEquals(regex("(a|b)*abb"), regex("(a*b*)*abb"));
    assertEquals(regex("(a|b)*abb").hashCode(), regex("(a*b*)*abb").hashCode());
    assertEquals(regex("abc|abc"), Dfa.literal(bytes("abc")));
    assertEquals(regex("abc|abc").hashCode(), Dfa.literal(bytes("abc")).hashCode());
    assertNotEquals(Dfa.literal(bytes("a")).hashCode(), Dfa.literal(bytes("b")).hashCode());
    assertEquals(regex("abc|abd|x"), Dfa.literals(List.of(bytes("x"), bytes("abd"), bytes("abc"))));
    assertNotEquals(regex("a*"), regex("aa*"));
    assertNotEquals(Dfa.literal(bytes("a")), Dfa.literal(bytes("b")));
  }

  @Test
  void refusesEmptyLanguagesAndCharactersThatAreNoBytes() {
    assertThrows(EmptyLanguageException.class, () -> Dfa.of(Automaton.makeEmpty()));
    assertThrows(EmptyLanguageException.class, () -> Dfa.literals(List.of()));
    assertThrows(IllegalArgumentException.class, () -> regex("a|Ā"));
    assertThrows(IllegalArgumentException.class, () -> regex("Ā"));
  }

  @Test
  void leavesTheGivenAutomatonAlone() {
    Automaton automaton = new RegExp("(a|ab)(c|bcd)*").toAutomaton(false);
    int states = automaton.getNumberOfStates();
    boolean deterministic = automaton.isDeterministic();
    Dfa.of(automaton);
    assertEquals(states, automaton.getNumberOfStates());
    assertEquals(deterministic, automaton.isDeterministic());
  }

  @Property(tries = 300)
  void agreesWithBrics(@ForAll long seed) {
    Random random = new Random(seed);
    Automaton automaton = randomAutomaton(random, 4);
    if (automaton.isEmpty()) {
      assertThrows(EmptyLanguageException.class, () -> Dfa.of(automaton));
      return;
    }
    Dfa dfa = Dfa.of(automaton);
    Automaton minimal = automaton.clone();
    minimal.minimize();
    minimal.expandSingleton();
    assertEquals(minimal.getNumberOfStates(), dfa.states());
    assertEquals(automaton, dfa.toAutomaton());
    assertEquals(dfa, Dfa.of(dfa.toAutomaton()));
    for (String text : strings("abc", 5)) {
      assertEquals(automaton.run(text), dfa.matches(bytes(text)), text);
    }
    for (int s = 0; s < dfa.states(); s++) {
      assertEquals(shortestByWalking(dfa, s), dfa.shortest(s));
    }
  }

  private static Automaton randomAutomaton(Random random, int depth) {
    int pick = random.nextInt(depth == 0 ? 3 : 9);
    return switch (pick) {
      case 0 -> Automaton.makeChar((char) ('a' + random.nextInt(3)));
      case 1 -> Automaton.makeCharRange('a', (char) ('a' + random.nextInt(150)));
      case 2 -> Automaton.makeString("abcabc".substring(random.nextInt(6)));
      case 3, 4 -> randomAutomaton(random, depth - 1).union(randomAutomaton(random, depth - 1));
      case 5, 6 ->
          randomAutomaton(random, depth - 1).concatenate(randomAutomaton(random, depth - 1));
      case 7 -> randomAutomaton(random, depth - 1).repeat();
      default -> randomAutomaton(random, depth - 1).minus(randomAutomaton(random, depth - 1));
    };
  }

  private static long shortestByWalking(Dfa dfa, int from) {
    Set<Integer> now = Set.of(from);
    for (int length = 0; ; length++) {
      if (now.stream().anyMatch(dfa::accepts)) {
        return length;
      }
      Set<Integer> next = new TreeSet<>();
      now.forEach(s -> dfa.forEachEdge(s, (a, b, t) -> next.add(t)));
      now = next;
    }
  }

  private static List<String> strings(String alphabet, int longest) {
    List<String> all = new ArrayList<>(List.of(""));
    for (int from = 0, length = 0; length < longest; length++) {
      int to = all.size();
      for (; from < to; from++) {
        for (char c : alphabet.toCharArray()) {
          all.add(all.get(from) + c);
        }
      }
    }
    return all;
  }

  @Property(tries = 500)
  void literalSetsAreMinimal(
      @ForAll @Size(min = 1, max = 30)
          List<@CharRange(from = 'a', to = 'c') @StringLength(max = 6) String> words) {
    Automaton union =
        Automaton.union(words.stream().map(Automaton::makeString).collect(Collectors.toList()));
    assertEquals(Dfa.of(union), Dfa.literals(words.stream().map(DfaTest::bytes).toList()));
  }

  @Test
  @Tag("slow")
  void holdsAHundredThousandLiterals() {
    Random random = new Random(7);
    List<byte[]> literals = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      byte[] literal = new byte[4 + random.nextInt(20)];
      random.nextBytes(literal);
      literals.add(literal);
    }
    Dfa dfa = Dfa.literals(literals);
    for (byte[] literal : literals) {
      assertTrue(dfa.matches(literal));
      literal[literal.length - 1]++;
      assertFalse(dfa.matches(literal));
    }
  }

  @Test
  @Tag("slow")
  void holdsALiteralOfTenMegabytes() {
    byte[] literal = new byte[10_000_000];
    new Random(1).nextBytes(literal);
    Dfa dfa = Dfa.literal(literal);
    assertTrue(dfa.matches(literal));
    assertEquals(10_000_001, dfa.states());
    assertEquals(9_999_990, dfa.shortest(10));
    Dfa two = Dfa.literals(List.of(literal, new byte[] {1}));
    assertTrue(two.matches(literal) && two.matches(new byte[] {1}));
  }

  @Test
  @Tag("slow")
  void largeAutomataStepBySearching() {
    List<byte[]> literals = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      literals.add(bytes(Integer.toString(i * 7919, 36) + '/' + i));
    }
    Dfa dfa = Dfa.literals(literals);
    literals.forEach(literal -> assertTrue(dfa.matches(literal)));
    assertFalse(dfa.matches(bytes("0/")));
    assertFalse(dfa.matches(bytes("~")));
    assertEquals(dfa, Dfa.of(dfa.toAutomaton()));
  }

  /** More states of many ranges than rows are kept for: the rest is searched. */
  @Test
  void everyStepOfALargeAutomatonFollowsItsEdges() {
    Dfa dfa = Dfa.of(large(new Random(1), 10_000));
    assertTrue(dfa.states() > 9_000, "states: " + dfa.states());
    int[] expected = new int[256];
    for (int s = 0; s < dfa.states(); s++) {
      Arrays.fill(expected, Dfa.DEAD);
      dfa.forEachEdge(s, (first, last, target) -> Arrays.fill(expected, first, last + 1, target));
      for (int b = 0; b < 256; b++) {
        assertEquals(expected[b], dfa.step(s, b), "state " + s + ", byte " + b);
      }
    }
  }

  private static Automaton large(Random random, int count) {
    List<State> states = Stream.generate(State::new).limit(count).toList();
    for (State state : states) {
      state.setAccept(random.nextInt(4) == 0);
      int gap = random.nextInt(8) == 0 ? 100 : 20;
      for (int from = random.nextInt(20); from < 256; from += 5 + random.nextInt(gap)) {
        int to = Math.min(255, from + random.nextInt(5));
        state.addTransition(
            new Transition((char) from, (char) to, states.get(random.nextInt(count))));
      }
    }
    Automaton automaton = new Automaton();
    automaton.setInitialState(states.get(0));
    automaton.setDeterministic(true);
    return automaton;
  }
}
