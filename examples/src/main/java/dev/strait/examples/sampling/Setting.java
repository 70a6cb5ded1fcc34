package dev.strait.examples.sampling;

import dev.strait.llama.model.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How tokens are picked: a sampler's parameters, or a beam search.
 *
 * @param temperature at least 0
 * @param topP 0 to 1; 1 keeps all
 * @param topK 0 keeps all
 * @param minP 0 to 1; 0 keeps all
 * @param penalty repetition penalty over the last 64 tokens; 1 is none
 * @param beams beams searched; 0 for sampling
 */
record Setting(double temperature, double topP, int topK, double minP, double penalty, int beams) {
  private static final int PENALTY_WINDOW = 64;

  /** Returns a beam search. */
  static Setting beams(int beams) {
    return new Setting(0, 1, 0, 0, 1, beams);
  }

  /** A name that tells the parameters that differ from doing nothing. */
  String name() {
    if (beams > 0) {
      return "beam " + beams;
    }
    StringBuilder name = new StringBuilder("t" + number(temperature) + " p" + number(topP));
    name.append(topK > 0 ? " k" + topK : "");
    name.append(minP > 0 ? " m" + number(minP) : "");
    return name.append(" r" + number(penalty)).toString();
  }

  /** The column of a heat map: all parameters but the temperature. */
  String column() {
    return name().substring(name().indexOf(' ') + 1);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "").replaceAll("\\.$", ".0");
  }

  /** Returns the sampler's settings. */
  Sampling sampling(long seed) {
    Sampling.Penalties penalties =
        penalty == 1
            ? Sampling.Penalties.NONE
            : new Sampling.Penalties(PENALTY_WINDOW, penalty, 0, 0);
    return Sampling.greedy()
        .withTemperature(temperature)
        .withTopK(topK)
        .withTopP(topP)
        .withMinP(minP)
        .withPenalties(penalties)
        .withSeed(seed);
  }

  /** Returns every combination of the values, then the beam searches. */
  static List<Setting> grid(
      List<Double> temperatures,
      List<Double> topPs,
      List<Integer> topKs,
      List<Double> minPs,
      List<Double> penalties,
      List<Integer> beams) {
    List<Setting> grid = new ArrayList<>();
    for (double temperature : temperatures) {
      for (double topP : topPs) {
        for (int topK : topKs) {
          for (double minP : minPs) {
            for (double penalty : penalties) {
              grid.add(new Setting(temperature, topP, topK, minP, penalty, 0));
            }
          }
        }
      }
    }
    beams.forEach(width -> grid.add(beams(width)));
    return grid;
  }
}
