package dev.strait.constraint;

import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Short generations by chance, whose results are thrown away: after them the engine's classes are
 * loaded, its code is no longer all interpreted, and the first positions of the shared rules are
 * known.
 */
final class Rehearsal {

  /** Rounds after which the code that rules need is mostly compiled. */
  private static final int ROUNDS = 8;

  private static final int TOKENS = 12;

  /** Longer texts once the code of the beginnings is compiled. */
  private static final int MORE_TOKENS = 48;

  private static final int LONGEST_END = 1_000;

  /** Of the longer texts one in so many is within a budget and has its forced text looked for. */
  private static final int BUDGETED = 16;

  /** Tokens within which nearly everything can be ended. */
  private static final int AMPLE = 10_000;

  /** Rounds that this process has seen, of whatever vocabulary. */
  private static int rounds;

  private final Vocabulary vocabulary;
  private final Random random = new Random(1);
  private final TokenChooser chooser;
  private final long[] mask;

  private Rehearsal(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.chooser = new TokenChooser(vocabulary, random);
    this.mask = new long[vocabulary.maskWords()];
  }

  /**
   * Learns the shared rules, then generates some texts of each rule, for at least some time. One
   * thread at a time.
   */
  static void of(
      Supplier<? extends Collection<? extends Rule<?>>> rules,
      Vocabulary vocabulary,
      Duration atLeast) {
    synchronized (Rehearsal.class) {
      long start = System.nanoTime();
      Rehearsal rehearsal = new Rehearsal(vocabulary);
      List<Rule<?>> wanted = List.copyOf(rules.get());
      VocabularyIndex.of(vocabulary).learn(wanted);
      rehearsal.play(wanted, TOKENS);
      while (++rounds < ROUNDS) {
        rehearsal.play(List.copyOf(rules.get()), TOKENS);
      }
      while (System.nanoTime() - start < atLeast.toNanos()) {
        rehearsal.play(List.copyOf(rules.get()), MORE_TOKENS);
      }
    }
  }

  private void play(List<Rule<?>> rules, int tokens) {
    for (Rule<?> rule : rules) {
      Matcher matcher = Constraint.compile(rule, vocabulary, Limits.defaults()).matcher();
      try {
        if (tokens == TOKENS || random.nextInt(BUDGETED) == 0) {
          generateWithin(matcher, tokens);
        } else {
          generate(matcher, tokens);
        }
      } catch (RuntimeException tooLong) {
        // A rehearsal may stop anywhere.
      }
    }
  }

  private void generate(Matcher matcher, int tokens) {
    for (int i = 0; i < tokens; i++) {
      matcher.mask(mask);
      int token = chooser.choose(matcher.here(), mask);
      if (token < 0) {
        return;
      }
      matcher.accept(token);
    }
  }

  /** Does what generators can do: masks within a budget, forced text, forks, ways back, an end. */
  private void generateWithin(Matcher matcher, int tokens) {
    for (int i = 0; i < tokens; i++) {
      matcher.mask(mask, AMPLE);
      int token = chooser.choose(matcher.here(), mask);
      if (token < 0) {
        return;
      }
      matcher.accept(token);
      matcher.forcedBytes();
    }
    end(matcher.fork());
    matcher.rollback(1);
  }

  private void end(Matcher matcher) {
    matcher.acceptBytes(matcher.exampleCompletion(LONGEST_END));
    matcher.mask(mask, (int) Math.min(AMPLE, matcher.sufficientTokens()));
    for (int id : vocabulary.endOfGeneration()) {
      if (matcher.isAllowed(id)) {
        matcher.accept(id);
        return;
      }
    }
  }
}
