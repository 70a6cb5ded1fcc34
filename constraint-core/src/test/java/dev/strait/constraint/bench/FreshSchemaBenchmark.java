package dev.strait.constraint.bench;

import dev.strait.vocabulary.Vocabulary;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Compile, then mask, bit test and accept, of schemas never seen before; time of a token. */
public class FreshSchemaBenchmark extends NaiveBenchmark {
  private static final int TOKENS = 20_000;

  private Vocabulary vocabulary;
  private Tokeniser tokeniser;
  private Workload fresh;
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
}
