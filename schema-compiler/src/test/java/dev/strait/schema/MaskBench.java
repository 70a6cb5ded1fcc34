package dev.strait.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Matcher;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.JsonRules;
import dev.strait.schema.rules.TextPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * MaskBench's schemas and instances: which are compiled, which instances are taken rightly. Not a
 * unit test; run it by hand.
 */
final class MaskBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long SLOW = 10_000;

  private final SchemaOptions options;
  private final Map<String, List<String>> outcomes = new TreeMap<>();
  private final List<Long> micros = new ArrayList<>();

  private MaskBench(TextPolicy policy) {
    this.options = SchemaOptions.defaults().withPolicy(policy);
  }

  /** Arguments: the file, {@code any} or {@code declared}, and every how many-th schema, from. */
  public static void main(String[] args) throws IOException {
    TextPolicy policy = TextPolicy.lenient();
    if (args[1].equals("declared")) {
      policy = policy.withOrder(TextPolicy.Order.DECLARED);
    }
    long begun = System.nanoTime();
    int stride = Integer.parseInt(args[2]);
    int from = Integer.parseInt(args[3]);
    MaskBench bench = new MaskBench(policy);
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of(args[0]))),
                StandardCharsets.UTF_8))) {
      int n = 0;
      for (String line = in.readLine(); line != null; line = in.readLine(), n++) {
        if (n % stride == from) {
          bench.check(JsonRules.parse(line));
        }
      }
    }
    bench.print();
    System.out.println("seconds " + (System.nanoTime() - begun) / 1_000_000_000);
  }

  private void check(JsonNode entry) {
    String id = entry.get("id").asText();
    long start = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    try {
      long deadline = start + 20_000_000_000L;
      CompiledSchema schema =
          JsonSchema.compile(
              entry.get("schema"), options.withCancellation(() -> System.nanoTime() > deadline));
      long made = (THREADS.getCurrentThreadCpuTime() - cpu) / 1_000;
      Matcher matcher = schema.constraint(Suite.BYTES).matcher();
      matcher.mask(new long[Suite.BYTES.maskWords()]);
      long time = (THREADS.getCurrentThreadCpuTime() - cpu) / 1_000;
      micros.add(time);
      if (time > SLOW) {
        note("slow to compile", id + " " + time + " us, of these the rule " + made + " us");
      }
      instances(entry, schema, id);
    } catch (SchemaException e) {
      note("refused " + e.kind(), id + " " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      note("failed", id + " " + e + " " + Arrays.stream(e.getStackTrace()).limit(3).toList());
    }
    long all = (System.nanoTime() - start) / 1_000_000;
    if (all > 2000) {
      note("slow in all", id + " " + all + " ms");
    }
  }

  private void instances(JsonNode entry, CompiledSchema schema, String id) {
    boolean rejected = false;
    boolean accepted = false;
    int at = -1;
    for (JsonNode test : entry.get("tests")) {
      at++;
      boolean valid = test.get("valid").booleanValue();
      boolean taken = Suite.accepts(schema, test.get("text").asText());
      if (valid != taken) {
        note(taken ? "ACCEPTED invalid" : "REJECTED valid", id + " test " + at);
        rejected |= valid;
        accepted |= taken;
      }
    }
    note(rejected || accepted ? "schemas with a wrong answer" : "right", id);
  }

  private void note(String outcome, String detail) {
    outcomes.computeIfAbsent(outcome, o -> new ArrayList<>()).add(detail);
  }

  private void print() {
    outcomes.forEach(
        (outcome, details) -> {
          System.out.println(outcome + ": " + details.size());
          if (!outcome.equals("right")) {
            details.forEach(detail -> System.out.println("    " + detail));
          }
        });
    long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length > 0) {
      System.out.printf(
          "compile to first mask, us of the processor: p50 %d, p90 %d, p99 %d, worst %d%n",
          sorted[sorted.length / 2],
          sorted[sorted.length * 9 / 10],
          sorted[sorted.length * 99 / 100],
          sorted[sorted.length - 1]);
    }
  }
}
