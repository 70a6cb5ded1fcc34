package dev.strait.constraint;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The allowed tokens of a configuration by the fewest bytes to an end after each.
 *
 * <p>Computed once a configuration by reading every allowed token byte by byte, which only happens
 * in budgeted generation; with enough tokens left for the worst token, the plain mask is the
 * answer.
 */
final class Budget {
  private final Configuration at;

  /** Distances after a token, ascending, and the tokens of each. */
  private final long[] distances;

  private final Part[] tokens;

  private Budget(Configuration at, TreeMap<Long, IntBuffer> byDistance) {
    this.at = at;
    this.distances = new long[byDistance.size()];
    this.tokens = new Part[byDistance.size()];
    int maskWords = at.universe.index.vocabulary.maskWords();
    int i = 0;
    for (Map.Entry<Long, IntBuffer> entry : byDistance.entrySet()) {
      distances[i] = entry.getKey();
      tokens[i++] = Part.of(entry.getValue(), maskWords);
    }
  }

  static Budget of(Configuration at) {
    int maskWords = at.universe.index.vocabulary.maskWords();
    long[] mask = new long[maskWords];
    at.mask().fill(mask, maskWords);
    TreeMap<Long, IntBuffer> byDistance = new TreeMap<>();
    Stepper stepper = new Stepper(at.universe);
    boolean complete = at.isComplete();
    for (int w = 0; w < maskWords; w++) {
      for (long word = mask[w]; word != 0; word &= word - 1) {
        int id = w << 6 | Long.numberOfTrailingZeros(word);
        boolean end = complete && at.universe.index.vocabulary.isEndOfGeneration(id);
        long distance = end ? -1 : distance(at, id, stepper);
        byDistance.computeIfAbsent(distance, d -> new IntBuffer()).add(id);
      }
    }
    return new Budget(at, byDistance);
  }

  private static long distance(Configuration at, int id, Stepper stepper) {
    if (!at.universe.index.hasAllBytes) {
      Configuration after = Spelling.after(at, id, stepper);
      return java.util.Objects.requireNonNull(after).tokens();
    }
    stepper.load(at);
    VocabularyIndex index = at.universe.index;
    boolean read =
        index.vocabulary.isText(id)
            ? stepper.read(index.text(id))
            : stepper.read(Node.CONTROL + id);
    if (!read) {
      throw new IllegalStateException("token " + id + " is in the mask but cannot be read");
    }
    return stepper.shortest();
  }

  /** Writes the allowed tokens of {@code at} after which an end fits. */
  static void fill(Configuration at, long[] words, int maskWords, int tokensLeft) {
    if (at.universe.index.hasAllBytes && at.worst() < tokensLeft) {
      at.mask().fill(words, maskWords);
    } else {
      at.budget().fill(words, maskWords, tokensLeft);
    }
  }

  /** Writes the tokens after which an end fits into {@code tokensLeft - 1} more bytes. */
  void fill(long[] words, int maskWords, int tokensLeft) {
    int fits = 0;
    while (fits < distances.length && distances[fits] < tokensLeft) {
      fits++;
    }
    if (fits == distances.length) {
      at.mask().fill(words, maskWords);
      return;
    }
    Arrays.fill(words, 0, maskWords, 0);
    for (int i = 0; i < fits; i++) {
      tokens[i].addTo(words);
    }
  }
}
