package dev.strait.examples.sampling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Measures of variety and repetition over words. A word is a run of letters or digits, or one other
 * visible character.
 */
final class Texts {
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{N}']+|[^\\s\\p{L}\\p{N}]", Pattern.UNICODE_CHARACTER_CLASS);
  private static final int LONGEST_GRAM = 4;

  private Texts() {}

  static List<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).toList();
  }

  private static List<List<String>> grams(List<String> words, int n) {
    List<List<String>> grams = new ArrayList<>();
    for (int i = 0; i + n <= words.size(); i++) {
      grams.add(words.subList(i, i + n));
    }
    return grams;
  }

  /** Returns the different n-grams of all texts by their number; 1 if there are none. */
  static double distinct(List<String> texts, int n) {
    List<List<String>> all = new ArrayList<>();
    texts.forEach(text -> all.addAll(grams(words(text), n)));
    return all.isEmpty() ? 1 : (double) new HashSet<>(all).size() / all.size();
  }

  /**
   * Returns the part of a text's 4-grams that occurred before in the same text; 0 if there are
   * none.
   */
  static double repetition(String text) {
    List<List<String>> all = grams(words(text), LONGEST_GRAM);
    Set<List<String>> different = new HashSet<>(all);
    return all.isEmpty() ? 0 : 1 - (double) different.size() / all.size();
  }

  /**
   * Returns the mean BLEU-4 of each text against the others: 1 where all are equal, near 0 where
   * they share nothing; 1 for a single text.
   */
  static double selfBleu(List<String> texts) {
    if (texts.size() < 2) {
      return 1;
    }
    List<List<String>> all = texts.stream().map(Texts::words).toList();
    double sum = 0;
    for (int i = 0; i < all.size(); i++) {
      List<List<String>> others = new ArrayList<>(all);
      others.remove(i);
      sum += bleu(all.get(i), others);
    }
    return sum / all.size();
  }

  /**
   * BLEU with up to 4-grams; a count of no matches is taken as a half, so that short texts count.
   */
  static double bleu(List<String> candidate, List<List<String>> references) {
    if (candidate.isEmpty()) {
      return references.stream().anyMatch(List::isEmpty) ? 1 : 0;
    }
    double log = 0;
    int orders = Math.min(LONGEST_GRAM, candidate.size());
    for (int n = 1; n <= orders; n++) {
      log += Math.log(precision(candidate, references, n)) / orders;
    }
    int nearest = nearestLength(candidate.size(), references);
    double brevity = candidate.size() >= nearest ? 0 : 1 - (double) nearest / candidate.size();
    return Math.exp(log + brevity);
  }

  private static double precision(List<String> candidate, List<List<String>> references, int n) {
    Map<List<String>, Integer> most = new HashMap<>();
    for (List<String> reference : references) {
      counts(reference, n).forEach((gram, count) -> most.merge(gram, count, Math::max));
    }
    double matched = 0;
    for (var entry : counts(candidate, n).entrySet()) {
      matched += Math.min(entry.getValue(), most.getOrDefault(entry.getKey(), 0));
    }
    return Math.max(matched, 0.5) / Math.max(1, candidate.size() - n + 1);
  }

  private static Map<List<String>, Integer> counts(List<String> words, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    grams(words, n).forEach(gram -> counts.merge(gram, 1, Integer::sum));
    return counts;
  }

  private static int nearestLength(int length, List<List<String>> references) {
    int nearest = references.get(0).size();
    for (List<String> reference : references) {
      if (Math.abs(reference.size() - length) < Math.abs(nearest - length)) {
        nearest = reference.size();
      }
    }
    return nearest;
  }
}
