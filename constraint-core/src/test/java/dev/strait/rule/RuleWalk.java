package dev.strait.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A naive recogniser of rules by recursive descent, for tests. Symbols are bytes, and 1000 + id for
 * control tokens. It fails on left recursion and on nullable callees.
 */
final class RuleWalk {

  static final int CONTROL = 1000;

  private final int[] text;
  private final Map<Place, Set<Integer>> ends = new HashMap<>();
  private boolean alive;

  /** A rule compared by identity, its state, and a position. */
  private record Place(int rule, Object state, int at) {}

  private final Map<Rule<?>, Integer> numbers = new IdentityHashMap<>();

  private RuleWalk(int[] text) {
    this.text = text;
  }

  static boolean matches(Rule<?> rule, int... text) {
    return new RuleWalk(text).endsOf(rule, 0).contains(text.length);
  }

  static boolean isAlive(Rule<?> rule, int... text) {
    RuleWalk walk = new RuleWalk(text);
    walk.endsOf(rule, 0);
    return walk.alive;
  }

  private <S> Set<Integer> endsOf(Rule<S> rule, int at) {
    return ends(rule, rule.start(), at);
  }

  private <S> Set<Integer> ends(Rule<S> rule, S state, int at) {
    alive |= at == text.length;
    int number = numbers.computeIfAbsent(rule, added -> numbers.size());
    Place place = new Place(number, state, at);
    if (ends.containsKey(place)) {
      Set<Integer> known = ends.get(place);
      assertNotEquals(Set.of(-1), known, "left recursion in " + rule.name());
      return known;
    }
    ends.put(place, Set.of(-1));
    Set<Integer> found = new TreeSet<>();
    rule.expand(state, new Walker<>(rule, at, found));
    ends.put(place, found);
    return found;
  }

  private final class Walker<S> extends EmptyEdges<S> {
    private final Rule<S> rule;
    private final int at;
    private final Set<Integer> found;

    Walker(Rule<S> rule, int at, Set<Integer> found) {
      this.rule = rule;
      this.at = at;
      this.found = found;
    }

    @Override
    public void accept() {
      found.add(at);
    }

    @Override
    public void bytes(int first, int last, S target) {
      if (at < text.length && text[at] >= first && text[at] <= last) {
        found.addAll(ends(rule, target, at + 1));
      }
    }

    @Override
    public void control(int token, S target) {
      bytes(CONTROL + token, CONTROL + token, target);
    }

    @Override
    public void call(Rule<?> callee, S then) {
      for (int end : endsOf(callee, at)) {
        assertNotEquals(at, end, "nullable callee " + callee.name());
        found.addAll(ends(rule, then, end));
      }
    }
  }

  /** Checks that each reachable state's shortest is that of its edges, and that none is far. */
  static void checkShortest(Rule<?> start) {
    Set<Object> seen = new HashSet<>();
    Deque<Runnable> todo = new ArrayDeque<>();
    checkShortest(start, seen, todo);
    while (!todo.isEmpty()) {
      todo.pop().run();
    }
  }

  private static <S> void checkShortest(Rule<S> rule, Set<Object> seen, Deque<Runnable> todo) {
    todo.push(() -> checkState(rule, rule.start(), seen, todo));
  }

  private static <S> void checkState(
      Rule<S> rule, S state, Set<Object> seen, Deque<Runnable> todo) {
    if (seen.size() > 3_000 || !seen.add(List.of(System.identityHashCode(rule), state))) {
      return;
    }
    List<Long> ways = new ArrayList<>();
    rule.expand(
        state,
        new EmptyEdges<S>() {
          @Override
          public void accept() {
            ways.add(0L);
          }

          @Override
          public void bytes(int first, int last, S target) {
            add(1, target);
          }

          @Override
          public void control(int token, S target) {
            add(1, target);
          }

          @Override
          public void call(Rule<?> callee, S then) {
            add(shortest(callee), then);
            checkShortest(callee, seen, todo);
          }

          private void add(long cost, S target) {
            ways.add(cost + rule.shortest(target));
            todo.push(() -> checkState(rule, target, seen, todo));
          }
        });
    long least = ways.stream().mapToLong(way -> way).min().orElse(-1);
    assertEquals(least, rule.shortest(state), rule.name() + " " + state);
  }

  private static <S> long shortest(Rule<S> rule) {
    return rule.shortest(rule.start());
  }
}
