package dev.strait.examples.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the results of a MaskBench run. */
final class MaskSummary {
  private static final int KEPT = 10;
  private static final double[] FRACTIONS = {0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};
  private static final String[] NAMES = {"p50", "p75", "p90", "p95", "p99", "p99.9", "max"};

  private final Distribution masks = new Distribution();
  private final Distribution compiles = new Distribution();
  private final List<Slow> slowest = new ArrayList<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int schemas;
  private int right;
  private int refused;
  private int faults;
  private int validRejected;
  private int otherOrder;
  private int validTests;
  private int invalidAccepted;
  private int invalidTests;
  private int cutOff;
  private long peakHeap;

  /** A schema by the time of all its tokens. */
  private record Slow(String id, double micros, int tokens, double worst) {}

  /** Adds the result of one schema. */
  void add(MaskResult result) {
    schemas++;
    right += result.isRight() ? 1 : 0;
    if (result.compileError() != null) {
      refused++;
      faults += result.compileError().startsWith("fault: ") ? 1 : 0;
      refusals.merge(kind(result.compileError()), 1, Integer::sum);
    } else {
      compiles.add(result.compileNanos());
    }
    for (MaskResult.Verdict test : result.tests()) {
      validTests += test.valid() ? 1 : 0;
      cutOff += test.valid() && !test.prefixOk() ? 1 : 0;
      invalidTests += test.valid() ? 0 : 1;
      validRejected += test.valid() && !test.isRight() ? 1 : 0;
      otherOrder += test.otherOrder() ? 1 : 0;
      invalidAccepted += !test.valid() && test.accepted() ? 1 : 0;
    }
    addTimes(result);
    Runtime runtime = Runtime.getRuntime();
    peakHeap = Math.max(peakHeap, runtime.totalMemory() - runtime.freeMemory());
  }

  private void addTimes(MaskResult result) {
    double sum = 0;
    double worst = 0;
    for (long nano : result.nanos()) {
      masks.add(nano);
      sum += nano / 1e3;
      worst = Math.max(worst, nano / 1e3);
    }
    slowest.add(new Slow(result.id(), sum, result.nanos().length, worst));
    if (slowest.size() > 50 * KEPT) {
      keepSlowest();
    }
  }

  private void keepSlowest() {
    slowest.sort(Comparator.comparingDouble(slow -> -slow.micros));
    slowest.subList(Math.min(KEPT, slowest.size()), slowest.size()).clear();
  }

  /** The refusal without what differs from schema to schema. */
  private static String kind(String error) {
    String plain = error.replaceAll("(?:\\S*#\\S*|\"[^\"]*\")", "…").replaceAll("\\d+", "N");
    return plain.length() > 90 ? plain.substring(0, 90) : plain;
  }

  int schemas() {
    return schemas;
  }

  int invalidAccepted() {
    return invalidAccepted;
  }

  int refused() {
    return refused;
  }

  /** Returns the number of valid texts in which a token was refused. */
  int cutOff() {
    return cutOff;
  }

  int tokens() {
    return masks.size();
  }

  /** Returns mean, p50, p90, p99 and maximum of the masks in microseconds. */
  double[] maskMicros() {
    double[] at = masks.percentiles(0.5, 0.9, 0.99, 1);
    return new double[] {masks.mean(), at[0], at[1], at[2], at[3]};
  }

  /** One line for a progress bar. */
  String shortForm() {
    return String.format(
        Locale.ROOT, "right %d, refused %d, mask %.1f µs", right, refused, masks.mean());
  }

  /** The summary as tables. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    TextTable counts = new TextTable("what", "count", "of");
    counts.row("schemas right", right + "", schemas + "");
    counts.row("schemas refused", refused + "", schemas + "");
    counts.row("  of these by a fault", faults + "", schemas + "");
    counts.row("valid texts rejected", validRejected + "", validTests + "");
    if (otherOrder > 0) {
      counts.row("valid texts in another key order", otherOrder + "", validTests + "");
    }
    counts.row("invalid texts accepted", invalidAccepted + "", invalidTests + "");
    out.append(counts).append('\n');
    TextTable times =
        new TextTable("µs", "count", "mean", "p50", "p75", "p90", "p95", "p99", "p99.9", "max");
    times.row(row("mask + test + accept", masks)).row(row("compile", compiles));
    out.append(times);
    out.append(
        String.format(
            Locale.ROOT,
            "heap: at most %d MiB in use (garbage included), of %d MiB allowed%n",
            peakHeap >> 20,
            Runtime.getRuntime().maxMemory() >> 20));
    return out.toString();
  }

  private static String[] row(String name, Distribution times) {
    double[] at = times.percentiles(FRACTIONS);
    String[] row = new String[3 + at.length];
    row[0] = name;
    row[1] = String.format(Locale.ROOT, "%,d", times.size());
    row[2] = String.format(Locale.ROOT, "%.2f", times.mean());
    for (int i = 0; i < at.length; i++) {
      row[i + 3] = String.format(Locale.ROOT, "%.2f", at[i]);
    }
    return row;
  }

  /** Where the time goes: mask against accept, the slowest schemas, the reasons of refusals. */
  String profile(MaskRunner.Breakdown breakdown) {
    keepSlowest();
    StringBuilder out = new StringBuilder();
    TextTable parts =
        new TextTable("µs", "count", "mean", "p50", "p75", "p90", "p95", "p99", "p99.9", "max");
    out.append(parts.row(row("mask", breakdown.mask)).row(row("test + accept", breakdown.accept)));
    for (double fraction : new double[] {0.1, 0.01, 0.001}) {
      out.append(
          String.format(
              Locale.ROOT,
              "the slowest %.1f%% of the tokens take %.0f%% of the time%n",
              100 * fraction,
              100 * masks.shareOfSlowest(fraction)));
    }
    TextTable slow =
        new TextTable("schemas that take longest", "ms", "tokens", "mean µs", "worst µs");
    for (Slow one : slowest) {
      slow.row(
          one.id,
          String.format(Locale.ROOT, "%.1f", one.micros / 1e3),
          one.tokens + "",
          String.format(Locale.ROOT, "%.1f", one.micros / Math.max(1, one.tokens)),
          String.format(Locale.ROOT, "%.0f", one.worst));
    }
    out.append('\n').append(slow);
    if (!refusals.isEmpty()) {
      TextTable why = new TextTable("refusals", "schemas");
      refusals.entrySet().stream()
          .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
          .limit(30)
          .forEach(e -> why.row(e.getKey(), e.getValue() + ""));
      out.append('\n').append(why);
    }
    return out.toString();
  }

  /** The summary as one JSON object. */
  ObjectNode json() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("schemas", schemas).put("right", right).put("refused", refused).put("faults", faults);
    node.put("valid_rejected", validRejected).put("valid_tests", validTests);
    node.put("other_key_order", otherOrder);
    node.put("invalid_accepted", invalidAccepted).put("invalid_tests", invalidTests);
    times(node.putObject("mask_us"), masks);
    times(node.putObject("compile_us"), compiles);
    node.put("peak_heap_mib", peakHeap >> 20);
    node.put("max_heap_mib", Runtime.getRuntime().maxMemory() >> 20);
    return node;
  }

  private static void times(ObjectNode node, Distribution times) {
    node.put("count", times.size()).put("avg", times.mean());
    double[] at = times.percentiles(FRACTIONS);
    for (int i = 0; i < at.length; i++) {
      node.put(NAMES[i], at[i]);
    }
  }
}
