package dev.strait.llama.cpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.report.SchemaException;
import dev.strait.vocabulary.Vocabularies;
import dev.strait.vocabulary.Vocabulary;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a constraint adds to a decode step, with Strait and with llama.cpp's own grammar sampler, on
 * one model of random weights: {@code DecodeCost VOCABULARY [steps [SCHEMAS]]}. The schemas are a
 * gzipped file of JSON lines with a member {@code schema} each; without it a grammar of objects is
 * walked only.
 *
 * <p>Each step is evaluate, restrict, pick the likeliest token, accept; free steps and constrained
 * ones take turns. The grammar sampler runs in a child process, for it ends the process on errors.
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

  private static final int MOST_SCHEMAS = Integer.getInteger("strait.schemas", 400);

  private DecodeCost() {}

  /** Runs all and prints a table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments[0].equals("--grammar-sampler")) {
      grammarSampler(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      return;
    }
    int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 400;
    Path file = Files.createTempFile("decode-cost", ".gguf");
    try {
      Path tokens = Path.of(arguments[0]);
      int[] ends = Vocabularies.findEnds(Vocabularies.read(tokens));
      write(Vocabularies.read(tokens, ends), file);
      System.out.println(
          "| steps | evaluate p50 | choose mean | p50 | p99 | adds, mean | p50 | tokens/s |");
      if (arguments.length > 2) {
        schemas(file, Path.of(arguments[2]));
      }
      strait(file, steps);
      child(file, steps);
    } finally {
      Files.delete(file);
    }
  }

  /** Fresh schemas, one after the other, each walked once. */
  private static void schemas(Path file, Path lines) throws IOException {
    List<Constraint> constraints = new ArrayList<>();
    try (LlamaModel model = LlamaModel.load(file);
        LlamaContext context = open(model);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(lines)), UTF_8))) {
      long[] all = free(model.vocabulary());
      run(context, 50, new FreeWalk(all));
      Times free = new Times();
      Times bound = new Times();
      int number = 0;
      for (int line = 0; number < MOST_SCHEMAS; line++) {
        String text = in.readLine();
        if (text == null) {
          break;
        }
        Constraint constraint = line % 9 == 0 ? compiled(text, model.vocabulary()) : null;
        if (constraint == null) {
          continue;
        }
        number++;
        free.add(run(context, 10, new FreeWalk(all)));
        bound.add(run(context, 30, new MatcherWalk(constraint)));
        if (List.of(1, 10, 50, 100, 200, 400).contains(number)) {
          print("free", free, free);
          print("Strait, schemas up to " + number, bound, free);
          free = new Times();
          bound = new Times();
        }
      }
    }
  }

  private static @Nullable Constraint compiled(String line, Vocabulary vocabulary)
      throws IOException {
    try {
      JsonNode schema = new ObjectMapper().readTree(line).path("schema");
      return JsonSchema.compile(schema, SchemaOptions.defaults()).constraint(vocabulary);
    } catch (SchemaException refused) {
      return null;
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
      run(context, steps, new FreeWalk(all));
      Times free = run(context, steps, new FreeWalk(all));
      print("free", free, free);
      Constraint constraint =
          Constraint.compile(grammar().rule(), model.vocabulary(), Limits.defaults());
      print("Strait, first walk", run(context, steps, new MatcherWalk(constraint)), free);
      print("Strait, seen before", run(context, steps, new MatcherWalk(constraint)), free);
    }
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

    MatcherWalk(Constraint constraint) {
      this(constraint.matcher(), new long[constraint.vocabulary().maskWords()]);
    }

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
  }

  /** Times of each step in nanoseconds: evaluation (elapsed), and everything else (processor). */
  private record Times(List<Long> evaluate, List<Long> choose) {

    Times() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(Times other) {
      evaluate.addAll(other.evaluate);
      choose.addAll(other.choose);
    }

    static double mean(List<Long> times) {
      return times.stream().mapToLong(t -> t).average().orElse(0) / 1e3;
    }

    static double part(List<Long> times, double part) {
      long[] sorted = times.stream().mapToLong(t -> t).sorted().toArray();
      return sorted[(int) (part * sorted.length)] / 1e3;
    }
  }

  private static Times run(LlamaContext context, int steps, Walk walk) {
    context.truncate(0, 0);
    Times times = new Times();
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
      times.evaluate().add(middle - start);
      times.choose().add(CPU.getCurrentThreadCpuTime() - busy);
    }
    return times;
  }

  /** Prints a row; what is added is measured against free steps of the same stretch. */
  private static void print(String name, Times times, Times free) {
    double choose = Times.mean(times.choose());
    System.out.printf(
        Locale.ROOT,
        "| %-28s | %7.0f | %8.1f | %8.1f | %8.1f | %8.1f | %8.1f | %6.1f |%n",
        name,
        Times.part(times.evaluate(), 0.5),
        choose,
        Times.part(times.choose(), 0.5),
        Times.part(times.choose(), 0.99),
        choose - Times.mean(free.choose()),
        Times.part(times.choose(), 0.5) - Times.part(free.choose(), 0.5),
        1e6 / (Times.mean(times.evaluate()) + choose));
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
      Times free = run(context, steps, new FreeWalk(free(model.vocabulary())));
      run(context, 20, walk);
      print("llama.cpp's grammar sampler", run(context, steps, walk), free);
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
