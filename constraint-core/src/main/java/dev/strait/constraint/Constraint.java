package dev.strait.constraint;

import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

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

  /**
   * Learns about rules ahead of their first use, in a background thread. Of shared ones ({@link
   * Rule#isShared()}): where tokens lead from every state of a leaf rule, else from the start. Then
   * some texts of each rule, shared or not, are generated for nothing, so that code is loaded and
   * compiled and the folds of counted rules are built. Cold, this is tens of milliseconds that the
   * first generation would wait for.
   *
   * <p>Code is prepared once for the process: for a second vocabulary only its own part is learnt.
   * Of several warm-ups one runs at a time.
   *
   * @param rules typical rules: those that most grammars use, and one that uses them
   * @return the thread, a daemon; it ends when all is learnt
   */
  public static Thread warmUp(Vocabulary vocabulary, Collection<? extends Rule<?>> rules) {
    List<Rule<?>> wanted = List.copyOf(rules);
    return warmUp(vocabulary, () -> wanted, Duration.ZERO);
  }

  /**
   * The same, with rules that are made in the background thread too, some times anew so that the
   * code that makes them is prepared as well. Where making them or learning about them fails, the
   * thread ends and nothing is lost but the time saved.
   *
   * @param atLeast how long to go on in any case: the virtual machine's compiler needs some ten
   *     seconds of work to bring all code of rules and masks to its last, fastest form
   */
  public static Thread warmUp(
      Vocabulary vocabulary,
      Supplier<? extends Collection<? extends Rule<?>>> rules,
      Duration atLeast) {
    Thread thread = new Thread(() -> Rehearsal.of(rules, vocabulary, atLeast), "strait-warm-up");
    thread.setDaemon(true);
    thread.start();
    return thread;
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

  /**
   * Works out the first mask now, so that no generation waits for it: what is expanded, read and
   * built for it is known from then on. A limit that is met here is met again, and told, by the
   * first mask.
   *
   * <p>Complexity: that of one mask never seen.
   *
   * @return this constraint
   */
  public Constraint prepare() {
    Universe now = universe();
    try {
      Configuration.initial(now, now.table(start).start()).mask();
    } catch (LimitException later) {
      // Only the first mask is missing; the grammar may be of use without it.
    }
    return this;
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
