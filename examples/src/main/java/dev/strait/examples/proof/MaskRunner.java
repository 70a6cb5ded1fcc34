package dev.strait.examples.proof;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the texts of a case through an engine and times every token. Confined to one thread; the
 * mask and the times are arrays that are used again and again.
 */
final class MaskRunner {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Where the time of a token went; the runner adds to it when it is there. */
  static final class Breakdown {
    final Distribution mask = new Distribution();
    final Distribution accept = new Distribution();
  }

  private final Engine engine;
  private final long[] words;
  private final @Nullable Breakdown breakdown;
  private @Nullable MaskRunner anyOrder;
  private long[] nanos = new long[1 << 10];
  private int used;
  private long cpuNanos;
  private long cpuTokens;

  /**
   * Makes a runner.
   *
   * @param maskWords the number of 64-bit words of a mask
   */
  MaskRunner(Engine engine, int maskWords, @Nullable Breakdown breakdown) {
    this.engine = engine;
    this.words = new long[maskWords];
    this.breakdown = breakdown;
  }

  /**
   * From now on an instance that is rejected is given to a second engine, which takes keys in any
   * order and is not timed: what that one accepts is told apart.
   */
  MaskRunner tellingOrders(Engine engineOfAnyOrder) {
    anyOrder = new MaskRunner(engineOfAnyOrder, words.length, null);
    return this;
  }

  /** Compiles a case's schema and walks its tests; whatever fails is part of the result. */
  MaskResult run(MaskCase next) {
    used = 0;
    long start = System.nanoTime();
    long compileNanos = 0;
    List<MaskResult.Verdict> verdicts = new ArrayList<>();
    String error = null;
    try {
      Engine.Grammar grammar = engine.compile(next.schema());
      compileNanos = System.nanoTime() - start;
      long cpuStart = THREADS.getCurrentThreadCpuTime();
      for (MaskCase.Test test : next.tests()) {
        verdicts.add(walk(grammar, test));
      }
      cpuNanos += THREADS.getCurrentThreadCpuTime() - cpuStart;
      cpuTokens += used;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
      error = describe(e);
      compileNanos = compileNanos == 0 ? System.nanoTime() - start : compileNanos;
    }
    long[] times = Arrays.copyOf(nanos, used);
    if (error == null && anyOrder != null) {
      tellOrders(anyOrder, next, verdicts);
    }
    return new MaskResult(next.id(), error, compileNanos, times, List.copyOf(verdicts));
  }

  private static void tellOrders(
      MaskRunner other, MaskCase next, List<MaskResult.Verdict> verdicts) {
    for (int i = 0; i < verdicts.size(); i++) {
      MaskResult.Verdict verdict = verdicts.get(i);
      if (verdict.valid() && !verdict.accepted()) {
        MaskCase one = new MaskCase(next.id(), next.schema(), List.of(next.tests().get(i)));
        if (other.run(one).isRight()) {
          verdicts.set(i, verdict.inOtherOrder());
        }
      }
    }
  }

  /**
   * Returns the mean processor time of a token in microseconds, the walk's own overhead included: a
   * figure that other work on the machine does not change much.
   */
  double cpuMicros() {
    return cpuTokens == 0 ? 0 : cpuNanos / 1e3 / cpuTokens;
  }

  /** A refusal is told by its message, a fault also by where it arose. */
  private static String describe(Throwable e) {
    String message = e.getMessage();
    if (message != null && e.getClass().getName().startsWith("dev.strait.")) {
      return message;
    }
    StackTraceElement[] trace = e.getStackTrace();
    return "fault: " + e + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private MaskResult.Verdict walk(Engine.Grammar grammar, MaskCase.Test test) {
    int[] tokens = test.tokens();
    if (used + tokens.length > nanos.length) {
      nanos = Arrays.copyOf(nanos, Math.max(used + tokens.length, 2 * nanos.length));
    }
    try (Engine.Walk walk = grammar.start()) {
      for (int i = 0; i < tokens.length; i++) {
        if (!step(walk, tokens[i])) {
          return new MaskResult.Verdict(test.valid(), false, false, i);
        }
      }
      return new MaskResult.Verdict(test.valid(), walk.isComplete(), true, -1);
    }
  }

  private boolean step(Engine.Walk walk, int token) {
    long start = System.nanoTime();
    walk.mask(words);
    long middle = breakdown == null ? 0 : System.nanoTime();
    boolean allowed = (words[token >>> 6] & 1L << token) != 0;
    boolean accepted = allowed && walk.accept(token);
    long end = System.nanoTime();
    nanos[used++] = end - start;
    if (breakdown != null) {
      breakdown.mask.add(middle - start);
      breakdown.accept.add(end - middle);
    }
    if (allowed && !accepted) {
      throw new IllegalStateException("the mask allows token " + token + " but it is refused");
    }
    return accepted;
  }
}
