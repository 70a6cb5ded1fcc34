package dev.strait.examples.sampling;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The setting to use, and why.
 *
 * @param use what for
 * @param setting the setting's name
 * @param evidence the figures that speak for it
 */
record Recommendation(String use, String setting, String evidence) {
  private static final double LOOPS = 0.1;

  /**
   * Returns the setting for extracting facts: right answers where they are known, else safe ones.
   */
  static Recommendation factual(List<Measures> all) {
    boolean labelled = all.stream().anyMatch(Measures::isLabelled);
    String first = labelled ? Measures.F1 : Measures.LOG_PROBABILITY;
    Measures best =
        all.stream()
            .max(
                Comparator.<Measures>comparingDouble(m -> m.get(Measures.COMPLETE))
                    .thenComparingDouble(m -> m.get(Measures.REPETITION) > LOOPS ? 0 : 1)
                    .thenComparingDouble(m -> m.get(first))
                    .thenComparingDouble(m -> m.get(Measures.LOG_PROBABILITY)))
            .orElseThrow();
    return new Recommendation(
        "factual use",
        best.setting(),
        evidence(best, first, Measures.COMPLETE, Measures.REPETITION));
  }

  /**
   * Returns the setting for invention: the most varied of those whose texts come to an end and do
   * not loop, leaving out the least likely quarter, where variety is noise.
   */
  static Recommendation creative(List<Measures> all) {
    double[] likely =
        all.stream().mapToDouble(m -> m.get(Measures.LOG_PROBABILITY)).sorted().toArray();
    double least = likely[likely.length / 4];
    Measures best =
        all.stream()
            .filter(m -> m.get(Measures.LOG_PROBABILITY) >= least)
            .max(
                Comparator.<Measures>comparingDouble(
                        m -> m.get(Measures.REPETITION) > LOOPS ? 0 : 1)
                    .thenComparingDouble(
                        m ->
                            m.get(Measures.DISTINCT_2)
                                - m.get(Measures.SELF_BLEU)
                                + m.get(Measures.COMPLETE)))
            .orElseThrow();
    return new Recommendation(
        "creative use",
        best.setting(),
        evidence(best, Measures.DISTINCT_2, Measures.SELF_BLEU, Measures.REPETITION));
  }

  private static String evidence(Measures measures, String... names) {
    StringBuilder out = new StringBuilder();
    for (String name : names) {
      out.append(out.length() == 0 ? "" : ", ")
          .append(name)
          .append(String.format(Locale.ROOT, " %.3f", measures.get(name)));
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return "For " + use + ": " + setting + " (" + evidence + ")";
  }
}
