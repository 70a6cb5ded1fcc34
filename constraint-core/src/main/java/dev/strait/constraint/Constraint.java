package dev.strait.constraint;

import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;

/**
 * A grammar compiled against one vocabulary: what a model may say.
 *
 * <p>Compiling does no work on the grammar: states, stacks and masks are computed when a matcher
 * first needs them and are then remembered for all matchers, within {@link Limits}. Immutable to
 * its users and safe for use by many threads at once.
 *
 * <pre>{@code
 * Constraint constraint = Constraint.compile(rule, vocabulary, Limits.defaults());
 * Matcher matcher = constraint.matcher();
 * long[] mask = new long[vocabulary.maskWords()];
 * matcher.mask(mask);
 * }</pre>
 */
public final class Constraint {
  private final Rule<?> start;
  private final VocabularyIndex index;
  private final Limits limits;
  private volatile Universe universe;

  private Constraint(Rule<?> start, VocabularyIndex index, Limits limits) {
    this.start = start;
    this.index = index;
    this.limits = limits;
    this.universe = new Universe(index, index.sharedUniverse(), limits);
  }

  /**
   * Compiles a grammar against a vocabulary.
   *
   * <p>Complexity: O(1), plus O(bytes of all tokens) for the first constraint over a vocabulary.
   *
   * @param start the rule whose language is to be produced; trimmed, so never empty
   */
  public static Constraint compile(Rule<?> start, Vocabulary vocabulary, Limits limits) {
    return new Constraint(start, VocabularyIndex.of(vocabulary), limits);
  }

  /** Returns the vocabulary. */
  public Vocabulary vocabulary() {
    return index.vocabulary;
  }

  /** Returns the bounds on memory. */
  public Limits limits() {
    return limits;
  }

  /** Returns a new matcher at the beginning of the grammar. Complexity: O(1). */
  public Matcher matcher() {
    Universe now = universe();
    return new Matcher(this, Configuration.initial(now, now.table(start).start()));
  }

  VocabularyIndex index() {
    return index;
  }

  /** Returns the present universe: a new one once the old has grown too large. */
  Universe universe() {
    Universe known = universe;
    if (!known.isFull()) {
      return known;
    }
    synchronized (this) {
      if (universe.isFull()) {
        universe = new Universe(index, index.sharedUniverse(), limits);
      }
      return universe;
    }
  }

  @Override
  public String toString() {
    return "Constraint[" + start.name() + " over " + index.vocabulary + "]";
  }
}
