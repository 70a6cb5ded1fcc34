package dev.strait.llama;

import dev.strait.llama.model.Sampling;
import java.util.ArrayList;
import java.util.List;

/** Every combination of sampler settings: off, and on in a way that is felt. */
final class Samplings {

  private static final List<Sampling.Mirostat> MIROSTATS =
      List.of(
          Sampling.Mirostat.NONE,
          new Sampling.Mirostat(1, 4, 0.1),
          new Sampling.Mirostat(2, 4, 0.1));

  private static final List<Sampling.Penalties> PENALTIES =
      List.of(Sampling.Penalties.NONE, new Sampling.Penalties(64, 1.5, 0.5, 0.5));

  private static final List<Sampling.Dry> DRIES =
      List.of(Sampling.Dry.NONE, new Sampling.Dry(1, 1.75, 2, 128, List.of("\n", "\"")));

  private Samplings() {}

  /** Returns all 864 combinations, seeds not yet set. */
  static List<Sampling> all() {
    List<Sampling> all = new ArrayList<>();
    for (double temperature : new double[] {0, 0.7, 2}) {
      for (int topK : new int[] {0, 2, 40}) {
        for (double topP : new double[] {1, 0.5}) {
          for (double minP : new double[] {0, 0.2}) {
            for (double typical : new double[] {1, 0.4}) {
              Sampling draws = Sampling.temperature(temperature, 0);
              addHistories(
                  draws.withTopK(topK).withTopP(topP).withMinP(minP).withTypicalP(typical), all);
            }
          }
        }
      }
    }
    return all;
  }

  /** Adds the combinations of what looks back over the text. */
  private static void addHistories(Sampling draws, List<Sampling> all) {
    for (Sampling.Penalties penalties : PENALTIES) {
      for (Sampling.Dry dry : DRIES) {
        for (Sampling.Mirostat mirostat : MIROSTATS) {
          all.add(draws.withPenalties(penalties).withDry(dry).withMirostat(mirostat));
        }
      }
    }
  }
}
