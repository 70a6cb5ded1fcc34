package dev.strait.llama.cpp;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.llama.TestGrammar;
import dev.strait.llama.gguf.GgufWriter;
import dev.strait.llama.gguf.LlamaGguf;
import dev.strait.llama.gguf.LlamaShape;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.TokenBatch;
import dev.strait.vocabulary.Vocabularies;
import dev.strait.vocabulary.Vocabulary;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a constraint adds to a decode step, with Strait and with llama.cpp's own grammar sampler, on
 * one model of random weights: {@code DecodeCost VOCABULARY [steps]}.
 *
 * <p>The grammar sampler runs in a child process, for it ends the process on errors. Both follow
 * the same language; each step is evaluate, restrict, pick the likeliest token, accept.
 */
public final class DecodeCost {

  private static final String GBNF =
      """
      root ::= "[" item (", " item)* "]"
      item ::= "{\\"name\\": " string ", \\"age\\": " number ", \\"kind\\": " kind "}"
      string ::= "\\"" [a-z ]* "\\""
      number ::= "0" | [1-9] [0-9]*
      kind ::= "\\"person\\"" | "\\"place\\"" | "null"
      """;

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private DecodeCost() {}

  /** Runs both and prints a table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 3 && arguments[0].equals("--grammar-sampler")) {
      grammarSampler(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      return;
    }
    int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 400;
    Path file = Files.createTempFile("decode-cost", ".gguf");
    try {
      Path tokens = Path.of(arguments[0]);
      int[] ends = Vocabularies.findEnds(Vocabularies.read(tokens));
      write(Vocabularies.read(tokens, ends), file);
      strait(file, steps);
      child(file, steps);
    } finally {
      Files.delete(file);
    }
  }

  private static void write(Vocabulary vocabulary, Path file) throws IOException {
    LlamaShape shape =
        new LlamaShape(vocabulary.size(), 128, 4, 4, 4, 512, 2048, 10_000, 1e-5f, true);
    GgufWriter writer = LlamaGguf.model("cost", shape, LlamaGguf.randomWeights(shape, 1, 0.3));
    LlamaGguf.byteLevel(writer, vocabulary, List.of()).write(file);
  }

  private static TestGrammar grammar() {
    TestGrammar kind = TestGrammar.or("\"person\"", "\"place\"", "null");
    TestGrammar item =
        TestGrammar.seq(
            "{\"name\": ",
            TestGrammar.string(),
            ", \"age\": ",
            TestGrammar.number(),
            ", \"kind\": ",
            kind,
            "}");
    return TestGrammar.seq("[", item, new TestGrammar.Star(TestGrammar.seq(", ", item)), "]");
  }

  private static void strait(Path file, int steps) {
    try (LlamaModel model = LlamaModel.load(file);
        LlamaContext context = open(model)) {
      long[] all = free(model.vocabulary());
      for (int round = 0; round < 2; round++) {
        String name = round == 0 ? "warm-up" : "free";
        print(name, run(context, steps, new FreeWalk(all)));
        print(round == 0 ? "warm-up" : "Strait, first walk", run(context, steps, walk(model)));
      }
      MatcherWalk walk = walk(model);
      run(context, steps, walk);
      print("Strait, grammar seen before", run(context, steps, walk.again()));
    }
  }

  private static MatcherWalk walk(LlamaModel model) {
    Constraint constraint =
        Constraint.compile(grammar().rule(), model.vocabulary(), Limits.defaults());
    return new MatcherWalk(constraint.matcher(), new long[model.vocabulary().maskWords()]);
  }

  private static long[] free(Vocabulary vocabulary) {
    long[] words = new long[vocabulary.maskWords()];
    for (int id = 0; id < vocabulary.size(); id++) {
      words[id >>> 6] |= vocabulary.isText(id) ? 1L << id : 0;
    }
    return words;
  }

  private static LlamaContext open(LlamaModel model) {
    return model.open(ContextSettings.defaults().withTokens(2048).withThreads(1));
  }

  /** Restricts, picks and accepts; the end of generation is never picked, to walk on. */
  private interface Walk {
    int next(Logits logits);
  }

