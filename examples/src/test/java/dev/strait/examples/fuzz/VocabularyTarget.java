package dev.strait.examples.fuzz;

import dev.strait.constraint.LimitException;
import dev.strait.constraint.Matcher;
import dev.strait.schema.CompiledSchema;
import dev.strait.schema.JsonSchema;
import dev.strait.vocabulary.Vocabularies;
import dev.strait.vocabulary.Vocabulary;
import dev.strait.vocabulary.VocabularyFormatException;
import java.util.BitSet;

/** Vocabulary files: refused with a typed error, or their masks are what each token says. */
public final class VocabularyTarget {
  private static final CompiledSchema SCHEMA =
      JsonSchema.compile("{\"type\":[\"object\",\"array\",\"string\",\"integer\"]}");

  private VocabularyTarget() {}

  /** Tries one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    Vocabulary vocabulary;
    try {
      vocabulary = Vocabularies.parse(input, Vocabularies.findEnds(Vocabularies.parse(input)));
    } catch (VocabularyFormatException expected) {
      return;
    }
    if (vocabulary.size() == 0) {
      return;
    }
    try {
      check(SCHEMA.constraint(vocabulary).matcher(), vocabulary);
    } catch (LimitException expected) {
      // The vocabulary can spell no text, or it takes too long to say which.
    }
  }

  private static void check(Matcher matcher, Vocabulary vocabulary) {
    long[] words = new long[vocabulary.maskWords()];
    for (int step = 0; step < 8 && !matcher.isFinished(); step++) {
      matcher.mask(words);
      BitSet mask = BitSet.valueOf(words);
      for (int id = 0; id < vocabulary.size(); id++) {
        if (mask.get(id) != matcher.isAllowed(id)) {
          throw new AssertionError("the mask is wrong at token " + id + " of step " + step);
        }
      }
      int next = mask.nextSetBit(step * 7 % vocabulary.size());
      next = next < 0 ? mask.nextSetBit(0) : next;
      if (next < 0 && matcher.isComplete()) {
        return; // a vocabulary without an end of generation
      }
      if (next < 0 && step == 0 && matcher.sufficientTokens() == Long.MAX_VALUE) {
        return; // a vocabulary that spells no text of the schema, as the matcher says
      }
      if (next < 0 || !matcher.accept(next)) {
        throw new AssertionError("no way on at step " + step);
      }
    }
  }
}
