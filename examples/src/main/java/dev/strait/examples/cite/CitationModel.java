package dev.strait.examples.cite;

import dev.strait.constraint.Matcher;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.tokenizer.LegalTokenizer;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.cpp.LoadSettings;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.ModelException;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.TokenBatch;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model and the loop in which it writes citations, greedily. Not thread-safe. */
final class CitationModel implements AutoCloseable {

  static final String EMBEDDED = "/dev/strait/examples/cite/citations.gguf";

  private static final int MOST_OUTPUT = 512;

  /** A constrained answer ends by itself: all its parts are spans of the text. */
  private static final int MOST_CONSTRAINED = 2048;

  private static final int TRAINED_CONTEXT = 512;
  private static final int NONE = -1;

  private final LanguageModel model;
  private final ModelContext context;
  private final Prompt prompt;
  private final long[] mask;
  private final long[] everything;
  private final TokenBatch batch = new TokenBatch();

  /**
   * One token of the output.
   *
   * @param from offset of its first byte in the output
   * @param bytes how many
   * @param probability among the allowed tokens, natural logarithm
   * @param removed the probability that the mask took away
   * @param instead the token the model preferred, as text; empty if it was allowed
   */
  record Step(int from, int bytes, double probability, double removed, String instead) {}

  /**
   * What the model wrote.
   *
   * @param json the text
   * @param complete whether it ended by itself within its budget
   * @param fits whether prompt and answer are no longer than what the model was trained on
   * @param steps its tokens; empty unless asked for
   */
  record Written(String json, boolean complete, boolean fits, List<Step> steps) {}

  private CitationModel(LanguageModel model) {
    this.model = model;
    int threads = threads(model.vocabulary());
    this.context =
        model.open(
            ContextSettings.defaults().withTokens(4096).withBatch(2048).withThreads(threads));
    this.prompt = Prompt.of(model);
    this.mask = new long[model.vocabulary().maskWords()];
    this.everything = new long[mask.length];
    Arrays.fill(everything, -1L);
  }

