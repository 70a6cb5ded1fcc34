package dev.strait.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dk.brics.automaton.RegExp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Counters of repeats that are not unrolled: what no token can tell apart has one mask. */
class RepeatsTest {
  private static final String[] BODIES = {"a", "ab", "a|ab", "ab*", "aa*b?", "abc", "(ab|c)a*"};

  /** Bytes, and one symbol for a call. */
  private static final List<Integer> SYMBOLS =
      List.of((int) 'a', (int) 'b', (int) 'c', (int) '!', 256);

  @Property(tries = 200)
  void statesOfOneMaskReadTheSameTokens(@ForAll long seed) {
    Random random = new Random(seed);
    int min = 1 + random.nextInt(12);
    int max = random.nextInt(4) == 0 ? Expression.UNBOUNDED : min + random.nextInt(12);
    Dfa body = Dfa.of(new RegExp(BODIES[random.nextInt(BODIES.length)]).toAutomaton());
    int horizon = random.nextInt(5);
    check(new RepeatRule("repeat", body, min, max), horizon);
    check(new CallsRule(new DfaRule("body", body), min, max), horizon);
  }

  /** Texts are made of bodies; how many there can be is found from the front. */
  @Property(tries = 200)
  void bodiesComeSoManyTimes(@ForAll long seed) {
    Random random = new Random(seed);
    int min = 1 + random.nextInt(4);
    int max = random.nextInt(4) == 0 ? Expression.UNBOUNDED : min + random.nextInt(3);
    Dfa body = Dfa.of(new RegExp(BODIES[random.nextInt(BODIES.length)]).toAutomaton());
    List<Rule<?>> rules =
        List.of(
            new RepeatRule("repeat", body, min, max),
            new CallsRule(new DfaRule("body", body), min, max));
    for (int i = 0; i < 10; i++) {
      byte[] text = text(random, body);
      BitSet times = times(text, body);
      int[] symbols = new int[text.length];
      Arrays.setAll(symbols, at -> text[at]);
      int least = times.nextSetBit(min);
      for (Rule<?> rule : rules) {
        boolean expected = least >= 0 && least <= max;
        assertEquals(
            expected,
            RuleWalk.matches(rule, symbols),
            new String(text, StandardCharsets.US_ASCII) + " " + rule);
      }
    }
    rules.forEach(RuleWalk::checkShortest);
  }

  /** Returns some bodies in a row, not always whole ones. */
  private static byte[] text(Random random, Dfa body) {
    StringBuilder text = new StringBuilder();
    for (int bodies = random.nextInt(8); bodies > 0; bodies--) {
      int state = Dfa.START;
      while (!(body.accepts(state) && random.nextBoolean()) && random.nextInt(30) > 0) {
        char c = (char) ('a' + random.nextInt(3));
        if (body.step(state, c) != Dfa.DEAD) {
          text.append(c);
          state = body.step(state, c);
        }
        if (!body.hasEdges(state)) {
          break;
        }
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns of how many bodies a text can be made. */
  private static BitSet times(byte[] text, Dfa body) {
    BitSet[] before = new BitSet[text.length + 1];
    Arrays.setAll(before, i -> new BitSet());
    before[0].set(0);
    for (int from = 0; from < text.length; from++) {
      for (int to = from + 1; to <= text.length; to++) {
        if (body.matches(Arrays.copyOfRange(text, from, to))) {
          BitSet after = before[to];
          before[from].stream().forEach(n -> after.set(n + 1));
        }
      }
    }
    return before[text.length];
  }

  private static final String[] COUNTED = {
    "[ab]*", "(ab)*", "(aab)*", "(aa|bbb)*", "a*b", "(a|bb(ab)*)*", "(aaaaa)*b?"
  };

  @Property(tries = 400)
  void countedStatesOfOneMaskReadTheSameTokens(@ForAll long seed) {
    Random random = new Random(seed);
    String expression = "(" + COUNTED[random.nextInt(COUNTED.length)] + ")!";
    Dfa dfa = Dfa.of(new RegExp(expression, RegExp.NONE).toAutomaton());
    BitSet counting = BitSet.valueOf(new long[] {random.nextInt(4) == 0 ? random.nextLong() : -1});
    int min = random.nextInt(20);
    int width = random.nextInt(random.nextBoolean() ? 3 : 12);
    int max = random.nextInt(4) == 0 ? CountedRule.UNBOUNDED : min + width;
    try {
      check(new CountedRule("text", dfa, counting, min, max, false), random.nextInt(5));
    } catch (EmptyLanguageException nothing) {
      return;
    }
  }

  private static <S> void check(Rule<S> rule, int horizon) {
    Set<S> states = new LinkedHashSet<>(Set.of(rule.start()));
    List<S> open = new ArrayList<>(states);
    for (int i = 0; i < open.size() && i < 200; i++) {
      S state = open.get(i);
      View<S> view = new View<>(rule, state, horizon);
      for (S same : view.same) {
        assertNotEquals(state, same);
        compare(rule, Set.of(state), Set.of(same), horizon, rule + " " + state + " " + same);
      }
      assertTrue(view.same.size() <= 1);
      view.targets.stream().map(Target::state).filter(states::add).forEach(open::add);
    }
  }

  /** Checks that two sets of states go on alike for so many symbols. */
  private static <S> void compare(
      Rule<S> rule, Set<S> ones, Set<S> others, int left, String where) {
    assertEquals(ones.isEmpty(), others.isEmpty(), where);
    if (left == 0 || ones.isEmpty()) {
      return;
    }
    assertEquals(accepts(rule, ones), accepts(rule, others), where);
    for (int symbol : SYMBOLS) {
      compare(rule, step(rule, ones, symbol), step(rule, others, symbol), left - 1, where);
    }
  }

  private static <S> boolean accepts(Rule<S> rule, Set<S> states) {
    return states.stream().anyMatch(s -> new View<>(rule, s, 0).accepts);
  }

  private static <S> Set<S> step(Rule<S> rule, Set<S> states, int symbol) {
    Set<S> next = new HashSet<>();
    for (S state : states) {
      for (Target<S> target : new View<>(rule, state, 0).targets) {
        if (target.first <= symbol && symbol <= target.last) {
          next.add(target.state);
        }
      }
    }
    return next;
  }

  private record Target<S>(int first, int last, S state) {}

  /** The edges of a state. */
  private static final class View<S> extends EmptyEdges<S> {
    final List<Target<S>> targets = new ArrayList<>();
    final List<S> same = new ArrayList<>();
    boolean accepts;
    private final int horizon;

    View(Rule<S> rule, S state, int horizon) {
      this.horizon = horizon;
      rule.expand(state, this);
    }

    @Override
    public void accept() {
      accepts = true;
    }

    @Override
    public void bytes(int first, int last, S target) {
      targets.add(new Target<>(first, last, target));
    }

    @Override
    public void call(Rule<?> callee, S then) {
      targets.add(new Target<>(256, 256, then));
    }

    @Override
    public void sameMaskAs(S state) {
      same.add(state);
    }

    @Override
    public int horizon() {
      return horizon;
    }
  }
}
