package dev.strait.constraint.bench;

import dev.strait.constraint.Constraint;
import dev.strait.vocabulary.Vocabulary;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Mask, bit test and accept of one token of general JSON; average time of a token. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class GeneralJsonBenchmark {
  static final int TOKENS = 20_000;
  static final int PLAIN_TOKENS = 20;

  private Workload documents;
  private Workload sample;
  private Constraint constraint;
  private long[] mask;

  /** Writes the documents and checks the implementations against each other. */
  @Setup
  public void prepare() {
    Vocabulary vocabulary = BenchVocabulary.load();
    documents = Workload.general(vocabulary, 1, TOKENS);
    sample = Workload.general(vocabulary, 2, PLAIN_TOKENS);
    documents.check(8);
    constraint = documents.compile(JsonRules.VALUE);
    mask = new long[vocabulary.maskWords()];
    documents.run(rule -> constraint, mask);
  }

  /** Strait, all documents seen before. */
  @Benchmark
  @OperationsPerInvocation(TOKENS)
  @Warmup(iterations = 30)
  @Measurement(iterations = 30)
  public long seenBefore(Cpu cpu) {
    cpu.start();
    return cpu.stop(TOKENS, documents.run(rule -> constraint, mask));
  }

  /** Strait, a fresh constraint for every document. */
  @Benchmark
  @OperationsPerInvocation(TOKENS)
  @Warmup(iterations = 30)
  @Measurement(iterations = 30)
  public long composedAnew(Cpu cpu) {
    cpu.start();
    return cpu.stop(TOKENS, documents.run(documents::compile, mask));
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
