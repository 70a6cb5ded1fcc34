package dev.strait.examples.generate;

import dev.strait.constraint.Matcher;
import dev.strait.examples.console.CommandException;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.Sampler;
import dev.strait.llama.model.TokenBatch;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one generation token by token and tells what happened at each. The library's own
 * generator is faster; this one is for looking closely.
 *
 * <p>Used once, by one thread.
 */
public final class Decoder {
  private final ModelContext context;
  private final Vocabulary vocabulary;
  private final @Nullable Matcher matcher;
  private final Sampler sampler;
  private final int mostTokens;
  private final int topChoices;
  private final long[] allowed;

  /**
   * A token and how likely it was.
   *
   * @param token its id
   * @param probability 0 to 1
   */
  public record Choice(int token, double probability) {}

  /**
   * What happened at one token.
   *
   * @param token the token taken
   * @param logProbability the natural logarithm of its probability before the mask
   * @param allowedShare how much of the model's probability the mask left, 0 to 1
   * @param allowedTokens how many tokens the mask left
   * @param before the likeliest tokens before the mask
   * @param after the likeliest tokens after the mask
   * @param places where the constraint stood, innermost first; empty without one
   */
  public record Step(
      int token,
      double logProbability,
      double allowedShare,
      int allowedTokens,
      List<Choice> before,
      List<Choice> after,
      List<String> places) {
    /** Freezes the lists. */
    public Step {
      before = List.copyOf(before);
      after = List.copyOf(after);
      places = List.copyOf(places);
    }
  }

  /** Why a generation ended. */
  public enum End {
    /** The model ended it, or nothing more was allowed. */
    COMPLETE,
    /** The token budget was used up. */
    BUDGET
  }

  /**
   * A finished generation.
   *
   * @param steps its tokens, without the one that ended it
   * @param end why it ended
   * @param logProbability the sum over all tokens, the ending one included
   */
  public record Result(List<Step> steps, End end, double logProbability) {
    /** Freezes the list. */
    public Result {
      steps = List.copyOf(steps);
    }

    /** Returns the token ids. */
    public int[] tokens() {
      return steps.stream().mapToInt(Step::token).toArray();
    }

    /** Returns the bytes of all tokens. */
    public byte[] bytes(Vocabulary vocabulary) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (Step step : steps) {
        if (vocabulary.isText(step.token)) {
          out.writeBytes(vocabulary.bytes(step.token));
        }
      }
      return out.toByteArray();
    }
  }

  /**
   * Makes a decoder.
   *
   * @param matcher the constraint, at its start; null for none
   * @param mostTokens the token budget, at least 1; a constraint is brought to its end within it
   * @param topChoices how many of the likeliest tokens each step tells; 0 for none, which is faster
   */
  public Decoder(
      ModelContext context,
      @Nullable Matcher matcher,
      Sampler sampler,
      int mostTokens,
      int topChoices) {
    this.context = context;
    this.vocabulary = context.model().vocabulary();
    this.matcher = matcher;
    this.sampler = sampler;
    this.mostTokens = mostTokens;
    this.topChoices = topChoices;
    this.allowed = new long[vocabulary.maskWords()];
  }

  /**
   * Decodes.
   *
   * @param prompt the tokens to go on from, at least one
   * @param listener told each step as it is taken
   * @throws CommandException if the budget is too small for any valid output
   */
  public Result decode(int[] prompt, Consumer<Step> listener) {
    try (Ownership.Hold hold = context.hold()) {
      int row = evaluate(prompt);
      List<Step> steps = new ArrayList<>();
      double sum = 0;
      while (fillMask(mostTokens - steps.size())) {
        Step step = step(context.logits(row));
        sum += step.logProbability;
        if (vocabulary.isEndOfGeneration(step.token)) {
          return new Result(steps, End.COMPLETE, sum);
        }
        steps.add(step);
        listener.accept(step);
        if (matcher != null && !matcher.accept(step.token)) {
          throw new IllegalStateException("token " + step.token + " was allowed and then refused");
        }
        sampler.accept(step.token);
        row = evaluate(new int[] {step.token});
      }
      End end = steps.size() >= mostTokens ? End.BUDGET : End.COMPLETE;
      return new Result(steps, end, sum);
    }
  }

  private int evaluate(int[] tokens) {
    TokenBatch batch = new TokenBatch();
    for (int i = 0; i < tokens.length; i++) {
      if (batch.size() == context.batchSize()) {
        context.evaluate(batch);
        batch.clear();
      }
      batch.add(tokens[i], 0, i == tokens.length - 1);
    }
    context.evaluate(batch);
    return batch.size() - 1;
  }

  /** Fills the mask; returns whether any token is allowed. */
  private boolean fillMask(int tokensLeft) {
    if (matcher != null) {
      matcher.mask(allowed, Math.max(0, tokensLeft));
      boolean any = Arrays.stream(allowed).anyMatch(word -> word != 0);
      if (!any && !matcher.isComplete()) {
        throw tooSmall(matcher.shortestCompletion(), tokensLeft);
      }
      return any;
    }
    if (tokensLeft <= 0) {
      return false;
    }
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isEndOfGeneration(id) || vocabulary.kind(id) == TokenKind.NORMAL) {
        allowed[id >>> 6] |= 1L << id;
      }
    }
    return true;
  }

  private static CommandException tooSmall(long bytes, int tokens) {
    return CommandException.badInput(
        "the token budget is too small: the shortest valid output has "
            + bytes
            + " bytes, and "
            + tokens
            + " tokens may not be enough for them; raise --max-tokens to "
            + bytes);
  }

  private Step step(Logits logits) {
    double all = logits.logSum();
    double left = logits.logSum(allowed);
    List<Choice> before = topChoices == 0 ? List.of() : top(logits, all, false);
    List<Choice> after = topChoices == 0 ? List.of() : top(logits, left, true);
    List<String> places =
        topChoices == 0 || matcher == null ? List.of() : matcher.explain().places();
    int count = Arrays.stream(allowed).mapToInt(Long::bitCount).sum();
    float[] kept = keep(logits);
    int token = sampler.pick(logits, allowed);
    double share = Math.min(1, Math.exp(left - all));
    return new Step(token, kept[token] - all, share, count, before, after, places);
  }

  /** The numbers before the sampler touches them. */
  private static float[] keep(Logits logits) {
    float[] kept = new float[logits.size()];
    for (int id = 0; id < kept.length; id++) {
      kept[id] = logits.get(id);
    }
    return kept;
  }

  private List<Choice> top(Logits logits, double logSum, boolean masked) {
    PriorityQueue<Choice> best =
        new PriorityQueue<>(Comparator.comparingDouble(Choice::probability));
    for (int id = 0; id < logits.size(); id++) {
      if (!masked || (allowed[id >>> 6] & 1L << id) != 0) {
        offer(best, id, logits.get(id) - logSum);
      }
    }
    List<Choice> sorted = new ArrayList<>();
    while (!best.isEmpty()) {
      Choice least = best.remove();
      sorted.add(0, new Choice(least.token, Math.exp(least.probability)));
    }
    return sorted;
  }

  private void offer(PriorityQueue<Choice> best, int id, double logProbability) {
    Choice least = best.peek();
    if (best.size() < topChoices || least == null || logProbability > least.probability) {
      best.add(new Choice(id, logProbability));
      if (best.size() > topChoices) {
        best.remove();
      }
    }
  }
}