  private record FreeWalk(long[] all) implements Walk {
    @Override
    public int next(Logits logits) {
      return logits.best(all);
    }
  }

  private record MatcherWalk(Matcher matcher, long[] words) implements Walk {
    @Override
    public int next(Logits logits) {
      matcher.mask(words);
      for (int end : matcher.constraint().vocabulary().endOfGeneration()) {
        words[end >>> 6] &= ~(1L << end);
      }
      if (Arrays.stream(words).allMatch(w -> w == 0)) {
        matcher.rollback(matcher.length());
        matcher.mask(words);
      }
      int token = logits.best(words);
      matcher.accept(token);
      return token;
    }

    MatcherWalk again() {
      return new MatcherWalk(matcher.constraint().matcher(), words);
    }
  }

  /** Times of each step in nanoseconds: evaluation (elapsed), and everything else (processor). */
  private record Times(long[] evaluate, long[] choose) {}

  private static Times run(LlamaContext context, int steps, Walk walk) {
    context.truncate(0, 0);
    Times times = new Times(new long[steps], new long[steps]);
    TokenBatch batch = new TokenBatch();
    int token = 0;
    for (int i = 0; i < steps; i++) {
      batch.clear();
      batch.add(token, 0, true);
      long start = System.nanoTime();
      context.evaluate(batch);
      long middle = System.nanoTime();
      long busy = CPU.getCurrentThreadCpuTime();
      try (Ownership.Hold hold = context.hold()) {
        token = walk.next(context.logits(0));
      }
      times.evaluate()[i] = middle - start;
      times.choose()[i] = CPU.getCurrentThreadCpuTime() - busy;
    }
    return times;
  }

  private static void print(String name, Times times) {
    long[] evaluate = times.evaluate().clone();
    long[] choose = times.choose().clone();
    Arrays.sort(evaluate);
    Arrays.sort(choose);
    System.out.printf(
        Locale.ROOT,
        "| %-28s | %8.0f | %8.1f | %8.1f | %8.1f | %8.1f |%n",
        name,
        evaluate[evaluate.length / 2] / 1e3,
        Arrays.stream(choose).average().orElse(0) / 1e3,
        choose[choose.length / 2] / 1e3,
        choose[choose.length * 99 / 100] / 1e3,
        1e9
            / (Arrays.stream(evaluate).average().orElse(0)
                + Arrays.stream(choose).average().orElse(0)));
  }

  private static void child(Path file, int steps) throws IOException, InterruptedException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                DecodeCost.class.getName(),
                "--grammar-sampler",
                file.toString(),
                Integer.toString(steps))
            .inheritIO()
            .start();
    System.out.println("child process ended with " + process.waitFor());
  }

  /** The functions of llama.cpp's grammar sampler. */
  private static final class Grammar {
    static native long samplerInitGrammar(long vocabulary, byte[] grammar, byte[] root);

    static native void samplerApply(long sampler, Pointer candidates);

    static native void samplerAccept(long sampler, int token);
  }

  private static void grammarSampler(Path file, int steps) {
    try (LlamaModel model = LlamaModel.load(file);
        LlamaContext context = open(model)) {
      NativeLibrary library = Objects.requireNonNull(LlamaLibrary.opened());
      Native.register(Grammar.class, library);
      long vocabulary = model.using(address -> LlamaLibrary.get().modelGetVocab(address));
      run(context, 20, new FreeWalk(free(model.vocabulary())));
      Candidates candidates = new Candidates(model.vocabulary().size());
      long sampler =
          Grammar.samplerInitGrammar(
              vocabulary, (GBNF + "\0").getBytes(UTF_8), "root\0".getBytes(UTF_8));
      GrammarWalk walk = new GrammarWalk(sampler, candidates, free(model.vocabulary()));
      run(context, 20, walk);
      print("llama.cpp's grammar sampler", run(context, steps, walk));
    }
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  private record GrammarWalk(long sampler, Candidates candidates, long[] all) implements Walk {
    @Override
    public int next(Logits logits) {
      int count = candidates.gather(logits, all);
      Pointer array = candidates.array(count);
      Grammar.samplerApply(sampler, array);
      int token = candidates.best(count);
      Grammar.samplerAccept(sampler, token);
      return token;
    }
  }
}
