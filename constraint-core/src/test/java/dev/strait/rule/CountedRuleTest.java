package dev.strait.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.CountedRule.State;
import dk.brics.automaton.RegExp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CountedRuleTest {

  private static final int MOST = CountedRule.UNBOUNDED;

  /** Texts over the expression, ended by an exclamation mark; every state counts. */
  private static CountedRule rule(String expression, int min, int max) {
    Dfa dfa = Dfa.of(new RegExp("(" + expression + ")!", RegExp.NONE).toAutomaton(false));
    BitSet counting = new BitSet();
    counting.set(0, dfa.states());
    return new CountedRule("text", dfa, counting, min, max, false);
  }

  private static @Nullable State read(CountedRule rule, String text) {
    State state = rule.start();
    for (char c : text.toCharArray()) {
      state = state == null ? null : rule.step(state, c);
    }
    return state;
  }

  private static State alive(CountedRule rule, String text) {
    return Objects.requireNonNull(read(rule, text), text);
  }

  private static boolean matches(CountedRule rule, String text) {
    State state = read(rule, text);
    return state != null && rule.dfa().accepts(state.state());
  }

  @Test
  void countsCharacters() {
    CountedRule rule = rule("[a-z]*", 2, 3);
    assertFalse(matches(rule, "a!"));
    assertTrue(matches(rule, "ab!"));
    assertTrue(matches(rule, "abc!"));
    assertNotNull(read(rule, "abc"));
    assertNull(read(rule, "abcd"));
    assertEquals(3, rule.shortest(rule.start()));
    assertEquals("text (at least 1, at most 2 more)", rule.describe(alive(rule, "a")));
  }

  @Test
  void staysAliveOnPeriodicLengths() {
    CountedRule rule = rule("(ab)*", 3, 5);
    assertEquals(5, rule.shortest(rule.start()));
    assertTrue(matches(rule, "abab!"));
    assertNull(read(rule, "ababa"), "a sixth unit does not fit");
    assertThrows(EmptyLanguageException.class, () -> rule("(ab)*", 3, 3));
    assertThrows(EmptyLanguageException.class, () -> rule("(aaa)*|(aaaa)*", 5, 5));
    assertThrows(EmptyLanguageException.class, () -> rule("a", 2, MOST));
  }

  @Test
  void countsAMillionAtOnce() {
    CountedRule rule = rule("(a[a-z]*|bbb(bbb)*)", 1_000_000, MOST);
    assertEquals(1_000_001, rule.shortest(rule.start()));
    assertEquals(1_000_002, rule.shortest(alive(rule, "b")), "rounded up to threes");
    assertEquals(
        rule.saturate(alive(rule, "a"), 50), rule.saturate(alive(rule, "aaaa"), 50), "one mask");
  }

  @Test
  void countsUnitsOfSeveralBytes() {
    Dfa dfa = Dfa.of(new RegExp("([a-z]|uxx)*!", RegExp.NONE).toAutomaton(false));
    BitSet counting = new BitSet();
    counting.set(Dfa.START);
    CountedRule rule = new CountedRule("text", dfa, counting, 2, 2, false);
    assertTrue(matches(rule, "aa!"));
    assertFalse(matches(rule, "aaa!"));
    assertEquals(3, rule.shortest(rule.start()));
  }

  @Test
  void refusesAutomataThatGoOnAfterTheirEnd() {
    Dfa dfa = Dfa.of(new RegExp("a*").toAutomaton(false));
    assertThrows(
        IllegalArgumentException.class,
        () -> new CountedRule("text", dfa, new BitSet(), 0, 1, false));
  }

  @Test
  void familiesShareTables() {
    CountedRule rule = rule("[a-z]*", 0, MOST);
    assertFalse(matches(rule.withBounds("short", 0, 1), "aa!"));
    assertTrue(matches(rule.withBounds("long", 2, 2), "aa!"));
  }

  private static final int LONGEST = 10;

  private static final String[] EXPRESSIONS = {
    "[ab]*", "(ab)*", "(aa|bbb)*", "a*b", "(aab)*(b|a)", "(a|bb(ab)*)*", "a?b?", "(aaa)*|b(bb)*"
  };

  @Property(tries = 400)
  void equalsBruteForce(@ForAll long seed) {
    Random random = new Random(seed);
    String expression = EXPRESSIONS[random.nextInt(EXPRESSIONS.length)];
    Dfa dfa = Dfa.of(new RegExp("(" + expression + ")!", RegExp.NONE).toAutomaton(false));
    BitSet counting = BitSet.valueOf(new long[] {random.nextLong()});
    int min = random.nextInt(5);
    int max = min + random.nextInt(4);
    List<String> language = language(dfa, counting, min, max, LONGEST);
    if (language.isEmpty()) {
      return;
    }
    CountedRule rule = new CountedRule("text", dfa, counting, min, max, false);
    for (String text : language) {
      for (int i = 0; i <= text.length(); i++) {
        String prefix = text.substring(0, i);
        State state = alive(rule, prefix);
        long least =
            language.stream()
                    .filter(t -> t.startsWith(prefix))
                    .mapToInt(String::length)
                    .min()
                    .orElseThrow()
                - i;
        assertEquals(least, rule.shortest(state), prefix);
        assertSameReach(rule, state, rule.saturate(state, 3), 3);
      }
      assertTrue(matches(rule, text));
    }
  }

  private static void assertSameReach(CountedRule rule, State one, State other, int depth) {
    for (char c : depth == 0 ? new char[0] : new char[] {'a', 'b', '!'}) {
      State left = rule.step(one, c);
      State right = rule.step(other, c);
      assertEquals(left == null, right == null);
      if (left != null && right != null) {
        assertEquals(rule.dfa().accepts(left.state()), rule.dfa().accepts(right.state()));
        assertSameReach(rule, left, right, depth - 1);
      }
    }
  }

  /** The members of at most {@code longest} bytes, shortest first, counted one by one. */
  private static List<String> language(Dfa dfa, BitSet counting, int min, int max, int longest) {
    record Path(String text, int state, int units) {}
    List<String> found = new ArrayList<>();
    List<Path> now = List.of(new Path("", 0, 0));
    for (int length = 0; length <= longest; length++) {
      List<Path> next = new ArrayList<>();
      for (Path p : now) {
        if (dfa.accepts(p.state) && p.units >= min && p.units <= max) {
          found.add(p.text);
        }
        for (char c : new char[] {'a', 'b', '!'}) {
          int t = dfa.step(p.state, c);
          if (t != Dfa.DEAD) {
            boolean counts = counting.get(p.state) && !dfa.accepts(t);
            next.add(new Path(p.text + c, t, p.units + (counts ? 1 : 0)));
          }
        }
      }
      now = next;
    }
    return found;
  }
}
