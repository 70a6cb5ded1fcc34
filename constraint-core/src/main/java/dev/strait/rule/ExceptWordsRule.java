package dev.strait.rule;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A regular language less finitely many words.
 *
 * <p>A state is a state of the automaton beside a node of the words' trie. As soon as the text
 * cannot become one of the words the rule falls into the rule of the automaton for good, so that
 * nothing but the words' own path is new. An engine may read both directly instead of asking for
 * edges.
 */
public final class ExceptWordsRule implements Rule<ExceptWordsRule.State> {

  /**
   * A place from which some text that is none of the words can be finished.
   *
   * @param base the automaton's state
   * @param at the same place among the words
   */
  public record State(int base, Words at) {
    @Override
    public boolean equals(Object object) {
      return object instanceof State other && base == other.base && at == other.at;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(at) + base;
    }
  }

  private final DfaRule base;
  private final Dfa dfa;
  private final State start;

  /** Whether states are alive from which only finitely many texts can be read. */
  private final Map<State, Boolean> alive = new ConcurrentHashMap<>(4);

  private ExceptWordsRule(DfaRule base, Words words) {
    this.base = base;
    this.dfa = base.dfa();
    this.start = new State(Dfa.START, words);
  }

  /** Returns the rule, or empty if nothing is left of the base. */
  public static Optional<ExceptWordsRule> of(DfaRule base, Words words) {
    ExceptWordsRule rule = new ExceptWordsRule(base, words);
    return rule.isAlive(Dfa.START, words) ? Optional.of(rule) : Optional.empty();
  }

  /** Returns the rule of the texts without the exception. */
  public DfaRule base() {
    return base;
  }

  @Override
  public String name() {
    return base.name() + " not seen before";
  }

  @Override
  public State start() {
    return start;
  }

  /** Returns whether a text may end in a state. */
  public boolean accepts(State state) {
    return dfa.accepts(state.base) && state.at.word() == Words.NONE;
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    if (accepts(state)) {
      edges.accept();
    }
    dfa.forEachEdge(state.base, (first, last, to) -> cut(state.at, first, last, to, edges));
    edges.restricts(base, state.base);
  }

  /** Cuts an edge of the automaton where the words need it. */
  private void cut(Words at, int first, int last, int to, Edges<State> edges) {
    int from = first;
    for (int e = 0; e < at.edges(); e++) {
      int label = at.label(e);
      if (label >= from && label <= last) {
        if (from < label) {
          edges.jump(from, label - 1, base, to);
        }
        if (isAlive(to, at.target(e))) {
          edges.bytes(label, label, new State(to, at.target(e)));
        }
        from = label + 1;
      }
    }
    if (from <= last) {
      edges.jump(from, last, base, to);
    }
  }

  /**
   * Returns whether some text that is none of the words lies ahead. Where infinitely many texts are
   * ahead it does; else found depth first, until the words are left.
   */
  public boolean isAlive(int state, Words at) {
    if (dfa.isEndless(state)) {
      return true;
    }
    if (at.edges() == 0) {
      return dfa.hasEdges(state);
    }
    State here = new State(state, at);
    Boolean known = alive.get(here);
    return known != null ? known : searchAlive(here);
  }

  private boolean searchAlive(State state) {
    Set<State> seen = new HashSet<>();
    Deque<State> open = new ArrayDeque<>();
    seen.add(state);
    open.push(state);
    while (!open.isEmpty()) {
      State now = open.pop();
      if (accepts(now) || leaves(now)) {
        alive.put(state, true);
        return true;
      }
      for (int e = 0; e < now.at.edges(); e++) {
        int to = dfa.step(now.base, now.at.label(e));
        if (to != Dfa.DEAD) {
          State next = new State(to, now.at.target(e));
          if (!Boolean.FALSE.equals(alive.get(next)) && seen.add(next)) {
            open.push(next);
          }
        }
      }
    }
    seen.forEach(s -> alive.put(s, false));
    return false;
  }

  /** Returns whether the automaton reads a byte that leads away from the words. */
  private boolean leaves(State state) {
    int[] count = {0};
    dfa.forEachEdge(state.base, (first, last, to) -> count[0] += last - first + 1);
    for (int e = 0; e < state.at.edges(); e++) {
      count[0] -= dfa.step(state.base, state.at.label(e)) == Dfa.DEAD ? 0 : 1;
    }
    return count[0] > 0;
  }

  private record Candidate(long total, long past, @Nullable State state) {}

  /** Best first, guided by the automaton's own shortest completion, which is never longer. */
  @Override
  public long shortest(State state) {
    PriorityQueue<Candidate> queue =
        new PriorityQueue<>(Comparator.comparingLong(Candidate::total));
    Set<State> done = new HashSet<>();
    queue.add(new Candidate(dfa.shortest(state.base), 0, state));
    while (true) {
      Candidate best = queue.poll();
      if (best == null) {
        throw new IllegalStateException("a state of " + name() + " has no completion");
      }
      State now = best.state;
      if (now == null || accepts(now)) {
        return best.total;
      }
      if (done.add(now)) {
        addNext(now, best.past + 1, queue);
      }
    }
  }

  private void addNext(State now, long past, PriorityQueue<Candidate> queue) {
    Words at = now.at;
    dfa.forEachEdge(
        now.base,
        (first, last, to) -> {
          int covered = 0;
          for (int e = 0; e < at.edges(); e++) {
            if (at.label(e) >= first && at.label(e) <= last) {
              covered++;
              queue.add(new Candidate(past + dfa.shortest(to), past, new State(to, at.target(e))));
            }
          }
          if (covered <= last - first) {
            queue.add(new Candidate(past + dfa.shortest(to), past, null));
          }
        });
  }

  @Override
  public String toString() {
    return name();
  }
}
