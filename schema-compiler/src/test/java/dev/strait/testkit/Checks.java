package dev.strait.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The properties of every constraint, whatever its grammar. Each check throws an {@link
 * AssertionError} that says where it fails.
 */
public final class Checks {
  private static final int FREE_STEPS = 40;
  private static final long MOST_STEPS = 20_000;

  private Checks() {}

  /** Returns the constraint over the 256 single bytes and one end, id 256. */
  public static Constraint overBytes(Rule<?> rule) {
    return Constraint.compile(rule, TokenSets.BYTES, Limits.defaults());
  }

  /** Returns whether a text is accepted: all its bytes are, and the end is allowed. */
  public static boolean accepts(Constraint constraint, byte[] text) {
    Matcher matcher = constraint.matcher();
    return matcher.acceptBytes(text) && matcher.isComplete();
  }

  /**
   * Walks at random over allowed tokens, then ends by the shortest way. Checks on the way that no
   * mask is empty before the end, that each is what asking for every token says, that tokens
   * refused are outside it, and that the shortest completion completes.
   *
   * @return the text, without control tokens
   */
  public static byte[] alive(Constraint constraint, Dice dice) {
    Matcher matcher = constraint.matcher();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < FREE_STEPS && !matcher.isFinished(); i++) {
      BitSet mask = mask(matcher);
      require(!mask.isEmpty(), "the mask is empty", text);
      if (dice.once(4)) {
        maskIsExact(matcher, mask, text);
      }
      step(matcher, choose(mask, constraint.vocabulary(), dice), text);
    }
    if (!matcher.isFinished()) {
      completes(matcher, text);
      end(matcher, dice, text);
    }
    return text.toByteArray();
  }

  /** Ends a text by the example, or where the vocabulary cannot spell it within a budget. */
  private static void end(Matcher matcher, Dice dice, ByteArrayOutputStream text) {
    byte[] rest = matcher.exampleCompletion(1 << 20);
    if (rest.length == 0 || matcher.fork().acceptBytes(rest)) {
      text.writeBytes(rest);
      return;
    }
    long budget = matcher.sufficientTokens();
    require(budget <= MOST_STEPS, "no short end: " + budget + " tokens", text);
    spend(matcher, (int) budget, dice, text);
  }

  /**
   * Walks at random within a budget of tokens, as many as suffice and up to {@code more} besides,
   * and checks that the text ends in time and that budgeted masks are parts of the whole ones.
   */
  public static byte[] budgeted(Constraint constraint, Dice dice, int more) {
    Matcher matcher = constraint.matcher();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    long budget = matcher.sufficientTokens() + dice.between(0, more);
    require(budget <= MOST_STEPS, "no short end: " + budget + " tokens", text);
    spend(matcher, (int) budget, dice, text);
    return text.toByteArray();
  }

  private static void spend(Matcher matcher, int budget, Dice dice, ByteArrayOutputStream text) {
    Vocabulary vocabulary = matcher.constraint().vocabulary();
    for (int left = budget; !matcher.isFinished(); left--) {
      require(left >= 0, "the budget of " + budget + " is spent", text);
      BitSet within = budgetMask(matcher, left);
      require(!within.isEmpty(), "the budgeted mask is empty with " + left + " left", text);
      BitSet outside = (BitSet) within.clone();
      outside.andNot(mask(matcher));
      require(outside.isEmpty(), "budgeted tokens are not allowed: " + outside, text);
      step(matcher, choose(within, vocabulary, dice), text);
    }
  }

  private static void completes(Matcher matcher, ByteArrayOutputStream text) {
    Matcher other = matcher.fork();
    if (hasControls(matcher.constraint().vocabulary())) {
      return;
    }
    byte[] rest = other.exampleCompletion(1 << 20);
    boolean spells = rest.length == 0 || other.fork().acceptBytes(rest);
    if (!spells && lacksBytes(other.constraint().vocabulary())) {
      return;
    }
    require(rest.length <= other.shortestCompletion(), "the example is longer than said", text);
    require(
        (rest.length == 0 || other.acceptBytes(rest)) && other.isComplete(),
        "the example " + new String(rest, UTF_8) + " completes nothing",
        text);
  }

  private static boolean lacksBytes(Vocabulary vocabulary) {
    BitSet single = new BitSet();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isText(id) && vocabulary.byteLength(id) == 1) {
        single.set(vocabulary.byteAt(id, 0));
      }
    }
    return single.cardinality() < 256;
  }

  private static boolean hasControls(Vocabulary vocabulary) {
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.kind(id) == TokenKind.CONTROL && !vocabulary.isEndOfGeneration(id)) {
        return true;
      }
    }
    return false;
  }

  private static void step(Matcher matcher, int token, ByteArrayOutputStream text) {
    Vocabulary vocabulary = matcher.constraint().vocabulary();
    require(matcher.accept(token), "token " + token + " of the mask is refused", text);
    if (vocabulary.kind(token) == TokenKind.NORMAL && !vocabulary.isEndOfGeneration(token)) {
      text.writeBytes(vocabulary.bytes(token));
    }
  }

  private static int choose(BitSet mask, Vocabulary vocabulary, Dice dice) {
    int[] ids = mask.stream().toArray();
    int[] ends = mask.stream().filter(vocabulary::isEndOfGeneration).toArray();
    if (ends.length > 0 && dice.once(5)) {
      return ends[0];
    }
    int[] long_ = mask.stream().filter(id -> vocabulary.byteLength(id) > 1).toArray();
    int[] from = long_.length > 0 && dice.once(2) ? long_ : ids;
    return from[dice.between(0, from.length - 1)];
  }

  /**
   * Checks that going back and going on elsewhere leave no trace: a fork and a matcher rolled back
   * have the mask, and the further life, that the matcher had.
   */
  public static void rollback(Constraint constraint, Dice dice) {
    Matcher matcher = constraint.matcher();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int round = 0; round < 6 && !matcher.isFinished(); round++) {
      BitSet before = mask(matcher);
      boolean complete = matcher.isComplete();
      Matcher fork = matcher.fork();
      int steps = wander(fork, dice.between(1, 6), dice);
      require(mask(matcher).equals(before), "a fork changed its origin", text);
      fork.rollback(steps);
      require(mask(fork).equals(before), "rolled back, the mask differs", text);
      require(fork.isComplete() == complete, "rolled back, completeness differs", text);
      require(fork.shortestCompletion() == matcher.shortestCompletion(), "lengths differ", text);
      step(matcher, choose(before, constraint.vocabulary(), dice), text);
    }
  }

  private static int wander(Matcher matcher, int most, Dice dice) {
    int steps = 0;
    while (steps < most && !matcher.isFinished()) {
      step(
          matcher,
          choose(mask(matcher), matcher.constraint().vocabulary(), dice),
          new ByteArrayOutputStream());
      steps++;
    }
    return steps;
  }

  /**
   * Checks, in the states of a random walk, that the mask is what single bytes say: a token is
   * allowed if and only if each of its bytes is, one after the other. The vocabulary must be able
   * to spell every text.
   */
  public static void maskEqualsBytes(Rule<?> rule, Vocabulary vocabulary, Dice dice) {
    Matcher matcher = Constraint.compile(rule, vocabulary, Limits.defaults()).matcher();
    Matcher bytes = overBytes(rule).matcher();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < 12 && !matcher.isFinished(); i++) {
      BitSet mask = mask(matcher);
      maskIsExact(matcher, mask, text);
      for (int id = 0; id < vocabulary.size(); id++) {
        if (vocabulary.kind(id) == TokenKind.NORMAL && vocabulary.isText(id)) {
          boolean byBytes = reads(bytes, vocabulary.bytes(id));
          require(mask.get(id) == byBytes, "bytes say " + byBytes + " to " + id, text);
        }
      }
      int token = choose(mask, vocabulary, dice);
      step(matcher, token, text);
      if (!vocabulary.isEndOfGeneration(token)) {
        require(bytes.acceptBytes(vocabulary.bytes(token)), "bytes refuse " + token, text);
      }
    }
  }

  private static boolean reads(Matcher bytes, byte[] token) {
    Matcher fork = bytes.fork();
    for (byte b : token) {
      if (!fork.accept(b & 0xff)) {
        return false;
      }
    }
    return true;
  }

  private static void maskIsExact(Matcher matcher, BitSet mask, ByteArrayOutputStream text) {
    Vocabulary vocabulary = matcher.constraint().vocabulary();
    for (int id = 0; id < vocabulary.size(); id++) {
      boolean allowed = matcher.isAllowed(id);
      require(mask.get(id) == allowed, "the mask differs from isAllowed at " + id, text);
      if (allowed || id % 8 == 0) {
        Matcher fork = matcher.fork();
        require(fork.accept(id) == allowed, "accept differs from isAllowed at " + id, text);
      }
    }
    int first = mask.stream().filter(vocabulary::isEndOfGeneration).findFirst().orElse(-1);
    require(
        first >= 0 == (matcher.isComplete() && vocabulary.endOfGeneration().length > 0),
        "the end of generation is not allowed just where the text is complete",
        text);
  }

  /**
   * Checks, in the states of a random walk over a vocabulary that lacks single bytes, that a token
   * is allowed if and only if tokens can go on after it to an end, as far as a search can tell; and
   * that no other way to ask says otherwise.
   */
  public static void maskIsWhatTokensCanEnd(Rule<?> rule, Vocabulary vocabulary, Dice dice) {
    Matcher matcher = Constraint.compile(rule, vocabulary, Limits.defaults()).matcher();
    Spelled spelled = new Spelled(rule, vocabulary);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < 8 && !matcher.isFinished(); i++) {
      BitSet mask = mask(matcher);
      maskIsExact(matcher, mask, text);
      for (int id = 0; id < vocabulary.size(); id++) {
        if (vocabulary.isText(id) && (!mask.get(id) || dice.once(4))) {
          byte[] after = Spelled.plus(text.toByteArray(), vocabulary.bytes(id));
          Spelled.Way way = spelled.after(after, 50);
          boolean differs = way == (mask.get(id) ? Spelled.Way.NEVER : Spelled.Way.SURELY);
          require(!differs, "a search finds " + way + " of token " + id, text);
        }
      }
      require(i == 0 || !mask.isEmpty(), "a dead end", text);
      if (mask.isEmpty()) {
        return;
      }
      step(matcher, choose(mask, vocabulary, dice), text);
    }
  }

  /** Checks that two constraints of one rule say the same in the states of a random walk. */
  public static void agree(Constraint one, Constraint other, Dice dice) {
    Matcher a = one.matcher();
    Matcher b = other.matcher();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < 12 && !a.isFinished(); i++) {
      for (int id = one.vocabulary().size() - 1; dice.once(2) && id >= 0; id--) {
        b.isAllowed(id);
      }
      BitSet mask = mask(a);
      require(mask.equals(mask(b)), "masks differ: " + mask + " and " + mask(b), text);
      if (dice.once(4)) {
        maskIsExact(b, mask, text);
      }
      if (mask.isEmpty()) {
        return;
      }
      int token = choose(mask, one.vocabulary(), dice);
      step(b, token, text);
      step(a, token, text);
    }
  }

  private static BitSet mask(Matcher matcher) {
    if (matcher.isFinished()) {
      return new BitSet();
    }
    long[] words = new long[matcher.constraint().vocabulary().maskWords()];
    Arrays.fill(words, -1);
    matcher.mask(words);
    return BitSet.valueOf(words);
  }

  private static BitSet budgetMask(Matcher matcher, int left) {
    long[] words = new long[matcher.constraint().vocabulary().maskWords()];
    Arrays.fill(words, -1);
    matcher.mask(words, left);
    return BitSet.valueOf(words);
  }

  private static void require(boolean holds, String fault, ByteArrayOutputStream text) {
    if (!holds) {
      throw new AssertionError(fault + ", after the text: " + text.toString(UTF_8));
    }
  }
}
