package dev.strait.constraint;

import dev.strait.vocabulary.TokenKind;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Whether a configuration can be finished in whole tokens, and with how few, for vocabularies that
 * lack some single bytes. (Where every byte is a token, whatever can be finished in bytes can be
 * finished in tokens.)
 *
 * <p>Mostly that is proved ({@link SpellingProof}), a rule at a time. Where it is not, for instance
 * since it depends on the text of a key which keys may still come, an A* search decides: over
 * configurations and what of a token has been read, a byte at a time, guided by the tokens that
 * surely are needed and ended where tokens are known to suffice. Both have bounds, small ones
 * first. Answers are exact, so they cannot depend on what was asked before; where the largest bound
 * is met there is none but a {@link LimitException}.
 */
final class Spelling {

  /** What {@link #tokens} returns for a configuration that cannot be finished. */
  static final long NEVER = SpellingProof.NEVER;

  /**
   * How much is done for one question.
   *
   * @param places most places that a proof looks at
   * @param expanded most visits from which a search goes on
   * @param opened most visits that a search keeps
   */
  record Effort(int places, int expanded, int opened) {}

  private static final Effort[] EFFORTS = {
    new Effort(2_000, 300, 50_000), new Effort(20_000, 3_000, 200_000)
  };

  /** Entries that a visit takes. */
  private static final int WEIGHT = 3;

  /** A configuration after some bytes, and how far into a token they lead. */
  private record Spot(Configuration at, int state) {}

  /**
   * A way to a spot.
   *
   * @param tokens tokens read
   * @param atLeast tokens read and surely needed
   */
  private record Visit(Spot spot, long tokens, long atLeast, @Nullable Visit before) {}

  private final SpellingProof.Pair proof;
  private final ScarceBytes bytes;
  private final Effort effort;
  private final Stepper stepper;

  /** Whether any end will do. */
  private final boolean any;

  private final Map<Spot, Long> best = new HashMap<>();
  private final PriorityQueue<Visit> open = new PriorityQueue<>(Spelling::order);
  private int expanded;
  private long enough = NEVER;
  private @Nullable LimitException tooDeep;

  private Spelling(Universe universe, int level, boolean any) {
    this.proof = universe.spelling(level);
    this.bytes = universe.index.scarceBytes();
    this.effort = EFFORTS[level];
    this.stepper = new Stepper(universe);
    this.any = any;
  }

  /** The fewest tokens first, of those the one that is furthest. */
  private static int order(Visit a, Visit b) {
    int order = Long.compare(a.atLeast, b.atLeast);
    return order != 0 ? order : Long.compare(b.tokens, a.tokens);
  }

  /** Returns the proofs of a universe for each effort. */
  static SpellingProof.Pair[] proofs(Universe universe) {
    SpellingProof.Pair[] proofs = new SpellingProof.Pair[EFFORTS.length];
    for (int level = 0; level < proofs.length; level++) {
      proofs[level] = SpellingProof.Pair.of(universe, EFFORTS[level].places);
    }
    return proofs;
  }

  /**
   * Returns whether an end can be spelled.
   *
   * @throws LimitException if that is not found out within bounds
   */
  static boolean isPossible(Configuration from) {
    return decide(from, true) != NEVER;
  }

  /**
   * Returns the least number of tokens to an end, or {@link #NEVER}. Tokens that shorter ones can
   * spell are not counted on.
   *
   * @throws LimitException if that is not found out within bounds
   */
  static long tokens(Configuration from) {
    return decide(from, false);
  }

  private static long decide(Configuration from, boolean any) {
    for (int level = 0; level < EFFORTS.length; level++) {
      Long decided = new Spelling(from.universe, level, any).decide(from);
      if (decided != null) {
        return decided;
      }
    }
    throw new LimitException(
        "whether the vocabulary can spell an end is not known after "
            + EFFORTS[EFFORTS.length - 1].expanded
            + " steps; add single bytes to it, or bound the grammar");
  }

