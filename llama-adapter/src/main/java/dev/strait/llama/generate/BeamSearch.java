package dev.strait.llama.generate;

import dev.strait.constraint.Constraint;
import dev.strait.llama.model.BudgetException;
import dev.strait.llama.model.ContextFullException;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.TokenBatch;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Beam search under a constraint: the n likeliest beginnings are followed side by side, and the
 * likeliest complete output wins.
 *
 * <p>An output's score is the sum of its tokens' log probabilities, the end-of-generation token's
 * included, over (tokens + 1)^lengthPenalty. Probabilities are the model's own, over all tokens. Of
 * several ways to write one text, the likeliest counts.
 */
public final class BeamSearch {

  private final Workspace workspace;
  private final ModelContext context;
  private final Vocabulary vocabulary;
  private final int width;
  private final double lengthPenalty;

  /**
   * An output found.
   *
   * @param text the output
   * @param tokens its tokens
   * @param logProbability natural logarithm of its probability
   * @param score what it was ranked by
   */
  public record Found(String text, List<Integer> tokens, double logProbability, double score) {

    /** Freezes the list. */
    public Found {
      tokens = List.copyOf(tokens);
    }
  }

  /** A beginning that is followed. */
  private record Beam(Guard guard, List<Integer> tokens, double logProbability, int sequence) {}

  /** A possible next step; an end of generation if {@code token} is one. */
  private record Step(Beam from, int token, double logProbability) {}

  /**
   * Makes a search that uses free sequences of a workspace: 2 * width of them.
   *
   * @param width beams, at least 1
   * @param lengthPenalty 0 prefers short outputs, 1 ranks by the mean; 0 to 10
   */
  public BeamSearch(Workspace workspace, int width, double lengthPenalty) {
    if (width < 1 || !(lengthPenalty >= 0 && lengthPenalty <= 10)) {
      throw new IllegalArgumentException("no such beams: " + width + ", " + lengthPenalty);
    }
    this.workspace = workspace;
    this.context = workspace.context();
    this.vocabulary = context.model().vocabulary();
    this.width = width;
    this.lengthPenalty = lengthPenalty;
  }

  /**
   * Returns the best outputs, at most {@code width}, the best first.
   *
   * @param prompt tokens before the output, at least one
   * @param constraint what the outputs must obey; null for free text
   * @param maxTokens most tokens of an output
   * @throws BudgetException if the smallest complete output does not fit
   * @throws ContextFullException if there are not enough sequences or cells
   */
  public List<Found> search(int[] prompt, @Nullable Constraint constraint, int maxTokens) {
    if (prompt.length == 0 || maxTokens < 0) {
      throw new IllegalArgumentException("a prompt and a budget are needed");
    }
    try (Ownership.Hold hold = context.hold()) {
      Run run = new Run(maxTokens);
      try {
        return run.search(prompt.clone(), new Guard(vocabulary, constraint));
      } finally {
        run.release();
      }
    }
  }

  /** One search; sequences alternate between the present beams and the next. */
  private final class Run {
    private int budget;
    private final List<Integer> sequences = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private final TokenBatch batch = new TokenBatch();
    private List<Beam> beams = List.of();

    Run(int maxTokens) {
      if (workspace.free() < 2 * width || context.batchSize() < width) {
        throw new ContextFullException(
            width + " beams need " + 2 * width + " free sequences, and batches of " + width);
      }
      for (int i = 0; i < 2 * width; i++) {
        sequences.add(workspace.take());
      }
      this.budget = maxTokens;
    }

    List<Found> search(int[] prompt, Guard guard) {
      int room = (context.capacity() - context.used() - prompt.length) / width;
      budget = Math.min(budget, Math.max(0, room));
      if (Guard.first(guard.mask(budget)) < 0) {
        throw new BudgetException("no complete output fits into " + budget + " tokens");
      }
      int row = evaluatePrompt(prompt);
      Beam first = new Beam(guard, List.of(), 0, sequences.get(0));
      List<Step> steps = new ArrayList<>();
      addSteps(steps, first, row);
      while (true) {
        beams = take(steps);
        if (beams.isEmpty() || isSettled()) {
          found.sort(Comparator.comparingDouble(Found::score).reversed());
          return List.copyOf(found.subList(0, Math.min(width, found.size())));
        }
        steps = next();
      }
    }

