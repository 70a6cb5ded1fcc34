package dev.strait.constraint.bench;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a fresh process waits for: single shots, each in a virtual machine of its own. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 7, jvmArgsAppend = "-Xmx1g")
public class ColdStartBenchmark {

  /** A loaded vocabulary, its index built and the shared rules learnt or not. */
  abstract static class Loaded {
    Vocabulary vocabulary;
    Rule<?> schema;
    long[] mask;

    void load(boolean learn) throws InterruptedException {
      vocabulary = BenchVocabulary.load();
      schema = new MembersRule(Shape.object(new Random(5), 2));
      mask = new long[vocabulary.maskWords()];
      if (learn) {
        Constraint.warmUp(vocabulary, shared()).join();
      } else {
        Constraint.compile(JsonRules.VALUE, vocabulary, Limits.defaults());
      }
    }

    private static List<Rule<?>> shared() {
      return List.of(
          JsonRules.VALUE, JsonRules.STRING, JsonRules.NUMBER, JsonRules.INTEGER, JsonRules.SPACE);
    }

    long first(Rule<?> rule) {
      Constraint.compile(rule, vocabulary, Limits.defaults()).matcher().mask(mask);
      return mask[0];
    }
  }

  /** With {@link Constraint#warmUp} done. */
  @State(Scope.Thread)
  public static class Learnt extends Loaded {
    /** Loads. */
    @Setup
    public void load() throws InterruptedException {
      load(true);
    }
  }

  /** Without. */
  @State(Scope.Thread)
  public static class Unlearnt extends Loaded {
    /** Loads. */
    @Setup
    public void load() throws InterruptedException {
      load(false);
    }
  }

  /** Reads (or generates) the vocabulary and builds its index. */
  @Benchmark
  public long vocabularyLoad(Cpu cpu) {
    cpu.start();
    Vocabulary vocabulary = BenchVocabulary.load();
    Constraint constraint = Constraint.compile(JsonRules.VALUE, vocabulary, Limits.defaults());
    return cpu.stop(1, constraint.vocabulary().size());
  }

  /** First mask of general JSON after the shared rules were learnt. */
  @Benchmark
  public long firstMaskLearnt(Learnt loaded, Cpu cpu) {
    cpu.start();
    return cpu.stop(1, loaded.first(JsonRules.VALUE));
  }

  /** First mask of a random object schema after the shared rules were learnt. */
  @Benchmark
  public long firstMaskOfSchemaLearnt(Learnt loaded, Cpu cpu) {
    cpu.start();
    return cpu.stop(1, loaded.first(loaded.schema));
  }

  /** First mask of general JSON when nothing was learnt ahead. */
  @Benchmark
  public long firstMaskUnlearnt(Unlearnt loaded, Cpu cpu) {
    cpu.start();
    return cpu.stop(1, loaded.first(JsonRules.VALUE));
  }
}
