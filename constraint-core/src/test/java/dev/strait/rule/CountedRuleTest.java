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
    CountedRule even = rule("(ab)*", 0, MOST);
    assertThrows(EmptyLanguageException.class, () -> even.withBounds("odd", 3, 3));
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
      assertTrue(RuleWalk.matches(rule, text.chars().toArray()));
    }
  }

  /** Ten letters that count, or twelve that do not and then as many that do as there must be. */
  @Test
  void moreUnitsMayTakeFewerBytes() {
    StringBuilder ways = new StringBuilder("x{12}c*");
    for (int i = 0; i < 10; i++) {
      ways.append("|yc{").append(i).append("}x{13}c*");
    }
    Dfa dfa = Dfa.of(new RegExp("(" + ways + "|yc{10}c*)!", RegExp.NONE).toAutomaton(false));
    BitSet counting = new BitSet();
    for (int s = 0; s < dfa.states(); s++) {
      counting.set(s, dfa.step(s, 'c') != Dfa.DEAD);
    }
    CountedRule family = new CountedRule("text", dfa, counting, 0, MOST, false);
    for (int min = 0; min < 14; min++) {
      CountedRule rule = family.withBounds("text", min, MOST);
      assertEquals(Math.max(12, min + 2), rule.shortest(rule.start()), "at least " + min);
    }
    for (int min = 0; min < 10; min++) {
      CountedRule rule = family.withBounds("text", min, 9);
      assertEquals(min + 13, rule.shortest(rule.start()), min + " to 9");
    }
  }

  /** Every fifth unit takes ten bytes: what units take repeats, but is not looked for so far. */
  @Test
  void unitsOfManyKindsAreTabulated() {
    Dfa dfa = Dfa.of(new RegExp("(ccccx{9}c)*c{0,4}!", RegExp.NONE).toAutomaton(false));
    BitSet counting = new BitSet();
    for (int s = 0; s < dfa.states(); s++) {
      counting.set(s, dfa.step(s, 'c') != Dfa.DEAD);
    }
    int[][] bytes = bytes(dfa, counting, 220);
    CountedRule family = new CountedRule("text", dfa, counting, 3, MOST, false);
    assertEquals(4, family.shortest(family.start()));
    for (int min = 0; min < 200; min += 3) {
      CountedRule rule = family.withBounds("text", min, min + 1);
      int least = Math.min(bytes[min][Dfa.START], bytes[min + 1][Dfa.START]);
      assertEquals(least, rule.shortest(rule.start()), "at least " + min);
    }
  }

  /** Random automata in which more units may take fewer bytes. */
  @Property(tries = 100)
  void shortestEqualsASearch(@ForAll long seed) {
    Random random = new Random(seed);
    Dfa dfa;
    try {
      dfa = sparse(random, 2 + random.nextInt(20));
    } catch (EmptyLanguageException nothing) {
      return;
    }
    BitSet counting = BitSet.valueOf(new long[] {random.nextLong()});
    int min = random.nextInt(6);
    int max = random.nextInt(3) == 0 ? MOST : min + random.nextInt(30);
    CountedRule family;
    CountedRule rule;
    try {
      family = new CountedRule("family", dfa, counting, random.nextInt(4), MOST, false);
      rule = random.nextBoolean() ? family.withBounds("text", min, max) : family;
    } catch (EmptyLanguageException nothing) {
      return;
    }
    family.shortest(family.start());
    int[][] bytes = bytes(dfa, counting, min + 2 * dfa.states());
    State start = rule.start();
    for (int s = 0; s < dfa.states(); s++) {
      for (int needed = start.needed(); needed >= 0; needed--) {
        int allowed = start.allowed() == MOST ? MOST : needed + random.nextInt(start.allowed() + 1);
        long least = Long.MAX_VALUE;
        for (int k = needed; k <= allowed && k < bytes.length; k++) {
          least = Math.min(least, bytes[k][s] == MOST ? Long.MAX_VALUE : bytes[k][s]);
        }
        State state = new State(s, needed, allowed);
        assertEquals(least, rule.shortest(state), () -> state + " of " + dfa);
        assertEquals(least < Long.MAX_VALUE, rule.isAlive(s, needed, allowed));
      }
    }
  }

  private static Dfa sparse(Random random, int states) {
    int[] offsets = new int[states + 2];
    byte[] letters = new byte[3 * states];
    int[] target = new int[3 * states];
    int edges = 0;
    int ends = 1 + random.nextInt(8);
    for (int s = 0; s < states; s++) {
      for (char c : new char[] {'!', 'a', 'b'}) {
        if (c == '!' ? random.nextInt(ends) == 0 : random.nextInt(3) > 0) {
          letters[edges] = (byte) c;
          target[edges++] = c == '!' ? states : Math.min(s + 1, random.nextInt(states));
        }
      }
      offsets[s + 1] = edges;
    }
    offsets[states + 1] = edges;
    BitSet accepting = new BitSet();
    accepting.set(states);
    return Dfa.of(offsets, letters, letters, target, accepting, false);
  }

  /** Returns the fewest bytes to the end by units, at most so many, and state. */
  private static int[][] bytes(Dfa dfa, BitSet counting, int most) {
    int[][] bytes = new int[most + 1][dfa.states()];
    for (int k = 0; k <= most; k++) {
      for (int s = 0; s < dfa.states(); s++) {
        bytes[k][s] = k == 0 && dfa.accepts(s) ? 0 : MOST;
      }
      for (boolean[] changed = {true}; changed[0]; ) {
        changed[0] = false;
        for (int s = 0; s < dfa.states(); s++) {
          int from = s;
          int units = k;
          dfa.forEachEdge(
              s,
              (first, last, t) -> {
                int left = units - (counting.get(from) && !dfa.accepts(t) ? 1 : 0);
                if (left >= 0
                    && bytes[left][t] != MOST
                    && bytes[left][t] + 1 < bytes[units][from]) {
                  bytes[units][from] = bytes[left][t] + 1;
                  changed[0] = true;
                }
              });
        }
      }
    }
    return bytes;
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
