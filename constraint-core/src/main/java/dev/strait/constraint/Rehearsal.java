package dev.strait.constraint;

import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
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

  /** Tokens within which nearly everything can be ended. */
  private static final int AMPLE = 10_000;

  /** Rounds that this process has seen, of whatever vocabulary. */
  private static int rounds;

  private final Vocabulary vocabulary;
  private final Random random = new Random(1);
  private final long[] mask;

  private Rehearsal(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
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
      generate(Constraint.compile(rule, vocabulary, Limits.defaults()).matcher(), tokens);
    }
  }

  /** Does what generators do: masks within a budget, forced text, forks, ways back, an end. */
  private void generate(Matcher matcher, int tokens) {
    try {
      for (int i = 0; i < tokens; i++) {
        matcher.mask(mask, AMPLE);
        int token = choose();
        if (token < 0) {
          return;
        }
        matcher.accept(token);
        matcher.forcedBytes();
      }
      end(matcher.fork());
      matcher.rollback(1);
    } catch (RuntimeException tooLong) {
      // A rehearsal may stop anywhere.
    }
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

  /** Returns a token of the mask, each first byte as likely as another; -1 if there is no text. */
  private int choose() {
    List<IntBuffer> byFirst = new ArrayList<>();
    IntBuffer[] groups = new IntBuffer[256];
    for (int w = 0; w < mask.length; w++) {
      for (long word = mask[w]; word != 0; word &= word - 1) {
        int id = w << 6 | Long.numberOfTrailingZeros(word);
        if (vocabulary.isText(id)) {
          add(id, groups, byFirst);
        }
      }
    }
    if (byFirst.isEmpty()) {
      return -1;
    }
    IntBuffer group = byFirst.get(random.nextInt(byFirst.size()));
    return group.items[random.nextInt(group.size)];
  }

  private void add(int id, IntBuffer[] groups, List<IntBuffer> byFirst) {
    int first = vocabulary.byteAt(id, 0);
    if (groups[first] == null) {
      groups[first] = new IntBuffer();
      byFirst.add(groups[first]);
    }
    groups[first].add(id);
  }
}
