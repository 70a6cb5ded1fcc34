package dev.strait.examples.tokenizers;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.report.Bootstrap;
import dev.strait.examples.report.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several tokenizers' counts of the same queries.
 *
 * @param queries the queries
 * @param counts one for each tokenizer, in the order given
 * @param prices the price table
 * @param bootstrap how intervals are found: items are the queries
 */
record Comparison(
    List<Query> queries, List<Counts> counts, PriceTable prices, Bootstrap bootstrap) {
  /** The name that stands for all languages together. */
  static final String ALL = "all";

  /** Freezes the lists. */
  Comparison {
    queries = List.copyOf(queries);
    counts = List.copyOf(counts);
  }

  /**
   * One tokenizer's counts.
   *
   * @param tokenizer its name
   * @param vocabulary its number of ids
   * @param tokens tokens of each query
   */
  record Counts(String tokenizer, int vocabulary, List<Integer> tokens) {
    Counts {
      tokens = List.copyOf(tokens);
    }

    long total() {
      return tokens.stream().mapToLong(Integer::longValue).sum();
    }
  }

  /**
   * What a model's input costs for the queries.
   *
   * @param price the entry of the price table
   * @param perQuery the mean cost of a query, in the table's currency
   */
  record Cost(PriceTable.Price price, Interval perQuery) {}

  /**
   * Which is least, and how sure that is.
   *
   * @param name the one that is least
   * @param next the one that comes next
   * @param ratio how many times as much the next one is
   * @param share the fraction of samples in which {@code name} is the least of all
   */
  record Winner(String name, String next, Interval ratio, double share) {}

  /**
   * Counts the tokens of every query.
   *
   * @throws CommandException if a tokenizer cannot spell a query, or does not give its text back
   */
  static Comparison of(
      List<Query> queries, List<Tokenizer> tokenizers, PriceTable prices, Bootstrap bootstrap) {
    List<Counts> counts = new ArrayList<>();
    for (Tokenizer tokenizer : tokenizers) {
      List<Integer> tokens =
          queries.stream().map(query -> tokenizer.encode(query.text()).length).toList();
      counts.add(new Counts(tokenizer.name(), tokenizer.size(), tokens));
    }
    return new Comparison(queries, counts, prices, bootstrap);
  }

  /** Returns the languages in order of appearance. */
  List<String> languages() {
    return queries.stream().map(Query::language).distinct().toList();
  }

  /** Returns the indices of the queries in a language, or of all for {@link #ALL}. */
  int[] in(String language) {
    return IntStream.range(0, queries.size())
        .filter(i -> language.equals(ALL) || queries.get(i).language().equals(language))
        .toArray();
  }

  /** Returns the tokens of some queries. */
  static long tokens(Counts counts, int[] queries) {
    return IntStream.of(queries).mapToLong(i -> counts.tokens().get(i)).sum();
  }

  /** Returns the code points of some queries. */
  long characters(int[] indices) {
    return IntStream.of(indices).mapToLong(i -> queries.get(i).characters()).sum();
  }

  /** Returns tokens per code point over some queries. */
  double perCharacter(Counts counts, int[] indices) {
    return (double) tokens(counts, indices) / Math.max(1, characters(indices));
  }

  /** Returns the mean number of tokens of a query, with its interval. */
  Interval perQuery(Counts counts) {
    return bootstrap.interval(sample -> (double) tokens(counts, sample) / sample.length);
  }

  /** Returns the cost of a query for each price whose tokenizer is compared, cheapest first. */
  List<Cost> costs() {
    List<Cost> costs = new ArrayList<>();
    for (PriceTable.Price price : prices.prices()) {
      for (Counts count : counts) {
        if (count.tokenizer().equals(price.tokenizer())) {
          costs.add(new Cost(price, cost(price, perQuery(count))));
        }
      }
    }
    costs.sort(Comparator.comparingDouble(cost -> cost.perQuery().value()));
    return costs;
  }

  private static Interval cost(PriceTable.Price price, Interval tokens) {
    double each = price.perMillion() / 1e6;
    return new Interval(tokens.value() * each, tokens.low() * each, tokens.high() * each);
  }

  /** Returns the tokenizer with the fewest tokens: the cheapest if all tokens cost the same. */
  Winner fewest() {
    return winner(
        counts.stream().map(Counts::tokenizer).toList(),
        counts,
        counts.stream().map(any -> 1.0).toList());
  }

  /** Returns the model with the lowest cost; null-free: call only if {@link #costs()} has two. */
  Winner cheapest() {
    List<Cost> costs = costs();
    return winner(
        costs.stream().map(cost -> cost.price().model()).toList(),
        costs.stream().map(cost -> counts(cost.price().tokenizer())).toList(),
        costs.stream().map(cost -> cost.price().perMillion()).toList());
  }

  private Counts counts(String tokenizer) {
    return counts.stream().filter(c -> c.tokenizer().equals(tokenizer)).findFirst().orElseThrow();
  }

  private Winner winner(List<String> names, List<Counts> which, List<Double> price) {
    int[] all = in(ALL);
    List<Integer> order =
        IntStream.range(0, names.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> price.get(i) * tokens(which.get(i), all)))
            .toList();
    int best = order.get(0);
    int next = order.get(1);
    Interval ratio =
        bootstrap.interval(
            sample ->
                price.get(next)
                    * tokens(which.get(next), sample)
                    / (price.get(best) * tokens(which.get(best), sample)));
    double[] wins = bootstrap.values(sample -> isLeast(best, which, price, sample) ? 1 : 0);
    return new Winner(
        names.get(best),
        names.get(next),
        ratio,
        java.util.Arrays.stream(wins).average().orElseThrow());
  }

  private static boolean isLeast(int best, List<Counts> which, List<Double> price, int[] sample) {
    double least = price.get(best) * tokens(which.get(best), sample);
    return IntStream.range(0, which.size())
        .allMatch(i -> i == best || price.get(i) * tokens(which.get(i), sample) >= least);
  }
}
