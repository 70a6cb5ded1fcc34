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
 * The JSON texts of a string rule less a finite set of strings, however they are escaped.
 *
 * <p>A state is a place in the base rule, and beside it a place in the trie of the excluded strings
 * and within the escape being read. As soon as the text read cannot become an excluded string, the
 * rule falls into the base rule for good. Nothing is built but the states that are visited.
 */
final class ExceptRule implements Rule<ExceptRule.State> {
  private static final String SHORT_NAMES = "\"\\/bfnrt";
  private static final String SHORT_VALUES = "\"\\/\b\f\n\r\t";

  private final Rule<?> base;
  private final State start;
  private final Map<State, List<Step>> steps = new ConcurrentHashMap<>();
  private final Map<State, Boolean> alive = new ConcurrentHashMap<>();
  private final Map<State, Long> shortest = new ConcurrentHashMap<>();

  /** Where in the text of a character the reader is. */
  private enum Within {
    BEFORE_QUOTE,
    RAW,
    ESCAPE,
    HEX,
    AFTER_HIGH,
    LOW_ESCAPE
  }

  /**
   * A place in the base rule and the same place seen from the excluded strings.
   *
   * @param node the decoded text so far, a node of the trie
   * @param digits hexadecimal digits read, 0 to 4
   * @param value their value
   * @param high the high surrogate read before, or 0
   */
  record State(Place<?> place, KeySet.Node node, Within within, int digits, int value, int high) {

    // Looked up all the time, and at first in cold code, where a record's own is slow.
    @Override
    public boolean equals(Object object) {
      return object instanceof State other
          && within == other.within
          && digits == other.digits
          && value == other.value
          && high == other.high
          && place.equals(other.place)
          && node.equals(other.node);
    }

    @Override
    public int hashCode() {
      int h = (31 * place.hashCode() + node.hashCode()) * 31 + within.ordinal();
      return ((31 * h + digits) * 31 + value) * 31 + high;
    }
  }

  private ExceptRule(Rule<?> base, KeySet.Node excluded) {
    this.base = base;
    this.start = new State(Place.start(base), excluded, Within.BEFORE_QUOTE, 0, 0, 0);
  }

  /** Returns the rule, or empty if nothing is left of the base. */
  static Optional<Rule<?>> of(Rule<?> base, KeySet.Node excluded) {
    ExceptRule rule = new ExceptRule(base, excluded);
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
    for (Step step : steps(state)) {
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

  /**
   * Returns the edges of a state; memoised, for a state's edges are first asked for from before.
   */
  private List<Step> steps(State state) {
    List<Step> known = steps.get(state);
    if (known == null) {
      known = makeSteps(state);
      steps.put(state, known);
    }
    return known;
  }

  /** Cuts the base rule's edges where the excluded strings need it. */
  private static List<Step> makeSteps(State state) {
    List<Step> steps = new ArrayList<>();
    Leaf<?> leaf = state.place.expand();
    for (Edge edge : leaf.edges()) {
      int from = edge.first();
      for (int value = from; value <= edge.last(); value++) {
        if (touches(state, value)) {
          outside(steps, from, value - 1, edge.target());
          inside(steps, state, value, edge.target());
          from = value + 1;
        }
      }
      outside(steps, from, edge.last(), edge.target());
    }
    return steps;
  }

  private static void outside(List<Step> steps, int first, int last, Place<?> place) {
    if (first <= last) {
      steps.add(new Step(first, last, place, null));
    }
  }

  /** Returns whether a byte may lead on towards an excluded string. */
  private static boolean touches(State state, int value) {
    return switch (state.within) {
      case RAW ->
          value == '"'
              ? state.node.isKey()
              : value == '\\' ? state.node.hasChildren() : state.node.child(value) != null;
      default -> true;
    };
  }

  private static void inside(List<Step> steps, State state, int value, Place<?> place) {
    if (state.within == Within.RAW && value == '"') {
      return; // the text is an excluded string
    }
    steps.add(new Step(value, value, place, after(state, value, place)));
  }

  /** Returns the state after one byte that the base rule reads, or null if it is off the trie. */
  private static @Nullable State after(State state, int value, Place<?> place) {
    return switch (state.within) {
      case BEFORE_QUOTE -> raw(place, state.node);
      case RAW ->
          value == '\\'
              ? new State(place, state.node, Within.ESCAPE, 0, 0, 0)
              : raw(place, state.node.child(value));
      case ESCAPE ->
          value == 'u'
              ? new State(place, state.node, Within.HEX, 0, 0, 0)
              : raw(place, state.node.walk(SHORT_VALUES.charAt(SHORT_NAMES.indexOf(value))));
      case HEX -> afterDigit(state, Character.digit(value, 16), place);
      case AFTER_HIGH -> new State(place, state.node, Within.LOW_ESCAPE, 0, 0, state.high);
      case LOW_ESCAPE -> new State(place, state.node, Within.HEX, 0, 0, state.high);
    };
  }

  private static @Nullable State raw(Place<?> place, KeySet.@Nullable Node node) {
    return node == null ? null : new State(place, node, Within.RAW, 0, 0, 0);
  }

  private static @Nullable State afterDigit(State state, int digit, Place<?> place) {
    int value = state.value << 4 | digit;
    int digits = state.digits + 1;
    if (digits < 4) {
      return new State(place, state.node, Within.HEX, digits, value, state.high);
    }
    if (Character.isHighSurrogate((char) value)) {
      return new State(place, state.node, Within.AFTER_HIGH, 0, 0, value);
    }
    int codePoint =
        state.high == 0 ? value : Character.toCodePoint((char) state.high, (char) value);
    return raw(place, state.node.walk(codePoint));
  }

  /** Whether some text that is not excluded lies ahead: depth first, until the trie is left. */
  private boolean isAlive(State state) {
    Boolean known = alive.get(state);
    if (known != null) {
      return known;
    }
    boolean found = leaves(state) || search(state);
    alive.put(state, found);
    return found;
  }

  /** Returns whether some byte leads off the trie at once. */
  private boolean leaves(State state) {
    for (Step step : steps(state)) {
      if (step.inside == null) {
        return true;
      }
    }
    return false;
  }

  private boolean search(State state) {
    Set<State> seen = new HashSet<>();
    Deque<State> stack = new ArrayDeque<>();
    stack.push(state);
    seen.add(state);
    boolean found = false;
    while (!found && !stack.isEmpty()) {
      for (Step step : steps(stack.pop())) {
        State inside = step.inside;
        found |= inside == null || alive.getOrDefault(inside, false);
        if (inside != null && alive.get(inside) == null && seen.add(inside)) {
          stack.push(inside);
        }
      }
    }
    if (!found) {
      seen.forEach(s -> alive.put(s, false));
    }
    return found;
  }

  private record Candidate(long total, long past, @Nullable State state) {}

  /** Best first, guided by the base rule's own shortest completion, which is never longer. */
  @Override
  public long shortest(State state) {
    Long known = shortest.get(state);
    return known != null ? known : searchShortest(state);
  }

  private long searchShortest(State state) {
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
        shortest.put(state, best.total);
        return best.total;
      }
      if (done.add(now)) {
        long past = best.past + 1;
        for (Step step : steps(now)) {
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
