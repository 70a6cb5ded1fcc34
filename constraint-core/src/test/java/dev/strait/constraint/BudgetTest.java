package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Share;
import dev.strait.vocabulary.Vocabulary;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Under every budget those tokens are allowed after which an end still fits. */
class BudgetTest {

  @Test
  void everyBudgetIsKept() {
    for (int seed = 0; seed < Share.of(100); seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = MaskTest.vocabulary(random, "aabbcc", 20, 4);
      TestNetwork network = TestNetwork.random(random, -1);
      Constraint constraint =
          Constraint.compile(network.rules.get(0), vocabulary, Limits.defaults());
      Matcher matcher = constraint.matcher();
      for (int step = 0; step < 6; step++) {
        int token = check(constraint, matcher, random, "seed " + seed + " step " + step);
        if (token < 0) {
          break;
        }
        assertTrue(matcher.accept(token));
      }
    }
  }

  /** Compares the masks of all budgets with the distances, and returns an allowed token. */
  static int check(Constraint constraint, Matcher matcher, Random random, String where) {
    Vocabulary vocabulary = constraint.vocabulary();
    long[] mask = new long[vocabulary.maskWords()];
    matcher.mask(mask);
    long[] distances = distances(matcher, mask);
    long most = 0;
    for (long distance : distances) {
      most = Math.max(most, distance);
    }
    for (int budget = 0; budget <= most + 2; budget++) {
      long[] budgeted = new long[vocabulary.maskWords()];
      matcher.mask(budgeted, budget);
      for (int id = 0; id < distances.length; id++) {
        // The end of generation is no text: it costs nothing.
        boolean fits = distances[id] >= 0 && distances[id] < budget;
        fits |= vocabulary.isEndOfGeneration(id) && matcher.isComplete();
        boolean bit = (budgeted[id >>> 6] >>> id & 1) != 0;
        assertEquals(fits, bit, where + " budget " + budget + " token " + id);
      }
    }
    return MaskTest.pick(mask, vocabulary, random);
  }

  /** Fewest bytes to an end after each text token; -1 where it is not allowed. */
  private static long[] distances(Matcher matcher, long[] mask) {
    Vocabulary vocabulary = matcher.constraint().vocabulary();
    long[] distances = new long[vocabulary.size()];
    for (int id = 0; id < distances.length; id++) {
      distances[id] = -1;
      if (vocabulary.isText(id) && (mask[id >>> 6] >>> id & 1) != 0) {
        Matcher after = matcher.fork();
        assertTrue(after.accept(id));
        distances[id] = after.shortestCompletion();
      }
    }
    return distances;
  }

  @Test
  void theWorstTokenIsNoWorseThanSaid() {
    int attained = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = MaskTest.vocabulary(random, "aabbcc", 20, 4);
      TestNetwork network = TestNetwork.random(random, -1);
      VocabularyIndex index = VocabularyIndex.of(vocabulary);
      Universe universe = new Universe(index, index.sharedUniverse(), Limits.defaults());
      Configuration at =
          Configuration.initial(universe, universe.table(network.rules.get(0)).start());
      long worst = 0;
      Stepper stepper = new Stepper(universe);
      for (int id = 0; id < vocabulary.size(); id++) {
        stepper.load(at);
        if (vocabulary.isText(id) && stepper.read(vocabulary.bytes(id))) {
          worst = Math.max(worst, stepper.shortest());
        }
      }
      assertTrue(worst <= at.worst(), "seed " + seed + ": " + worst + " > " + at.worst());
      attained += worst == at.worst() ? 1 : 0;
    }
    assertTrue(attained > 100, "the bound is mostly the worst itself: " + attained);
  }
}
