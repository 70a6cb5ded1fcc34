package dev.strait.llama.generate;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.LimitException;
import dev.strait.constraint.Matcher;
import dev.strait.llama.model.BudgetException;
import dev.strait.llama.model.EvaluationException;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.Sampler;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One generation as a machine without a model: it says which tokens to evaluate, is given the
 * logits, and says the next. Whoever drives it may evaluate alone or in a batch.
 *
 * <p>{@link #pending()} are tokens of the text that are not evaluated yet; {@link #drafts()} are
 * guesses after them. The driver evaluates both, with logits for the last pending token and every
 * draft, calls {@link #step}, and then removes {@link #rejected()} tokens from the sequence's end.
 */
final class Decoding {

  private static final int[] NONE = {};

  private final LanguageModel model;
  private final Vocabulary vocabulary;
  private final Guard guard;
  private final GenerationOptions options;
  private final Sampler sampler;
  private final ForcedText forcedText;
  private final Tokens history = new Tokens();
  private final Tokens output = new Tokens();
  private final TextBuffer text;
  private final List<TokenScore> scores = new ArrayList<>();
  private final int promptTokens;
  private final int budget;
  private final long start = System.nanoTime();
  private int[] pending;
  private int[] drafts = NONE;
  private int rejected;
  private @Nullable FinishReason reason;
  private int given;
  private int forced;
  private int evaluations;
  private int evaluated;
  private int draftsTried;
  private int draftsKept;
  private long end;

  /**
   * Begins a generation; what is forced at its start is written already.
   *
   * @param context all tokens before the output
   * @param unevaluated how many of them, at the end, are to be evaluated; at least 1
   * @param room most tokens for which there is memory
   * @param sampler closed by the driver
   * @throws BudgetException if the smallest complete output does not fit
   */
  Decoding(
      LanguageModel model,
      @Nullable Constraint constraint,
      GenerationOptions options,
      int[] context,
      int unevaluated,
      int room,
      Sampler sampler) {
    this.model = model;
    this.vocabulary = model.vocabulary();
    this.guard = new Guard(vocabulary, constraint);
    this.options = options;
    this.sampler = sampler;
    this.forcedText = new ForcedText(model);
    this.text = new TextBuffer(options.stopTexts());
    this.promptTokens = context.length;
    this.budget = Math.min(options.maxTokens(), room);
    this.history.addAll(context);
    this.pending = Arrays.copyOfRange(context, context.length - unevaluated, context.length);
    noteContext(context);
    checkBudget();
    advance();
  }

  /** Penalties look back over the end of the prompt too. */
  private void noteContext(int... context) {
    int most =
        Math.max(
            options.sampling().penalties().lastTokens(), options.sampling().dry().lastTokens());
    for (int i = Math.max(0, context.length - most); i < context.length; i++) {
      sampler.accept(context[i]);
    }
  }

  /** Where bytes counted as tokens do not fit, the smallest output's own tokens still may. */
  private void checkBudget() {
    Matcher matcher = guard.matcher();
    if (matcher == null || Guard.first(guard.mask(budget)) >= 0) {
      return;
    }
    if (!closeWithoutModel(matcher)) {
      throw new BudgetException(
          "there is room for "
              + budget
              + " tokens; the smallest complete output has "
              + matcher.shortestCompletion()
              + " bytes");
    }
    finish(FinishReason.COMPLETE);
  }

  /** Writes the smallest text that completes the output, if it fits; returns whether it does. */
  private boolean closeWithoutModel(Matcher matcher) {
    Optional<int[]> closing = smallest(matcher).filter(tokens -> fits(matcher, tokens));
    for (int token : closing.orElse(NONE)) {
      if (reason == null) {
        forced++;
        append(token, null);
      }
    }
    return closing.isPresent();
  }

  private Optional<int[]> smallest(Matcher matcher) {
    long most = Math.min(1 << 20, (budget + 1L) * vocabulary.longestToken());
    try {
      return model.tokenizeInside(matcher.exampleCompletion((int) most));
    } catch (LimitException e) {
      return Optional.empty();
    }
  }

  private boolean fits(Matcher matcher, int... tokens) {
    return tokens.length <= left() && acceptsAll(matcher.fork(), tokens);
  }

  private static boolean acceptsAll(Matcher matcher, int... tokens) {
    for (int token : tokens) {
      if (!matcher.accept(token)) {
        return false;
      }
    }
    return matcher.isComplete();
  }

  boolean isFinished() {
    return reason != null;
  }

  int[] pending() {
    return pending;
  }

  int[] drafts() {
    return drafts;
  }

  /** Gives the drafts up: there is no room to evaluate them. */
  void dropDrafts() {
    draftsTried -= drafts.length;
    drafts = NONE;
  }

  /** Returns how many of the evaluated tokens, at the end, are not part of the text. */
  int rejected() {
    return rejected;
  }

  /** Notes that tokens of this generation were evaluated in a call. */
  void evaluated(int tokens) {
    evaluations++;
    evaluated += tokens;
  }

  /** Ends the generation from outside. */
  void cancel() {
    finish(FinishReason.CANCELLED);
  }

  /**
   * Goes on with the logits of the evaluated tokens.
   *
   * @param rows row 0 follows the last pending token, row i the i-th draft
   */
  void step(IntFunction<Logits> rows) {
    int[] guesses = drafts;
    int kept = 0;
    int chosen = choose(rows.apply(0));
    while (reason == null && kept < guesses.length && guesses[kept] == chosen) {
      kept++;
      chosen = choose(rows.apply(kept));
    }
    draftsKept += kept;
    rejected = guesses.length - kept;
    drafts = NONE;
    pending = reason == null ? new int[] {chosen} : NONE;
    advance();
  }

  /** Picks a token and appends it; an end of generation finishes. */
  private int choose(Logits logits) {
    long[] mask = guard.mask(left());
    int token = sampler.pick(logits, mask);
    if (guard.ends(token)) {
      accept(token);
      finish(FinishReason.COMPLETE);
      return token;
    }
    append(token, options.scores() ? score(logits, mask, token) : null);
    return token;
  }

  private static TokenScore score(Logits logits, long[] mask, int token) {
    double all = logits.logSum();
    double allowed = logits.logSum(mask);
    double value = logits.get(token);
    double removed = Math.max(0, 1 - Math.exp(allowed - all));
    return new TokenScore(token, value - all, value - allowed, removed);
  }

  private void accept(int token) {
    if (!guard.accept(token)) {
      throw new EvaluationException("the constraint refused token " + token + " of its own mask");
    }
  }

  private void append(int token, @Nullable TokenScore score) {
    accept(token);
    sampler.accept(token);
    history.add(token);
    output.add(token);
    if (options.scores()) {
      scores.add(score == null ? TokenScore.forced(token) : score);
    }
    boolean shown = vocabulary.isText(token);
    if (text.append(shown ? vocabulary.bytes(token) : new byte[0])) {
      finish(FinishReason.STOP_TEXT);
    }
  }

  /** Writes what needs no model, ends if that is the end, and guesses ahead. */
  private void advance() {
    if (reason == null && System.nanoTime() - start > options.deadline().toNanos()) {
      if (guard.matcher() != null && !guard.isComplete()) {
        closeWithoutModel(guard.matcher());
      }
      finish(FinishReason.DEADLINE);
    }
    if (reason == null && guard.matcher() == null && left() == 0) {
      finish(FinishReason.LENGTH);
    }
    while (reason == null && jump()) {
      continue;
    }
    if (reason == null && options.draftTokens() > 0) {
      drafts = draft();
      draftsTried += drafts.length;
    }
  }

  /** Appends tokens that need no model; returns whether there were any. */
  private boolean jump() {
    Matcher matcher = guard.matcher();
    if (matcher == null || options.jumpForward() == JumpForward.OFF) {
      return false;
    }
    long[] mask = guard.mask(left());
    int count = Guard.countToTwo(mask);
    if (count == 0) {
      throw new EvaluationException("nothing is allowed after: " + text.text());
    }
    if (count == 1) {
      force(Guard.first(mask));
      return reason == null;
    }
    return options.jumpForward() == JumpForward.TEXT && jumpOverText(matcher);
  }

  private boolean jumpOverText(Matcher matcher) {
    int[] tokens = forcedText.tokens(matcher, output);
    if (tokens.length == 0 || tokens.length > left()) {
      return false;
    }
    Matcher ahead = matcher.fork();
    for (int token : tokens) {
      if (!ahead.accept(token)) {
        return false;
      }
    }
    long[] words = new long[vocabulary.maskWords()];
    ahead.mask(words, left() - tokens.length);
    if (Guard.first(words) < 0) {
      return false;
    }
    for (int token : tokens) {
      if (reason == null) {
        force(token);
      }
    }
    return reason == null;
  }

  private void force(int token) {
    if (guard.ends(token)) {
      accept(token);
      finish(FinishReason.COMPLETE);
      return;
    }
    forced++;
    pending = Arrays.copyOf(pending, pending.length + 1);
    pending[pending.length - 1] = token;
    append(token, null);
  }

  /** Returns guesses that the constraint allows, as far as the budget goes. */
  private int[] draft() {
    int[] guesses = PromptLookup.guess(history, Math.min(options.draftTokens(), left() - 1));
    int allowed = 0;
    while (allowed < guesses.length
        && vocabulary.isText(guesses[allowed])
        && guard.accept(guesses[allowed])) {
      allowed++;
    }
    guard.rollback(allowed);
    return Arrays.copyOf(guesses, allowed);
  }

  private int left() {
    return Math.max(0, budget - output.size());
  }

  private void finish(FinishReason why) {
    if (reason == null) {
      reason = why;
      end = System.nanoTime();
      drafts = NONE;
    }
  }

  /** Returns what is new since the last call. */
  Piece piece() {
    String fresh = reason == null ? text.take() : text.takeRest();
    Piece piece = new Piece(fresh, output.toList(given));
    given = output.size();
    return piece;
  }

  /** Returns the outcome of a finished generation. */
  Generated result() {
    if (reason == null) {
      throw new IllegalStateException("the generation is not finished");
    }
    text.takeRest();
    return new Generated(
        text.text(),
        output.toList(0),
        reason,
        guard.isComplete(),
        scores,
        new Statistics(
            promptTokens,
            output.size(),
            forced,
            evaluations,
            evaluated,
            draftsTried,
            draftsKept,
            guard.nanos(),
            end - start));
  }

  int outputSize() {
    return output.size();
  }
}
