package dev.strait.examples.sampling;

import dev.strait.constraint.Matcher;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.TokenBatch;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the likeliest beginnings, all evaluated in one batch, and returns the likeliest finished
 * texts by mean log-probability. Needs a context of twice as many sequences as beams. Used once.
 */
final class BeamSearch {
  private final ModelContext context;
  private final Vocabulary vocabulary;
  private final int beams;
  private final int mostTokens;
  private final long[] allowed;
  private final List<Found> finished = new ArrayList<>();

  /**
   * A text.
   *
   * @param tokens its tokens, without the one that ended it
   * @param logProbability the sum over its tokens and its end
   * @param complete whether it came to its own end
   */
  record Found(int[] tokens, double logProbability, boolean complete) {
    double mean() {
      return logProbability / (tokens.length + (complete ? 1 : 0));
    }
  }

  /** A beginning in a sequence of the context; {@code row} of the last batch has its logits. */
  private record Beam(
      int sequence, int row, int[] tokens, double logProbability, @Nullable Matcher matcher) {}

  private record Candidate(Beam beam, int token, double logProbability) {}

  BeamSearch(ModelContext context, int beams, int mostTokens) {
    this.context = context;
    this.vocabulary = context.model().vocabulary();
    this.beams = beams;
    this.mostTokens = mostTokens;
    this.allowed = new long[vocabulary.maskWords()];
  }

  /** Returns the best texts, complete ones and the likeliest first: one to as many as beams. */
  List<Found> search(int[] prompt, @Nullable Matcher start) {
    try (Ownership.Hold hold = context.hold()) {
      int row = prompt(prompt);
      List<Beam> live = List.of(new Beam(0, row, new int[0], 0, start));
      while (!live.isEmpty() && finished.size() < beams) {
        live = advance(best(live));
      }
      live.forEach(beam -> finished.add(new Found(beam.tokens, beam.logProbability, false)));
      finished.sort(
          Comparator.comparing(Found::complete).thenComparingDouble(Found::mean).reversed());
      return finished.subList(0, Math.min(beams, finished.size()));
    }
  }

  private int prompt(int[] prompt) {
    TokenBatch batch = new TokenBatch();
    for (int i = 0; i < prompt.length; i++) {
      if (batch.size() == context.batchSize()) {
        context.evaluate(batch);
        batch.clear();
      }
      batch.add(prompt[i], 0, i == prompt.length - 1);
    }
    context.evaluate(batch);
    return batch.size() - 1;
  }

  /** The likeliest next tokens of all beams; those that end a text are put aside as finished. */
  private List<Candidate> best(List<Beam> live) {
    List<Candidate> candidates = new ArrayList<>();
    for (Beam beam : live) {
      collect(beam, candidates);
    }
    candidates.sort(Comparator.comparingDouble(candidate -> -candidate.logProbability));
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (kept.size() == beams) {
        break;
      }
      if (vocabulary.isEndOfGeneration(candidate.token)) {
        finished.add(new Found(candidate.beam.tokens, candidate.logProbability, true));
      } else {
        kept.add(candidate);
      }
    }
    return kept;
  }

  private void collect(Beam beam, List<Candidate> to) {
    int left = mostTokens - beam.tokens.length;
    fillMask(beam.matcher, left);
    Logits logits = context.logits(beam.row);
    double all = logits.logSum();
    List<Candidate> own = new ArrayList<>();
    for (int n = 0; n <= beams; n++) {
      int token = logits.best(allowed);
      if (token < 0) {
        break;
      }
      own.add(new Candidate(beam, token, beam.logProbability + logits.get(token) - all));
      allowed[token >>> 6] &= ~(1L << token);
    }
    if (own.isEmpty()) {
      finished.add(new Found(beam.tokens, beam.logProbability, false));
    }
    to.addAll(own);
  }

  private void fillMask(@Nullable Matcher matcher, int left) {
    if (matcher != null) {
      matcher.mask(allowed, Math.max(0, left));
      return;
    }
    Arrays.fill(allowed, 0);
    for (int id = 0; left > 0 && id < vocabulary.size(); id++) {
      if (vocabulary.isEndOfGeneration(id) || vocabulary.kind(id) == TokenKind.NORMAL) {
        allowed[id >>> 6] |= 1L << id;
      }
    }
  }

  /** Gives each candidate a sequence of its own, copied from its beam's, and evaluates all. */
  private List<Beam> advance(List<Candidate> kept) {
    List<Integer> free = new ArrayList<>();
    for (int sequence = 0; sequence < 2 * beams; sequence++) {
      int now = sequence;
      if (kept.stream().noneMatch(candidate -> candidate.beam.sequence == now)) {
        context.truncate(sequence, 0);
        free.add(sequence);
      }
    }
    TokenBatch batch = new TokenBatch();
    List<Beam> next = new ArrayList<>();
    for (Candidate candidate : kept) {
      int sequence = free.remove(free.size() - 1);
      context.copy(candidate.beam.sequence, sequence);
      next.add(follow(candidate, sequence, batch.add(candidate.token, sequence, true)));
    }
    if (batch.size() > 0) {
      context.evaluate(batch);
    }
    return next;
  }

  private static Beam follow(Candidate candidate, int sequence, int row) {
    Beam beam = candidate.beam;
    int[] tokens = Arrays.copyOf(beam.tokens, beam.tokens.length + 1);
    tokens[beam.tokens.length] = candidate.token;
    Matcher matcher = beam.matcher == null ? null : beam.matcher.fork();
    if (matcher != null && !matcher.accept(candidate.token)) {
      throw new IllegalStateException("token " + candidate.token + " allowed, then refused");
    }
    return new Beam(sequence, row, tokens, candidate.logProbability, matcher);
  }
}
