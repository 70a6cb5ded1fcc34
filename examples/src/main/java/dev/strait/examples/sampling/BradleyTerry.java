package dev.strait.examples.sampling;

import dev.strait.examples.report.Bootstrap;
import dev.strait.examples.report.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An order of players from comparisons of two: player i beats j with probability p(i) / (p(i) +
 * p(j)). Strengths are the maximum of the likelihood with a half win and a half loss of every
 * player against an average one, so that unbeaten players stay finite. Found by minorization and
 * maximization (Hunter 2004); O(rounds * (votes + players)).
 */
final class BradleyTerry {
  private static final int ROUNDS = 200;
  private static final double PRIOR = 0.5;
  private static final double ELO = 400 / Math.log(10);

  /**
   * A comparison.
   *
   * @param a the first player
   * @param b the second player
   * @param score 1 if the first was better, 0 if the second was, 0.5 for neither
   */
  record Vote(int a, int b, double score) {}

  /**
   * A player's place.
   *
   * @param player its index
   * @param rating its strength in points of which 400 are odds of ten to one; the mean is 0
   * @param comparisons how often it was compared
   */
  record Place(int player, Interval rating, int comparisons) {}

  private BradleyTerry() {}

  /**
   * Orders players, the strongest first, with intervals by resampling the votes.
   *
   * @param votes at least one
   */
  static List<Place> order(int players, List<Vote> votes, int resamples, long seed) {
    double[] strengths = ratings(players, votes);
    Bootstrap bootstrap = new Bootstrap(votes.size(), resamples, seed);
    double[][] samples = new double[resamples][];
    int[] next = {0};
    bootstrap.values(
        sample -> {
          samples[next[0]++] = ratings(players, IntStream.of(sample).mapToObj(votes::get).toList());
          return 0;
        });
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < players; i++) {
      int player = i;
      double[] sorted =
          IntStream.range(0, resamples).mapToDouble(r -> samples[r][player]).sorted().toArray();
      Interval rating =
          new Interval(
              strengths[i],
              Bootstrap.percentile(sorted, 0.025),
              Bootstrap.percentile(sorted, 0.975));
      int count = (int) votes.stream().filter(v -> v.a == player || v.b == player).count();
      places.add(new Place(i, rating, count));
    }
    places.sort(Comparator.comparingDouble(place -> -place.rating.value()));
    return places;
  }

  /** Returns each player's rating. */
  static double[] ratings(int players, List<Vote> votes) {
    double[] strength = new double[players];
    java.util.Arrays.fill(strength, 1);
    for (int round = 0; round < ROUNDS; round++) {
      strength = improve(strength, votes);
    }
    double mean = java.util.Arrays.stream(strength).map(Math::log).average().orElse(0);
    return java.util.Arrays.stream(strength).map(s -> ELO * (Math.log(s) - mean)).toArray();
  }

  private static double[] improve(double[] strength, List<Vote> votes) {
    int n = strength.length;
    double[] wins = new double[n];
    double[] weight = new double[n];
    for (int i = 0; i < n; i++) {
      wins[i] = PRIOR;
      weight[i] = 2 * PRIOR / (strength[i] + 1);
    }
    for (Vote vote : votes) {
      wins[vote.a] += vote.score;
      wins[vote.b] += 1 - vote.score;
      double each = 1 / (strength[vote.a] + strength[vote.b]);
      weight[vote.a] += each;
      weight[vote.b] += each;
    }
    double[] next = new double[n];
    for (int i = 0; i < n; i++) {
      next[i] = wins[i] / weight[i];
    }
    return next;
  }
}
