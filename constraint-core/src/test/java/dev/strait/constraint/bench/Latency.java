package dev.strait.constraint.bench;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.vocabulary.Vocabulary;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Percentiles of the time a token takes (mask, bit test, accept), by the wall clock and by the
 * thread's processor time, which other processes on the machine disturb less.
 */
final class Latency {
  private static final int TOKENS = 20_000;
  private static final int WARM_ROUNDS = 30;
  private static final int ROUNDS = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Vocabulary vocabulary = BenchVocabulary.load();
  private final Tokeniser tokeniser = new Tokeniser(vocabulary);
  private final long[] mask = new long[vocabulary.maskWords()];
  private long seed = 1_000_000;

  /** Prints the table. */
  public static void main(String[] args) {
    Latency latency = new Latency();
    System.out.println(latency.vocabulary + ", Java " + Runtime.version());
    System.out.println("µs a token:                 avg    p50    p90    p99  p99.9    max");
    Workload documents = Workload.general(latency.vocabulary, 1, TOKENS);
    Constraint seen = documents.compile(JsonRules.VALUE);
    latency.report("general JSON, seen before", () -> documents, rule -> seen);
    latency.report("general JSON, fresh masks", () -> documents, documents::compile);
    latency.report("a fresh schema a text", latency::schemas, documents::compile);
    latency.printPlain("a fresh schema a text", latency.schemas());
    latency.printPlain("general JSON", documents);
    printClockCost();
  }

  private Workload schemas() {
    return Workload.schemas(vocabulary, tokeniser, seed++, TOKENS);
  }

  private interface Source {
    Workload next();
  }

  private void report(String name, Source source, Workload.Compiler compiler) {
    for (int round = 0; round < WARM_ROUNDS; round++) {
      source.next().run(compiler, mask);
    }
    print(name + ", wall", source, compiler, System::nanoTime);
    print(name + ", CPU", source, compiler, THREADS::getCurrentThreadCpuTime);
    printRounds(name, source, compiler);
  }

  private void print(String name, Source source, Workload.Compiler compiler, LongSupplier clock) {
    long[] times = new long[TOKENS * ROUNDS];
    int count = 0;
    for (int round = 0; round < ROUNDS; round++) {
      count = record(source.next(), compiler, clock, times, count);
    }
    Arrays.sort(times, 0, count);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += times[i];
    }
    System.out.printf(Locale.ROOT, "%-32s", name);
    System.out.printf(Locale.ROOT, " %6.2f", sum / count / 1e3);
    for (double part : new double[] {0.5, 0.9, 0.99, 0.999}) {
      System.out.printf(Locale.ROOT, " %6.2f", times[(int) (part * count)] / 1e3);
    }
    System.out.printf(Locale.ROOT, " %6.0f%n", times[count - 1] / 1e3);
  }

  /** Times each token; compiling counts with the first token of its text. */
  private int record(
      Workload work, Workload.Compiler compiler, LongSupplier clock, long[] times, int from) {
    int count = from;
    for (Workload.Case one : work.cases()) {
      long start = clock.getAsLong();
      Matcher matcher = compiler.compile(one.rule()).matcher();
      for (int token : one.tokens()) {
        matcher.mask(mask);
        if ((mask[token >>> 6] >>> token & 1) == 0 || !matcher.accept(token)) {
          throw new IllegalStateException("token " + token + " refused at " + matcher);
        }
        long end = clock.getAsLong();
        times[count++] = end - start;
        start = clock.getAsLong();
      }
    }
    return count;
  }

  /** Processor time of whole rounds, without a clock reading at every token. */
  private void printRounds(String name, Source source, Workload.Compiler compiler) {
    Workload[] work = new Workload[ROUNDS];
    Arrays.setAll(work, i -> source.next());
    double[] micros = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      work[i].run(compiler, mask);
      micros[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / TOKENS;
    }
    System.out.printf(
        Locale.ROOT,
        "%-32s %6.2f on average; %d texts a round%n",
        name + ", CPU, no clock",
        Arrays.stream(micros).average().orElse(0),
        work[0].cases().size());
  }

  /** Processor time of the baselines over some tokens of a workload. */
  private void printPlain(String name, Workload work) {
    Workload some = new Workload(vocabulary, work.cases().subList(0, 1));
    for (boolean byTrie : new boolean[] {true, false}) {
      some.runPlain(byTrie, mask);
      long start = THREADS.getCurrentThreadCpuTime();
      some.runPlain(byTrie, mask);
      double micros = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / some.tokens();
      String how = byTrie ? ", whole trie, CPU" : ", every token, CPU";
      System.out.printf(Locale.ROOT, "%-32s %6.0f on average%n", name + how, micros);
    }
  }

  private static void printClockCost() {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < TOKENS; i++) {
      THREADS.getCurrentThreadCpuTime();
    }
    double micros = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / TOKENS;
    System.out.printf(Locale.ROOT, "a reading of the CPU clock: %.2f%n", micros);
  }
}
