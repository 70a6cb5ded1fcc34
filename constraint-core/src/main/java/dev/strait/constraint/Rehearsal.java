package dev.strait.constraint;

import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Short generations by chance, whose results are thrown away: after them the engine's classes are
 * loaded, its code is no longer all interpreted, and the first positions of the shared rules are
 * known.
 */
final class Rehearsal {
  private static final int GENERATIONS = 6;
  private static final int TOKENS = 12;
  private static final int LONGEST_END = 1_000;

  private final Vocabulary vocabulary;
  private final Random random = new Random(1);
  private final long[] mask;

  private Rehearsal(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.mask = new long[vocabulary.maskWords()];
  }

  /** Generates some texts of each rule. */
  static void of(List<Rule<?>> rules, Vocabulary vocabulary) {
    Rehearsal rehearsal = new Rehearsal(vocabulary);
    for (int i = 0; i < GENERATIONS; i++) {
      for (Rule<?> rule : rules) {
        rehearsal.generate(Constraint.compile(rule, vocabulary, Limits.defaults()).matcher());
      }
    }
  }

  private void generate(Matcher matcher) {
    try {
      for (int i = 0; i < TOKENS; i++) {
        matcher.mask(mask);
        int token = choose();
        if (token < 0) {
          return;
        }
        matcher.accept(token);
      }
      matcher.acceptBytes(matcher.exampleCompletion(LONGEST_END));
      matcher.mask(mask);
    } catch (LimitException tooLong) {
      // A rehearsal may stop anywhere.
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