  /** Returns the tokens to an end, any number if any end will do; null where bounds are met. */
  private @Nullable Long decide(Configuration from) {
    open(new Spot(from, ScarceBytes.BETWEEN), 0, null);
    while (!open.isEmpty() && open.element().atLeast < enough && !(any && enough < NEVER)) {
      Visit visit = open.poll();
      if (visit.tokens <= best.getOrDefault(visit.spot, NEVER)) {
        if (++expanded > effort.expanded || best.size() > effort.opened) {
          return null;
        }
        expand(visit);
      }
    }
    return enough == NEVER ? impossible() : (Long) enough;
  }

  /** Nothing seen leads to an end, if no way was left out. */
  private Long impossible() {
    if (tooDeep != null) {
      throw tooDeep;
    }
    for (Spot spot : best.keySet()) {
      if (spot.state == ScarceBytes.BETWEEN) {
        spot.at.learnUnspellable();
      }
    }
    return NEVER;
  }

  private void open(Spot spot, long tokens, @Nullable Visit before) {
    if (tokens >= best.getOrDefault(spot, NEVER)) {
      return;
    }
    long known = spot.state == ScarceBytes.BETWEEN ? known(spot.at) : -1;
    if (known < 0 && any) {
      known = proof.atMost(spot.at, spot.state, NEVER - 1) == NEVER ? -1 : 0;
    }
    long atLeast = known >= 0 ? known : proof.atLeast(spot.at, spot.state);
    if (atLeast == NEVER) {
      return;
    }
    if (known < 0 && !any) {
      known = proof.atMost(spot.at, spot.state, atLeast);
    }
    if (known >= 0 && known < NEVER) {
      end(Stack.sum(tokens, known), before);
    }
    if (atLeast != known) {
      best.put(spot, tokens);
      spot.at.universe.weigh(WEIGHT);
      open.add(new Visit(spot, tokens, Stack.sum(tokens, atLeast), before));
    }
  }

  /** Returns what is known of the tokens to an end, {@link #NEVER} for none; -1 for nothing. */
  private long known(Configuration at) {
    if (at.isKnownUnspellable()) {
      return NEVER;
    }
    boolean ends = at.isComplete() || (any && at.isKnownSpellable());
    return ends ? 0 : at.knownTokens();
  }

  /** An end is found after so many tokens, beyond a visit. */
  private void end(long tokens, @Nullable Visit last) {
    enough = Math.min(enough, tokens);
    for (Visit v = last; v != null; v = v.before) {
      if (v.spot.state == ScarceBytes.BETWEEN) {
        v.spot.at.learnSpellable();
      }
    }
  }

  private void expand(Visit visit) {
    Configuration at = visit.spot.at;
    for (int way = 0; way < bytes.ways(visit.spot.state); way++) {
      Configuration next = afterOrNull(at, bytes.label(visit.spot.state, way));
      if (next != null) {
        int tokens = bytes.tokens(visit.spot.state, way);
        Spot spot = new Spot(next, bytes.target(visit.spot.state, way));
        open(spot, visit.tokens + tokens, visit);
      }
    }
    if (visit.spot.state == ScarceBytes.BETWEEN) {
      IntBuffer controls = new IntBuffer();
      stepper.addControls(at, controls);
      for (int i = 0; i < controls.size; i++) {
        Configuration next = afterOrNull(at, Node.CONTROL + controls.items[i]);
        if (next != null) {
          open(new Spot(next, ScarceBytes.BETWEEN), visit.tokens + 1, visit);
        }
      }
    }
  }

  private @Nullable Configuration afterOrNull(Configuration at, int symbol) {
    try {
      stepper.load(at);
      return stepper.read(symbol) ? stepper.toConfiguration() : null;
    } catch (LimitException e) {
      tooDeep = e;
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
