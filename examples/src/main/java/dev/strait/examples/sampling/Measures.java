package dev.strait.examples.sampling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What is measured over the texts of one setting.
 *
 * @param setting the setting's name
 * @param outputs the texts
 * @param values each measure's value by its name, in the order shown
 */
record Measures(String setting, List<Output> outputs, Map<String, Double> values) {
  static final String DISTINCT_1 = "distinct-1";
  static final String DISTINCT_2 = "distinct-2";
  static final String DISTINCT_3 = "distinct-3";
  static final String REPETITION = "repetition";
  static final String SELF_BLEU = "self-BLEU";
  static final String LOG_PROBABILITY = "log-probability";
  static final String LENGTH = "tokens";
  static final String COMPLETE = "complete";
  static final String EXACT = "exact";
  static final String F1 = "F1";

  /** What each measure tells, for readers. */
  static final Map<String, String> MEANING = meaning();

  private static Map<String, String> meaning() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(DISTINCT_1, "different words by words; more is more varied");
    all.put(DISTINCT_2, "different pairs of words by pairs");
    all.put(DISTINCT_3, "different triples of words by triples");
    all.put(REPETITION, "part of a text's 4-grams that it has said before; less is better");
    all.put(SELF_BLEU, "how alike a setting's texts are: 1 all equal, 0 nothing shared");
    all.put(
        LOG_PROBABILITY, "mean log-probability of a token by the model itself; nearer 0 is safer");
    all.put(LENGTH, "mean length in tokens");
    all.put(COMPLETE, "part of the texts that came to their own end within the budget");
    all.put(EXACT, "part of the texts equal to the expected value");
    all.put(F1, "mean F1 of the leaves against the expected value");
    return all;
  }

  /** Measures the texts of a setting. */
  static Measures of(String setting, List<Output> outputs) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(DISTINCT_1, byTask(outputs, texts -> Texts.distinct(texts, 1)));
    values.put(DISTINCT_2, byTask(outputs, texts -> Texts.distinct(texts, 2)));
    values.put(DISTINCT_3, byTask(outputs, texts -> Texts.distinct(texts, 3)));
    values.put(REPETITION, mean(outputs, o -> Texts.repetition(o.text())));
    values.put(SELF_BLEU, byTask(outputs, Texts::selfBleu));
    values.put(LOG_PROBABILITY, mean(outputs, Output::logProbability));
    values.put(LENGTH, mean(outputs, Output::tokens));
    values.put(COMPLETE, mean(outputs, o -> o.complete() ? 1 : 0));
    optional(outputs, o -> Objects.equals(o.exact(), true) ? 1 : 0, o -> o.exact() != null)
        .ifPresent(value -> values.put(EXACT, value));
    optional(outputs, o -> Objects.requireNonNullElse(o.f1(), 0.0), o -> o.f1() != null)
        .ifPresent(value -> values.put(F1, value));
    return new Measures(setting, List.copyOf(outputs), values);
  }

  double get(String measure) {
    return values.getOrDefault(measure, 0.0);
  }

  boolean isLabelled() {
    return values.containsKey(F1);
  }

  private static double mean(List<Output> outputs, ToDoubleFunction<Output> value) {
    return outputs.stream().mapToDouble(value).average().orElse(0);
  }

  private static OptionalDouble optional(
      List<Output> outputs,
      ToDoubleFunction<Output> value,
      java.util.function.Predicate<Output> has) {
    return outputs.stream().filter(has).mapToDouble(value).average();
  }

  /** Texts are alike or varied among those for the same prompt. */
  private static double byTask(List<Output> outputs, ToDoubleFunction<List<String>> measure) {
    return outputs.stream()
        .map(Output::task)
        .distinct()
        .mapToDouble(
            task ->
                measure.applyAsDouble(
                    outputs.stream().filter(o -> o.task() == task).map(Output::text).toList()))
        .average()
        .orElse(0);
  }
}