    private int evaluatePrompt(int... prompt) {
      int last = -1;
      for (int from = 0; from < prompt.length; from += context.batchSize()) {
        batch.clear();
        int to = Math.min(prompt.length, from + context.batchSize());
        for (int i = from; i < to; i++) {
          last = batch.add(prompt[i], sequences.get(0), i == prompt.length - 1);
        }
        context.evaluate(batch);
      }
      return last;
    }

    private List<Step> next() {
      batch.clear();
      for (Beam beam : beams) {
        batch.add(beam.tokens().get(beam.tokens().size() - 1), beam.sequence(), true);
      }
      context.evaluate(batch);
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < beams.size(); i++) {
        addSteps(steps, beams.get(i), i);
      }
      return steps;
    }

    /** Adds the likeliest allowed tokens after a beam: as many as there are beams, and ends. */
    private void addSteps(List<Step> steps, Beam beam, int row) {
      long[] mask = beam.guard().mask(Math.max(0, budget - beam.tokens().size())).clone();
      Logits logits = context.logits(row);
      double all = logits.logSum();
      for (int i = 0; i < 2 * width; i++) {
        int token = logits.best(mask);
        if (token < 0) {
          break;
        }
        mask[token >>> 6] &= ~(1L << token);
        steps.add(new Step(beam, token, beam.logProbability() + logits.get(token) - all));
      }
    }

    /** Keeps the best steps: ends are noted, the others become the new beams. */
    private List<Beam> take(List<Step> steps) {
      steps.sort(Comparator.comparingDouble(Step::logProbability).reversed());
      List<Step> kept = new ArrayList<>();
      for (Step step : steps) {
        if (kept.size() == width) {
          break;
        }
        if (step.from().guard().ends(step.token())) {
          note(step);
        } else if (!isFull(step)) {
          kept.add(step);
        }
      }
      return move(kept);
    }

    /** Without a constraint an output that has used up its budget goes no further. */
    private boolean isFull(Step step) {
      boolean full = step.from().tokens().size() >= budget;
      return full && step.from().guard().matcher() == null;
    }

    private List<Beam> move(List<Step> kept) {
      List<Integer> old = new ArrayList<>();
      for (int sequence : sequences) {
        if (context.length(sequence) > 0) {
          old.add(sequence);
        }
      }
      List<Integer> empty = new ArrayList<>(sequences);
      empty.removeAll(old);
      List<Beam> next = new ArrayList<>();
      for (Step step : kept) {
        int target = empty.remove(0);
        context.copy(step.from().sequence(), target);
        Guard guard = step.from().guard().fork();
        guard.accept(step.token());
        List<Integer> tokens = new ArrayList<>(step.from().tokens());
        tokens.add(step.token());
        next.add(new Beam(guard, tokens, step.logProbability(), target));
      }
      old.forEach(sequence -> context.truncate(sequence, 0));
      return next;
    }

    private void note(Step step) {
      List<Integer> tokens = step.from().tokens();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int token : tokens) {
        if (vocabulary.isText(token)) {
          bytes.writeBytes(vocabulary.bytes(token));
        }
      }
      double score = score(step.logProbability(), tokens.size());
      String text = bytes.toString(StandardCharsets.UTF_8);
      Found fresh = new Found(text, tokens, step.logProbability(), score);
      if (found.stream().noneMatch(other -> other.text().equals(text) && other.score() >= score)) {
        found.removeIf(other -> other.text().equals(text));
        found.add(fresh);
      }
    }

    /** Nothing that is still followed can become better than the worst of enough outputs. */
    private boolean isSettled() {
      if (found.size() < width) {
        return false;
      }
      double worst =
          found.stream()
              .map(Found::score)
              .sorted(Comparator.reverseOrder())
              .skip(width - 1L)
              .findFirst()
              .orElseThrow();
      return beams.stream().allMatch(beam -> score(beam.logProbability(), budget) <= worst);
    }

    private double score(double logProbability, int tokens) {
      return logProbability / Math.pow(tokens + 1.0, lengthPenalty);
    }

    void release() {
      for (int sequence : sequences) {
        try {
          workspace.release(sequence);
        } catch (dev.strait.llama.model.ClosedException e) {
          return; // the context went first and took the sequences along
        }
      }
    }
  }
}