  /** The embedded model is so small that a second thread costs more than it brings. */
  private static int threads(Vocabulary vocabulary) {
    return vocabulary.size() < 4096
        ? 1
        : Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() / 2));
  }

  /** Returns the model in the application. */
  static CitationModel embedded() {
    return Inputs.opened(EMBEDDED, CitationModel::load);
  }

  /**
   * Returns the model of a file.
   *
   * @throws CommandException if it cannot be loaded
   */
  static CitationModel load(Path file) {
    try {
      // No JSON Schema is compiled here.
      LoadSettings settings = LoadSettings.defaults().withWarmUp(false);
      return new CitationModel(LlamaModel.load(file, settings));
    } catch (ModelException e) {
      throw CommandException.badInput(String.valueOf(e.getMessage()), e);
    }
  }

  Vocabulary vocabulary() {
    return model.vocabulary();
  }

  /** Returns whether the model was made for this task. */
  boolean isLegal() {
    return prompt.isLegal();
  }

  /** Returns the largest number of tokens of a text. */
  int mostTextTokens() {
    return prompt.isLegal() ? 250 : context.capacity() / 4;
  }

  int countTokens(String text) {
    return model.tokenize(text, false).length;
  }

  /**
   * Writes the citations of a text.
   *
   * @param matcher what is allowed; null: everything
   * @param explain whether the steps are recorded
   */
  Written write(String text, @Nullable Matcher matcher, boolean explain) {
    try (Ownership.Hold hold = context.hold()) {
      context.truncate(0, 0);
      int[] ids = prompt.tokens(text);
      int most = matcher == null ? MOST_OUTPUT : MOST_CONSTRAINED;
      int budget = Math.min(most, context.capacity() - ids.length - 1);
      if (budget < 8) {
        throw CommandException.badInput(
            "a sentence of " + text.length() + " characters does not fit in the model's context");
      }
      int row = start(ids);
      return loop(row, budget, TRAINED_CONTEXT - ids.length, matcher, explain);
    }
  }

  private int start(int[] ids) {
    for (int from = 0; from < ids.length; from += context.batchSize()) {
      int to = Math.min(ids.length, from + context.batchSize());
      batch.clear();
      for (int i = from; i < to; i++) {
        batch.add(ids[i], 0, i == ids.length - 1);
      }
      context.evaluate(batch);
    }
    return batch.size() - 1;
  }

  private Written loop(
      int firstRow, int budget, int trained, @Nullable Matcher matcher, boolean explain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Step> steps = new ArrayList<>();
    int row = firstRow;
    for (int left = budget; left > 0; left--) {
      int token = choose(row, matcher, left, explain, out.size(), steps);
      if (token == NONE) {
        break;
      }
      boolean fits = budget - left < trained;
      if (vocabulary().isEndOfGeneration(token)) {
        return new Written(out.toString(StandardCharsets.UTF_8), true, fits, steps);
      }
      if (vocabulary().kind(token) == TokenKind.NORMAL) {
        out.writeBytes(vocabulary().bytes(token));
      }
      if (matcher == null && prompt.isFinished(out.toString(StandardCharsets.UTF_8))) {
        return new Written(out.toString(StandardCharsets.UTF_8).strip(), true, fits, steps);
      }
      batch.clear();
      row = batch.add(token, 0, true);
      context.evaluate(batch);
    }
    return new Written(out.toString(StandardCharsets.UTF_8), false, false, steps);
  }

  private int choose(
      int row, @Nullable Matcher matcher, int left, boolean explain, int from, List<Step> steps) {
    long[] allowed = everything;
    if (matcher != null) {
      matcher.mask(mask, left);
      allowed = mask;
    }
    int token = context.logits(row).best(allowed);
    if (token < 0 && matcher != null && matcher.shortestCompletion() > 0) {
      return NONE; // what has to be written does not fit in the budget
    }
    if (token < 0) {
      throw new IllegalStateException("no token is allowed");
    }
    if (matcher != null && !matcher.accept(token)) {
      throw new IllegalStateException("an allowed token was refused: " + token);
    }
    if (explain) {
      steps.add(step(row, token, allowed, from));
    }
    return token;
  }

  private Step step(int row, int token, long[] allowed, int from) {
    double all = context.logits(row).logSum();
    double among = context.logits(row).logSum(allowed);
    int favourite = context.logits(row).best(everything);
    String instead =
        favourite == token ? "" : new String(vocabulary().bytes(favourite), StandardCharsets.UTF_8);
    return new Step(
        from,
        vocabulary().byteLength(token),
        context.logits(row).get(token) - among,
        Math.max(0, 1 - Math.exp(among - all)),
        instead);
  }

  @Override
  public void close() {
    context.close();
    model.close();
  }

  /** How a model is asked. */
  interface Prompt {
    /** Returns the tokens before the answer. */
    int[] tokens(String text);

    /** Returns whether the model was made for the task. */
    boolean isLegal();

    /** Returns whether an unconstrained answer is over. */
    boolean isFinished(String answer);

    /** Returns the prompt for a model. */
    static Prompt of(LanguageModel model) {
      int text = control(model.vocabulary(), LegalTokenizer.TEXT);
      int json = control(model.vocabulary(), LegalTokenizer.JSON);
      return text >= 0 && json >= 0 ? new LegalPrompt(model, text, json) : new GeneralPrompt(model);
    }

    private static int control(Vocabulary vocabulary, String name) {
      byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
      for (int id = vocabulary.size() - 1; id >= 0; id--) {
        if (Arrays.equals(vocabulary.bytes(id), wanted)) {
          return id;
        }
      }
      return -1;
    }
  }

  /** The prompt of the model that was trained for this: the text between two control tokens. */
  private record LegalPrompt(LanguageModel model, int open, int close) implements Prompt {
    @Override
    public int[] tokens(String text) {
      int[] inner = model.tokenize(text, false);
      int[] all = new int[inner.length + 2];
      all[0] = open;
      System.arraycopy(inner, 0, all, 1, inner.length);
      all[all.length - 1] = close;
      return all;
    }

    @Override
    public boolean isLegal() {
      return true;
    }

    @Override
    public boolean isFinished(String answer) {
      return false;
    }
  }

  /** The prompt of any other model: the task, three examples, the text. */
  private record GeneralPrompt(LanguageModel model) implements Prompt {
    private static final String TASK =
        "List the legal citations of a text as a JSON array of objects. Kinds and their fields:"
            + " case (text, parties, volume, reporter, page, pinpoint, parallel, court, year), short"
            + " (text, parties, volume, reporter, page), id (text, pinpoint), statute (text, title,"
            + " code, chapter, section, subdivision), regulation (the same), register (text, volume,"
            + " reporter, page, pinpoint, date), constitution (text, code, article, amendment,"
            + " section, clause), rule (text, code, rule, subdivision). Fields that do not apply are"
            + " left out; text is the whole citation, word for word.\n\n"
            + "Text: We review de novo. Doe v. Roe, 12 F.3d 34, 56 (2d Cir. 1994); see 28 U.S.C. §"
            + " 1291.\nJSON: [{\"kind\":\"case\",\"text\":\"Doe v. Roe, 12 F.3d 34, 56 (2d Cir."
            + " 1994)\",\"parties\":\"Doe v. Roe\",\"volume\":\"12\",\"reporter\":\"F.3d\",\"page\":"
            + "\"34\",\"pinpoint\":\"56\",\"court\":\"2d Cir.\",\"year\":\"1994\"},{\"kind\":"
            + "\"statute\",\"text\":\"28 U.S.C. § 1291\",\"title\":\"28\",\"code\":\"U.S.C.\","
            + "\"section\":\"1291\"}]\n\n"
            + "Text: The motion was heard on May 3.\nJSON: []\n\n"
            + "Text: He moved under Fed. R. Civ. P. 12(b)(6). Id. at 7.\nJSON: [{\"kind\":\"rule\","
            + "\"text\":\"Fed. R. Civ. P. 12(b)(6)\",\"code\":\"Fed. R. Civ. P.\",\"rule\":\"12\","
            + "\"subdivision\":\"(b)(6)\"},{\"kind\":\"id\",\"text\":\"Id. at 7\",\"pinpoint\":\"7\"}]"
            + "\n\nText: ";

    @Override
    public int[] tokens(String text) {
      int[] before = model.tokenize(TASK, true);
      int[] inner = model.tokenize(text + "\nJSON: ", false);
      int[] all = Arrays.copyOf(before, before.length + inner.length);
      System.arraycopy(inner, 0, all, before.length, inner.length);
      return all;
    }

    @Override
    public boolean isLegal() {
      return false;
    }

    @Override
    public boolean isFinished(String answer) {
      return answer.endsWith("\n");
    }
  }
}
