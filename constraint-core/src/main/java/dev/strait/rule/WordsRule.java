package dev.strait.rule;

import java.util.BitSet;

/**
 * One of some words, and then a state of another rule that depends on the word.
 *
 * <p>It is entered in its midst ({@link Edges#jump}) and left the same way, so that a rule with
 * many words and many states can share the words' trie among all of them. An engine may read the
 * trie directly instead of asking for edges.
 *
 * @param <S> the type of the states of the rule that goes on
 */
public final class WordsRule<S> implements Rule<WordsRule.State<S>> {

  /**
   * Which words there are, and where each leads. Immutable, with {@code equals} and {@code
   * hashCode}: it is part of states.
   *
   * @param <S> the type of the states of the rule that goes on
   */
  public interface Selection<S> {

    /** Returns the numbers of the words that may come. Not to be changed. */
    BitSet words();

    /** Returns the state after a word. */
    S after(int word);
  }

  /**
   * A place in the trie.
   *
   * @param at some selected word lies ahead, and at least one byte of it
   */
  public record State<S>(Words at, Selection<S> selection) {
    @Override
    public boolean equals(Object object) {
      return object instanceof State<?> other
          && at == other.at
          && selection.equals(other.selection);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(at) + selection.hashCode();
    }
  }

  private final Rule<S> then;

  /** Makes a rule of words that lead to states of {@code then}. */
  public WordsRule(Rule<S> then) {
    this.then = then;
  }

  /** Returns the rule that goes on. */
  public Rule<S> then() {
    return then;
  }

  @Override
  public String name() {
    return then.name();
  }

  /**
   * Never called.
   *
   * @throws IllegalStateException always
   */
  @Override
  public State<S> start() {
    throw new IllegalStateException("words are entered in their midst");
  }

  @Override
  public void expand(State<S> state, Edges<State<S>> edges) {
    Selection<S> selection = state.selection;
    for (int e = 0; e < state.at.edges(); e++) {
      Words next = state.at.target(e);
      int label = state.at.label(e);
      if (next.has(selection.words())) {
        if (next.word() == Words.NONE) {
          edges.bytes(label, label, new State<>(next, selection));
        } else {
          edges.jump(label, label, then, selection.after(next.word()));
        }
      }
    }
  }

  @Override
  public long shortest(State<S> state) {
    return length(state, nearest(state));
  }

  /** Returns the selected word with which a shortest way on from a state begins. */
  public int nearest(State<S> state) {
    long best = Long.MAX_VALUE;
    int nearest = Words.NONE;
    BitSet words = state.selection.words();
    for (int w = words.nextSetBit(0); w >= 0; w = words.nextSetBit(w + 1)) {
      if (state.at.has(w)) {
        long length = length(state, w);
        nearest = length < best ? w : nearest;
        best = Math.min(best, length);
      }
    }
    return nearest;
  }

  private long length(State<S> state, int word) {
    return state.at.rest(word) + then.shortest(state.selection.after(word));
  }

  @Override
  public String describe(State<S> state) {
    int word = state.selection.words().nextSetBit(0);
    return then.describe(state.selection.after(word));
  }

  @Override
  public boolean isShared() {
    return then.isShared();
  }

  @Override
  public String toString() {
    return name();
  }
}
