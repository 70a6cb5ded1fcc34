package dev.strait.llama.cpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.llama.ChildJvm;
import dev.strait.llama.TestGrammar;
import dev.strait.llama.generate.Generation;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.gguf.GgufWriter;
import dev.strait.llama.gguf.LlamaGguf;
import dev.strait.llama.gguf.LlamaShape;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.TokenBatch;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.report.SchemaException;
import dev.strait.vocabulary.Vocabularies;
import dev.strait.vocabulary.Vocabulary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a constraint adds to a step of the decode loop, with Strait and with llama.cpp's own grammar
 * sampler, on one model of random weights: {@code DecodeCost VOCABULARY [steps [SCHEMAS]]}. The
 * schemas are a gzipped file of JSON lines with a member {@code schema} each; without it a grammar
 * of objects is generated only.
 *
 * <p>A step is one evaluation and all that the loop of {@link Session#generate} does between two of
 * them; stretches of free and of constrained steps take turns. The grammar sampler runs in a child
 * process, for it ends the process on errors; its steps are evaluate, restrict, pick the likeliest,
 * accept.
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

  private static final int WIDTH = Integer.getInteger("strait.width", 512);
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
          "| steps | evaluate p50 | rest mean | p50 | p99 | adds, mean | p50 | of a step | steps/s |");
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
        Loop loop = new Loop(model);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(lines)), UTF_8))) {
      loop.run(null, 50);
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
        free.add(loop.run(null, 6));
        bound.add(loop.run(constraint, 25));
        if (List.of(1, 10, 50, 100, 200, 400).contains(number) || number == MOST_SCHEMAS) {
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
        new LlamaShape(vocabulary.size(), WIDTH, 8, 8, 4, 3 * WIDTH, 2048, 10_000, 1e-5f, true);
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
        Loop loop = new Loop(model)) {
      loop.run(null, steps);
      Times free = loop.run(null, steps);
      print("free", free, free);
      Constraint constraint =
          Constraint.compile(grammar().rule(), model.vocabulary(), Limits.defaults());
      print("Strait, first walk", loop.run(constraint, steps), free);
      print("Strait, seen before", loop.run(constraint, steps), free);
    }
  }

  /** The decode loop over a context whose evaluations are timed apart. */
  private static final class Loop implements AutoCloseable {
    private final Workspace workspace;
    private long evaluateWall;
    private long evaluateBusy;

    Loop(LlamaModel model) {
      ContextSettings settings = ContextSettings.defaults().withTokens(2048).withThreads(1);
      workspace = Workspace.open(timed(LanguageModel.class, model), settings);
    }

    /** Stands before a model or a context; everything but evaluations goes through untouched. */
    private <T> T timed(Class<T> type, T real) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                long wall = System.nanoTime();
                long busy = CPU.getCurrentThreadCpuTime();
                Object result = method.invoke(real, arguments);
                if (method.getName().equals("evaluate")) {
                  evaluateWall += System.nanoTime() - wall;
                  evaluateBusy += CPU.getCurrentThreadCpuTime() - busy;
                }
                return result instanceof ModelContext context
                    ? timed(ModelContext.class, context)
                    : result;
              }));
    }

    /** Generates greedily, anew where the output ends, until so many steps were timed. */
    Times run(@Nullable Constraint constraint, int steps) {
      Times times = new Times();
      long least = constraint == null ? 0 : constraint.matcher().shortestCompletion();
      int budget = (int) Math.min(1_500, least + 8L * steps);
      GenerationOptions options = GenerationOptions.defaults().withMaxTokens(budget);
      while (times.choose().size() < steps) {
        try (Session session = workspace.session().append("the ", false)) {
          long busy = CPU.getCurrentThreadCpuTime();
          evaluateWall = evaluateBusy = 0;
          try (Generation generation = session.generate(constraint, options)) {
            while (generation.hasNext() && times.choose().size() < steps) {
              generation.next();
              if (evaluateWall > 0) {
                times.evaluate().add(evaluateWall);
                times.choose().add(CPU.getCurrentThreadCpuTime() - busy - evaluateBusy);
                busy = CPU.getCurrentThreadCpuTime();
                evaluateWall = evaluateBusy = 0;
              }
            }
            if (constraint != null && times.choose().isEmpty()) {
              return times; // everything is forced
            }
          }
        }
      }
      return times;
    }

    @Override
    public void close() {
      workspace.close();
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

  /** Prints a row, in microseconds; what is added is measured against the free steps. */
  private static void print(String name, Times times, Times free) {
    double rest = Times.mean(times.choose());
    double step = Times.part(free.evaluate(), 0.5) + Times.part(free.choose(), 0.5);
    double adds = rest - Times.mean(free.choose());
    System.out.printf(
        Locale.ROOT,
        "| %-28s | %7.0f | %8.1f | %8.1f | %8.1f | %8.1f | %8.1f | %5.1f%% | %6.1f |%n",
        name,
        Times.part(times.evaluate(), 0.5),
        rest,
        Times.part(times.choose(), 0.5),
        Times.part(times.choose(), 0.99),
        adds,
        Times.part(times.choose(), 0.5) - Times.part(free.choose(), 0.5),
        100 * adds / step,
        1e6 / (Times.mean(times.evaluate()) + rest));
  }

  private static void child(Path file, int steps) throws IOException, InterruptedException {
    Process process =
        ChildJvm.of(DecodeCost.class, "--grammar-sampler", file.toString(), Integer.toString(steps))
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
