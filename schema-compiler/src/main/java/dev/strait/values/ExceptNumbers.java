package dev.strait.values;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.values.RuleWords.Edge;
import dev.strait.values.RuleWords.Leaf;
import dev.strait.values.RuleWords.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON texts of a number rule without exponents, less finitely many numbers: 1.50 is 1.5, and
 * -0 is 0.
 *
 * <p>A state is a place in the base rule, and beside it a place in the trie of the excluded numbers
 * (as {@link Decimals#plain} writes them). As soon as what is read cannot become an excluded number
 * the rule falls into the base rule for good.
 */
final class ExceptNumbers implements Rule<ExceptNumbers.State> {
  private final Rule<?> base;
  private final boolean withoutZero;
  private final State start;
  private final Map<State, Boolean> alive = new ConcurrentHashMap<>(4);

  /** What has been read last. */
  private enum Within {
    START,
    MINUS,
    INTEGER,
    FRACTION
  }

  /**
   * A place in the base rule and the same place seen from the excluded numbers.
   *
   * @param node the digits so far, a node of the trie; null if none of the numbers begins so
   * @param equal whether the digits so far are an excluded number
   */
  record State(Place<?> place, KeySet.@Nullable Node node, Within within, boolean equal) {}

  private ExceptNumbers(Rule<?> base, KeySet.Node excluded) {
    this.base = base;
    KeySet.Node zero = excluded.child('0');
    this.withoutZero = zero != null && zero.isKey();
    this.start = new State(Place.start(base), excluded, Within.START, false);
  }

  /** Returns the rule, or empty if nothing is left of the base. */
  static Optional<Rule<?>> of(Rule<?> base, KeySet.Node excluded) {
    ExceptNumbers rule = new ExceptNumbers(base, excluded);
    return rule.isAlive(rule.start) ? Optional.of(rule) : Optional.empty();
  }

  @Override
  public String name() {
    return base.name() + " not seen before";
  }

  @Override
  public State start() {
    return start;
  }

  /** An edge; {@code inside} is null where the rule falls into the base rule. */
  private record Step(int first, int last, Place<?> place, @Nullable State inside) {}

  @Override
  public void expand(State state, Edges<State> edges) {
    Leaf<?> leaf = state.place.expand();
    if (leaf.accepts() && !state.equal) {
      edges.accept();
    }
    for (Step step : steps(state, leaf)) {
      State inside = step.inside;
      if (inside == null) {
        jump(step, step.place, edges);
      } else if (isAlive(inside)) {
        edges.bytes(step.first, step.last, inside);
      }
    }
    restricts(state.place, edges);
  }

  private static <T> void jump(Step step, Place<T> place, Edges<State> edges) {
    edges.jump(step.first, step.last, place.rule(), place.state());
  }

  private static <T> void restricts(Place<T> place, Edges<State> edges) {
    edges.restricts(place.rule(), place.state());
  }

  /** Cuts the base rule's edges where the excluded numbers need it. */
  private List<Step> steps(State state, Leaf<?> leaf) {
    List<Step> steps = new ArrayList<>();
    for (Edge edge : leaf.edges()) {
      int from = edge.first();
      for (int value = from; value <= edge.last(); value++) {
        State inside = after(state, value, edge.target());
        if (inside != null) {
          if (from < value) {
            steps.add(new Step(from, value - 1, edge.target(), null));
          }
          steps.add(new Step(value, value, edge.target(), inside));
          from = value + 1;
        }
      }
      if (from <= edge.last()) {
        steps.add(new Step(from, edge.last(), edge.target(), null));
      }
    }
    return steps;
  }

  /** Returns the state after a byte that the base rule reads, or null if nothing is excluded. */
  private @Nullable State after(State state, int value, Place<?> place) {
    KeySet.Node node = state.node == null ? null : state.node.child(value);
    boolean isKey = node != null && node.isKey();
    return switch (state.within) {
      case START ->
          value == '-'
              ? kept(place, node, Within.MINUS, false, withoutZero)
              : kept(place, node, Within.INTEGER, isKey, false);
      case MINUS -> kept(place, node, Within.INTEGER, isKey || value == '0' && withoutZero, false);
      case INTEGER ->
          value == '.'
              ? kept(place, node, Within.FRACTION, state.equal, false)
              : kept(place, node, Within.INTEGER, isKey, false);
      case FRACTION ->
          kept(place, node, Within.FRACTION, value == '0' ? state.equal : isKey, false);
    };
  }

  private static @Nullable State kept(
      Place<?> place, KeySet.@Nullable Node node, Within within, boolean equal, boolean more) {
    return node == null && !equal && !more ? null : new State(place, node, within, equal);
  }

  /** Whether some text that is not excluded lies ahead: depth first, until the trie is left. */
  private boolean isAlive(State state) {
    Boolean known = alive.get(state);
    if (known != null) {
      return known;
    }
    Set<State> seen = new HashSet<>();
    Deque<State> open = new ArrayDeque<>();
    open.push(state);
    seen.add(state);
    while (!open.isEmpty()) {
      State now = open.pop();
      Leaf<?> leaf = now.place.expand();
      if (leaf.accepts() && !now.equal) {
        alive.put(state, true);
        return true;
      }
      for (Step step : steps(now, leaf)) {
        State inside = step.inside;
        if (inside == null || Boolean.TRUE.equals(alive.get(inside))) {
          alive.put(state, true);
          return true;
        }
        if (alive.get(inside) == null && seen.add(inside)) {
          open.push(inside);
        }
      }
    }
    seen.forEach(s -> alive.put(s, false));
    return false;
  }

  private record Candidate(long total, long past, @Nullable State state) {}

  /** Best first, guided by the base rule's own shortest completion. */
  @Override
  public long shortest(State state) {
    PriorityQueue<Candidate> queue =
        new PriorityQueue<>(Comparator.comparingLong(Candidate::total));
    Set<State> done = new HashSet<>();
    queue.add(new Candidate(state.place.shortest(), 0, state));
    while (true) {
      Candidate best = queue.poll();
      if (best == null) {
        throw new IllegalStateException("a state of " + name() + " has no completion");
      }
      State now = best.state;
      if (now == null) {
        return best.total;
      }
      Leaf<?> leaf = now.place.expand();
      if (leaf.accepts() && !now.equal) {
        return best.past;
      }
      if (done.add(now)) {
        long past = best.past + 1;
        for (Step step : steps(now, leaf)) {
          queue.add(new Candidate(past + step.place.shortest(), past, step.inside));
        }
      }
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
