package dev.strait.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabularies;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * What a token costs (mask, bit test, accept) under grammars of a C-like and an SQL-like language
 * beside JSON, along random programs, queries and documents: {@code GrammarLatency VOCABULARY}.
 * Processor time; percentiles are over tokens, in microseconds.
 */
public final class GrammarLatency {

  private static final int TEXTS = 150;
  private static final int WARM_ROUNDS = 8;
  private static final int ROUNDS = 4;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final Vocabulary vocabulary;
  private final Map<String, Integer> ids = new HashMap<>();
  private final long[] mask;

  private GrammarLatency(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.mask = new long[vocabulary.maskWords()];
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isText(id)) {
        ids.putIfAbsent(new String(vocabulary.bytes(id), ISO_8859_1), id);
      }
    }
  }

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException {
    Vocabulary tokens = Vocabularies.read(Path.of(arguments[0]));
    GrammarLatency latency =
        new GrammarLatency(tokens.withEndOfGeneration(Vocabularies.findEnds(tokens)));
    System.out.println("| grammar, texts | tokens a text | mean | p50 | p90 | p99 | p99.9 |");
    latency.report("JSON", Texts::json);
    latency.report("C subset", Texts::program);
    latency.report("SQL subset", Texts::query);
  }

  private void report(String language, Function<Texts, String> writer) {
    TextGrammar grammar = Gbnf.parse(NotationsTest.gbnf(language));
    Rule<?> rule = grammar.compile();
    Constraint seen = Constraint.compile(rule, vocabulary, Limits.defaults());
    List<int[]> texts = new ArrayList<>();
    for (int seed = 0; seed < TEXTS; seed++) {
      texts.add(tokens(writer.apply(new Texts(new Random(seed)))));
    }
    for (int i = 0; i < WARM_ROUNDS; i++) {
      texts.forEach(text -> follow(seen, text, new ArrayList<>()));
      texts.forEach(text -> follow(fresh(grammar), text, new ArrayList<>()));
    }
    print(language + ", seen before", texts, text -> seen);
    print(language + ", a fresh grammar for each text", texts, text -> fresh(grammar));
  }

  private Constraint fresh(TextGrammar grammar) {
    return Constraint.compile(grammar.compile(), vocabulary, Limits.defaults());
  }

  private void print(String name, List<int[]> texts, Function<int[], Constraint> constraints) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      texts.forEach(text -> follow(constraints.apply(text), text, times));
    }
    long[] sorted = times.stream().mapToLong(t -> t).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.2f |",
        name,
        texts.stream().mapToInt(text -> text.length).average().orElse(0),
        Arrays.stream(sorted).average().orElse(0) / 1e3);
    for (double part : new double[] {0.5, 0.9, 0.99, 0.999}) {
      System.out.printf(Locale.ROOT, " %.2f |", sorted[(int) (part * sorted.length)] / 1e3);
    }
    System.out.println();
  }

  private void follow(Constraint constraint, int[] text, List<Long> times) {
    Matcher matcher = constraint.matcher();
    long start = CPU.getCurrentThreadCpuTime();
    for (int token : text) {
      matcher.mask(mask);
      if ((mask[token >>> 6] >>> token & 1) == 0 || !matcher.accept(token)) {
        throw new IllegalStateException("refused: " + matcher);
      }
      long end = CPU.getCurrentThreadCpuTime();
      times.add(end - start);
      start = CPU.getCurrentThreadCpuTime();
    }
    if (!matcher.isComplete()) {
      throw new IllegalStateException("not complete: " + matcher);
    }
  }

  /** The longest tokens, from left to right. */
  private int[] tokens(String text) {
    String bytes = new String(text.getBytes(UTF_8), ISO_8859_1);
    List<Integer> tokens = new ArrayList<>();
    for (int at = 0; at < bytes.length(); ) {
      int end = Math.min(bytes.length(), at + vocabulary.longestToken());
      while (!ids.containsKey(bytes.substring(at, end))) {
        end--;
      }
      tokens.add(ids.get(bytes.substring(at, end)));
      at = end;
    }
    return tokens.stream().mapToInt(t -> t).toArray();
  }

  /** Writes random texts of the three languages. */
  private record Texts(Random random) {

    private static final String[] WORDS = {
      "count",
      "total",
      "user_name",
      "index",
      "value",
      "item",
      "result",
      "buffer",
      "size",
      "left",
      "x",
      "price",
      "order_id",
      "created",
      "city",
      "temperature",
      "message",
      "Response",
      "node"
    };

    private String word() {
      return WORDS[random.nextInt(WORDS.length)];
    }

    private String lower() {
      return word().toLowerCase(Locale.ROOT);
    }

    private String list(int least, int more, String separator, Function<Texts, String> item) {
      List<String> items = new ArrayList<>();
      for (int i = least + random.nextInt(more); i > 0; i--) {
        items.add(item.apply(this));
      }
      return String.join(separator, items);
    }

    String json() {
      return json(4);
    }

    private String json(int depth) {
      return switch (random.nextInt(depth == 0 ? 3 : 6)) {
        case 0 -> "\"" + list(0, 6, " ", Texts::word) + "\"";
        case 1 -> Integer.toString(random.nextInt(100_000));
        case 2 -> random.nextBoolean() ? "true" : "null";
        case 3 -> "[" + list(0, 5, ", ", texts -> texts.json(depth - 1)) + "]";
        default -> "{" + list(1, 5, ", ", t -> "\"" + t.word() + "\": " + t.json(depth - 1)) + "}";
      };
    }

    String program() {
      return list(
          1,
          3,
          "",
          t -> "int " + t.word() + "(int " + t.word() + ",char x){" + t.statements(3) + "}");
    }

    private String statements(int depth) {
      return list(1, 5, "", texts -> texts.statement(depth));
    }

    private String statement(int depth) {
      return switch (random.nextInt(depth == 0 ? 3 : 6)) {
        case 0 -> "int " + word() + "=" + expression(2) + ";";
        case 1 -> word() + "=" + expression(3) + ";";
        case 2 -> "return " + expression(2) + ";";
        case 3 -> "while(" + condition() + "){" + statements(depth - 1) + "}";
        case 4 -> "if(" + condition() + "){" + statements(depth - 1) + "}";
        default ->
            "if(" + condition() + "){" + statements(depth - 1) + "}else{" + statements(0) + "}";
      };
    }

    private String condition() {
      return expression(1) + "<=" + expression(1);
    }

    private String expression(int depth) {
      return switch (random.nextInt(depth == 0 ? 2 : 5)) {
        case 0 -> word();
        case 1 -> Integer.toString(random.nextInt(1_000));
        case 2 -> word() + "(" + list(0, 3, ",", texts -> texts.expression(depth - 1)) + ")";
        case 3 -> "(" + expression(depth - 1) + ")";
        default -> expression(depth - 1) + "+" + expression(depth - 1) + "*2";
      };
    }

    String query() {
      return "SELECT "
          + list(1, 5, ", ", t -> t.random.nextBoolean() ? t.lower() : "SUM(" + t.lower() + ")")
          + " FROM "
          + lower()
          + " WHERE "
          + test(3)
          + " ORDER BY "
          + lower()
          + " DESC LIMIT "
          + random.nextInt(100)
          + ";";
    }

    private String test(int depth) {
      return switch (random.nextInt(depth == 0 ? 2 : 6)) {
        case 0 -> lower() + " = '" + list(1, 4, " ", Texts::word) + "'";
        case 1 -> lower() + "." + lower() + " > " + random.nextInt(1_000);
        case 2 -> "NOT (" + test(depth - 1) + ")";
        case 3 -> "(" + test(depth - 1) + " OR " + test(depth - 1) + ")";
        default -> "(" + test(depth - 1) + " AND " + test(depth - 1) + ")";
      };
    }
  }
}
