package dev.strait.constraint;

import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One generation's cursor over a {@link Constraint}.
 *
 * <p>Allowed tokens always lead on: whatever allowed token is accepted, a valid end can still be
 * reached, and the mask is never empty before the end. A matcher belongs to one thread at a time;
 * {@link #fork} makes independent ones.
 */
public final class Matcher {

  /** So many enclosing places are explained. */
  private static final int MOST_PLACES = 50;

  /** Forced text longer than this is returned in pieces. */
  private static final int MOST_FORCED = 1 << 16;

  private final Constraint constraint;
  private final VocabularyIndex index;
  private final Vocabulary vocabulary;
  private final int maskWords;
  private final Stepper stepper;
  private Step now;

  /** One accepted symbol; a linked list makes forks and rollbacks cheap. */
  private record Step(Configuration at, boolean finished, int length, @Nullable Step before) {}

  Matcher(Constraint constraint, Configuration start) {
    this(constraint, new Step(start, false, 0, null));
  }

  private Matcher(Constraint constraint, Step now) {
    this.constraint = constraint;
    this.index = constraint.index();
    this.vocabulary = index.vocabulary;
    this.maskWords = vocabulary.maskWords();
    this.stepper = new Stepper(now.at.universe);
    this.now = now;
  }

  /** Returns the constraint. */
  public Constraint constraint() {
    return constraint;
  }

  /**
   * Writes the allowed tokens as a bit set: bit {@code id & 63} of word {@code id >>> 6}. All
   * {@code maskWords()} words are written; words beyond stay as they are.
   *
   * <p>Complexity: a copy of the words where the state was seen before.
   *
   * @throws IllegalArgumentException if the array is shorter than {@code maskWords()}
   * @throws IllegalStateException if the generation is finished
   */
  public void mask(long[] words) {
    checkMask(words);
    now.at.mask().fill(words, maskWords);
  }

  /**
   * Writes the allowed tokens after which a valid end still fits: the output, and not the
   * end-of-generation token, has at most {@code tokensLeft} more tokens, the one to be chosen
   * included. The bound is sound: bytes to the end are counted, and each can be a token.
   *
   * @throws IllegalArgumentException if the array is too short or {@code tokensLeft} is negative
   * @throws IllegalStateException if the generation is finished
   */
  public void mask(long[] words, int tokensLeft) {
    checkMask(words);
    if (tokensLeft < 0) {
      throw new IllegalArgumentException("tokens left must not be negative: " + tokensLeft);
    }
    Budget.fill(now.at, words, maskWords, tokensLeft);
  }

  private void checkMask(long[] words) {
    if (Objects.requireNonNull(words, "words").length < maskWords) {
      throw new IllegalArgumentException(
          "a mask of " + vocabulary + " needs " + maskWords + " words, not " + words.length);
    }
    checkNotFinished();
  }

  private void checkNotFinished() {
    if (now.finished) {
      throw new IllegalStateException("the generation is finished; roll back to go on");
    }
  }

  /**
   * Returns whether a token may come next.
   *
   * @throws IndexOutOfBoundsException if the id is not in the vocabulary
   * @throws IllegalStateException if the generation is finished
   */
  public boolean isAllowed(int token) {
    boolean ends = vocabulary.isEndOfGeneration(token);
    checkNotFinished();
    return (ends && isComplete()) || after(token) != null;
  }

  /**
   * Moves on by a token; a token that is not allowed is refused and the state unchanged.
   *
   * @return whether the token was allowed
   * @throws IndexOutOfBoundsException if the id is not in the vocabulary
   * @throws IllegalStateException if the generation is finished
   */
  public boolean accept(int token) {
    checkNotFinished();
    Configuration known = here().after(token);
    if (known == null && vocabulary.isEndOfGeneration(token) && isComplete()) {
      now = new Step(now.at, true, now.length + 1, now);
      return true;
    }
    return moveTo(known != null ? known : step(now.at, token));
  }

  /**
   * Moves on by bytes, as by one token; if they lead nowhere, or to where the vocabulary cannot
   * spell an end, the state is unchanged. No bytes are accepted and count as one step.
   *
   * @return whether the bytes were accepted
   * @throws IllegalStateException if the generation is finished
   */
  public boolean acceptBytes(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    checkNotFinished();
    stepper.load(here());
    if (!stepper.read(bytes)) {
      return false;
    }
    Configuration next = stepper.toConfiguration();
    return next.isSpellable() && moveTo(next);
  }

  private boolean moveTo(@Nullable Configuration next) {
    if (next == null) {
      return false;
    }
    now = new Step(next, false, now.length + 1, now);
    return true;
  }

  /** Returns the configuration after a token, or null if it is not allowed. */
  private @Nullable Configuration after(int token) {
    Configuration at = here();
    Configuration known = at.after(token);
    return known != null ? known : step(at, token);
  }

  /** Reads a token of which the step is not remembered. */
  private @Nullable Configuration step(Configuration at, int token) {
    stepper.load(at);
    if (!read(token)) {
      return null;
    }
    boolean general = stepper.wasGeneral();
    Configuration next = stepper.isAt(at) ? at : stepper.toConfiguration();
    if (!next.isSpellable()) {
      return null;
    }
    if (general) {
      at.remember(token, next);
    }
    return next;
  }

  private boolean read(int token) {
    return switch (vocabulary.kind(token)) {
      case NORMAL -> vocabulary.isText(token) && stepper.read(index.text(token));
      case CONTROL -> stepper.read(Node.CONTROL + token);
      case UNUSED -> false;
    };
  }

  /** Returns the present configuration, carried over if its universe was given up. */
  Configuration here() {
    Universe universe = constraint.universe();
    if (now.at.universe != universe) {
      Configuration carried = Carrier.carry(now.at, universe);
      now = new Step(carried, now.finished, now.length, now.before);
    }
    return now.at;
  }

  /**
   * Takes back the last {@code n} accepted tokens (or byte runs).
   *
   * @throws IllegalArgumentException if n is negative or more than were accepted
   */
  public void rollback(int n) {
    if (n < 0 || n > now.length) {
      throw new IllegalArgumentException(
          "cannot roll back " + n + " of " + now.length + " accepted steps");
    }
    for (int i = 0; i < n; i++) {
      now = Objects.requireNonNull(now.before);
    }
  }

  /** Returns how many tokens (or byte runs) were accepted and not rolled back. */
  public int length() {
    return now.length;
  }

  /** Returns an independent matcher in the same state. Complexity: O(1). */
  public Matcher fork() {
    return new Matcher(constraint, now);
  }

  /** Returns whether the text so far is complete: an end-of-generation token is allowed. */
  public boolean isComplete() {
    return now.at.isComplete();
  }

  /** Returns whether an end-of-generation token was accepted. */
  public boolean isFinished() {
    return now.finished;
  }

  /**
   * Returns a number of tokens, the end-of-generation token not counted, within which the text can
   * surely be ended: the fewest bytes, or where the vocabulary lacks single bytes the fewest
   * tokens. With at least as many tokens left, a budgeted mask is never empty.
   */
  public long sufficientTokens() {
    return now.at.tokens();
  }

  /** Returns the fewest bytes and control tokens to a valid end; 0 if the text is complete. */
  public long shortestCompletion() {
    return now.at.shortest();
  }

  /**
   * Returns the bytes that are the only way on: each next byte is the only one allowed, and the end
   * is not. Empty if there is a choice. At most 65,536 bytes at a time.
   */
  public byte[] forcedBytes() {
    ByteArrayOutputStream forced = new ByteArrayOutputStream();
    Configuration at = here();
    while (!now.finished && forced.size() < MOST_FORCED) {
      int only = onlyByte(at);
      if (only < 0) {
        break;
      }
      forced.write(only);
      at = afterByte(at, only);
    }
    return forced.toByteArray();
  }

  private int onlyByte(Configuration at) {
    if (at.isComplete()) {
      return -1;
    }
    ByteSet first = new ByteSet();
    stepper.addFirst(at, first);
    IntBuffer controls = new IntBuffer();
    stepper.addControls(at, controls);
    return first.size() == 1 && controls.size == 0 ? first.next(0) : -1;
  }

  private Configuration afterByte(Configuration at, int b) {
    stepper.load(at);
    if (!stepper.read(b)) {
      throw new IllegalStateException("no way on after a byte that was open: " + ByteSet.name(b));
    }
    return stepper.toConfiguration();
  }

  /**
   * Returns an example of a shortest completion: bytes after which the text is complete. Control
   * tokens on the way are left out.
   *
   * @throws LimitException if it is longer than {@code mostBytes}
   */
  public byte[] exampleCompletion(int mostBytes) {
    Configuration at = here();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (!at.isComplete()) {
      if (out.size() >= mostBytes) {
        throw new LimitException("the shortest completion is longer than " + mostBytes + " bytes");
      }
      at = closer(at, out);
    }
    return out.toByteArray();
  }

  /** Returns the configuration after the next symbol of a shortest completion. */
  private Configuration closer(Configuration at, ByteArrayOutputStream out) {
    ByteSet first = new ByteSet();
    stepper.addFirst(at, first);
    Configuration best = null;
    int byBest = -1;
    for (int b = first.next(0); b < 256; b = first.next(b + 1)) {
      stepper.load(at);
      if (stepper.read(b) && (best == null || stepper.shortest() < best.shortest())) {
        best = stepper.toConfiguration();
        byBest = b;
        if (best.shortest() < at.shortest()) {
          break;
        }
      }
    }
    Configuration byControl = best != null && best.shortest() < at.shortest() ? null : control(at);
    if (byControl != null) {
      return byControl;
    }
    if (best == null) {
      throw new IllegalStateException("a rule is not trimmed: no way on at " + explain());
    }
    out.write(byBest);
    return best;
  }

  private @Nullable Configuration control(Configuration at) {
    IntBuffer controls = new IntBuffer();
    stepper.addControls(at, controls);
    Configuration best = null;
    for (int i = 0; i < controls.size; i++) {
      stepper.load(at);
      if (stepper.read(Node.CONTROL + controls.items[i])
          && (best == null || stepper.shortest() < best.shortest())) {
        best = stepper.toConfiguration();
      }
    }
    return best;
  }

  /** Returns where the matcher stands and what may come next. */
  public Explanation explain() {
    Set<String> places = new LinkedHashSet<>();
    for (int i = 0; i < now.at.nodes.length; i++) {
      places.add(now.at.nodes[i].describe());
    }
    Stack below = now.at.stacks[0];
    while (!below.isBottom() && places.size() < MOST_PLACES) {
      Stack frame = below.isUnion() ? below.frames[0] : below;
      Node then = frame.standIn();
      if (then == null || frame.parent == null) {
        break;
      }
      places.add(then.describe());
      below = frame.parent;
    }
    ByteSet first = new ByteSet();
    stepper.addFirst(now.at, first);
    List<String> named = new ArrayList<>(places);
    return new Explanation(named, first.toString(), isComplete(), shortestCompletion());
  }

  /**
   * Returns the canonical print of the state: a line for each rule state that the text may be in
   * with the number of the stack below it, then a line for each stack, at most some hundreds.
   */
  public String print() {
    return new Drawing(now.at).print();
  }

  /** Returns a picture of the state for Graphviz: rule states above the stacks they stand on. */
  public String dot() {
    return new Drawing(now.at).dot();
  }

  @Override
  public String toString() {
    return "Matcher[" + now.length + " steps, " + explain() + "]";
  }
}
