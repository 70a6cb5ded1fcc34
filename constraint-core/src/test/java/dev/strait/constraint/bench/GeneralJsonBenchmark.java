package dev.strait.constraint.bench;

import dev.strait.constraint.Constraint;
import dev.strait.vocabulary.Vocabulary;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Mask, bit test and accept of one token of general JSON; average time of a token. */
public class GeneralJsonBenchmark extends NaiveBenchmark {
  static final int TOKENS = 20_000;

  private Workload documents;
  private Constraint constraint;

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
}
