package dev.strait.constraint.bench;

import dev.strait.vocabulary.Vocabulary;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Compile, then mask, bit test and accept, of schemas never seen before; time of a token. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class FreshSchemaBenchmark {
  private static final int TOKENS = 20_000;
  private static final int PLAIN_TOKENS = 20;

  private Vocabulary vocabulary;
  private Tokeniser tokeniser;
  private Workload fresh;
  private Workload sample;
  private long[] mask;
  private long seed = 1_000;

  /** Loads the vocabulary and checks the implementations against each other. */
  @Setup
  public void prepare() {
    vocabulary = BenchVocabulary.load();
    tokeniser = new Tokeniser(vocabulary);
    mask = new long[vocabulary.maskWords()];
    sample = Workload.schemas(vocabulary, tokeniser, 2, PLAIN_TOKENS);
    Workload.schemas(vocabulary, tokeniser, 3, 2_000).check(8);
  }

  /** Draws schemas that no iteration has seen. */
  @Setup(Level.Iteration)
  public void draw() {
    fresh = Workload.schemas(vocabulary, tokeniser, seed++, TOKENS);
  }

  /** Strait. */
  @Benchmark
  @OperationsPerInvocation(TOKENS)
  @Warmup(iterations = 30)
  @Measurement(iterations = 20)
  public long strait(Cpu cpu) {
    cpu.start();
    return cpu.stop(TOKENS, fresh.run(fresh::compile, mask));
  }

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
