package dev.strait.constraint;

import dev.strait.vocabulary.TokenKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a configuration can be finished in whole tokens, for vocabularies that lack some single
 * bytes. (Where every byte is a token, whatever can be finished in bytes can be finished in
 * tokens.)
 *
 * <p>Mostly that can be proved or disproved ({@link SpellingProof}), a rule at a time. The number
 * of tokens to an end is found by an A* search over configurations, guided by bytes to the end over
 * the longest token's bytes, so that a found number is the least; configurations without an end are
 * left out. Where nothing is proved the search decides too. It is bounded: a configuration for
 * which {@code MOST_EXPANDED} others do not suffice counts as one that cannot be finished within
 * any budget, and where nothing is proved as one that cannot be finished, which may lose an exotic
 * text but never leads into a dead end.
 */
final class Spelling {

  /** Most configurations looked into by one search. */
  private static final int MOST_EXPANDED = 1_000;

  /** Most configurations seen by one search. */
  private static final int MOST_OPENED = 20_000;

  /** Entries that a configuration seen takes, with what is remembered about it. */
  private static final int WEIGHT = 4;

  /** What {@link #tokens} returns for a configuration that cannot be finished. */
  static final long NEVER = Long.MAX_VALUE;

  private record Visit(Configuration at, long tokens, long estimate, @Nullable Visit before) {}

  private final VocabularyIndex index;
  private final Map<Configuration, Long> best = new HashMap<>();
  private final Set<Configuration> closed = new HashSet<>();
  private final PriorityQueue<Visit> open =
      new PriorityQueue<>((a, b) -> Long.compare(a.estimate, b.estimate));

  private Spelling(VocabularyIndex index) {
    this.index = index;
  }

  /** Returns the least number of tokens to an end, or {@link #NEVER}. */
  static long tokens(Configuration from) {
    return new Spelling(from.universe.index).search(from);
  }

  private long search(Configuration from) {
    open(from, 0, null);
    while (!open.isEmpty() && closed.size() < MOST_EXPANDED && best.size() < MOST_OPENED) {
      Visit visit = open.poll();
      if (visit.at.isComplete()) {
        return finish(visit);
      }
      long known = visit.at.knownTokens();
      if (known >= 0) {
        if (known != NEVER) {
          return finish(visit) + known;
        }
      } else if (closed.add(visit.at)) {
        expand(visit);
      }
    }
    if (open.isEmpty()) {
      closed.forEach(dead -> dead.learnTokens(NEVER));
    }
    return NEVER;
  }

  /** Tells every configuration on the path its distance to where the path ends. */
  private static long finish(Visit last) {
    long known = Math.max(0, last.at.knownTokens());
    for (Visit v = last; v != null; v = v.before) {
      v.at.learnTokens(last.tokens - v.tokens + known);
    }
    return last.tokens;
  }

  private void open(Configuration at, long tokens, @Nullable Visit before) {
    Long known = best.get(at);
    if (at.knownTokens() == NEVER || at.spelling() == SpellingProof.Answer.IMPOSSIBLE) {
      return;
    }
    if (known == null || tokens < known) {
      best.put(at, tokens);
      at.universe.weigh(WEIGHT);
      long longest = Math.max(1, index.vocabulary.longestToken());
      long ahead =
          at.knownTokens() >= 0 ? at.knownTokens() : (at.shortest() + longest - 1) / longest;
      open.add(new Visit(at, tokens, Stack.sum(tokens, ahead), before));
    }
  }

  private void expand(Visit visit) {
    for (Configuration next : successors(visit.at)) {
      open(next, visit.tokens + 1, visit);
    }
  }

  private List<Configuration> successors(Configuration at) {
    Set<Configuration> next = new HashSet<>();
    long[] mask = new long[index.vocabulary.maskWords()];
    at.byteMask().fill(mask, mask.length);
    Stepper stepper = new Stepper(at.universe);
    for (int w = 0; w < mask.length; w++) {
      for (long word = mask[w]; word != 0; word &= word - 1) {
        Configuration after = afterOrNull(at, w << 6 | Long.numberOfTrailingZeros(word), stepper);
        if (after != null) {
          next.add(after);
        }
      }
    }
    return new ArrayList<>(next);
  }

  /** Ways that nest deeper than the limits are no ways to an end. */
  private static @Nullable Configuration afterOrNull(Configuration at, int id, Stepper stepper) {
    try {
      return after(at, id, stepper);
    } catch (LimitException tooDeep) {
      return null;
    }
  }

  /** Returns the configuration after a token that the byte mask allows; null for an end. */
  static @Nullable Configuration after(Configuration at, int id, Stepper stepper) {
    VocabularyIndex index = at.universe.index;
    stepper.load(at);
    boolean read =
        index.vocabulary.isText(id)
            ? stepper.read(index.text(id))
            : index.vocabulary.kind(id) == TokenKind.CONTROL && stepper.read(Node.CONTROL + id);
    return read ? stepper.toConfiguration() : null;
  }

  /** Returns the ids of a byte mask after which nothing can be finished in tokens. */
  static int[] deadEnds(Configuration at) {
    VocabularyIndex index = at.universe.index;
    long[] mask = new long[index.vocabulary.maskWords()];
    at.byteMask().fill(mask, mask.length);
    Stepper stepper = new Stepper(at.universe);
    IntBuffer dead = new IntBuffer();
    for (int w = 0; w < mask.length; w++) {
      for (long word = mask[w]; word != 0; word &= word - 1) {
        int id = w << 6 | Long.numberOfTrailingZeros(word);
        Configuration after = after(at, id, stepper);
        if (after != null && !after.isSpellable()) {
          dead.add(id);
        }
      }
    }
    return dead.toArray();
  }
}
