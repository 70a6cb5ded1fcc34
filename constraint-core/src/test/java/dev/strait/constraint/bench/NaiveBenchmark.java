package dev.strait.constraint.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The two naive ways to a mask, beside which Strait is measured. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public abstract class NaiveBenchmark {
  static final int PLAIN_TOKENS = 20;

  /** A few tokens, for the naive ways take milliseconds each. */
  Workload sample;

  long[] mask;

  /** A walk of the whole trie for every mask. */
  @Benchmark
  @OperationsPerInvocation(PLAIN_TOKENS)
  @Warmup(iterations = 2)
  @Measurement(iterations = 3)
  public long trieWalk(Cpu cpu) {
    cpu.start();
    return cpu.stop(PLAIN_TOKENS, sample.runPlain(true, mask));
  }

  /** Every token's bytes stepped for every mask. */
  @Benchmark
  @OperationsPerInvocation(PLAIN_TOKENS)
  @Warmup(iterations = 2)
  @Measurement(iterations = 3)
  public long bruteForce(Cpu cpu) {
    cpu.start();
    return cpu.stop(PLAIN_TOKENS, sample.runPlain(false, mask));
  }
}
