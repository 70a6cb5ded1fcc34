package dev.strait.constraint;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything the recogniser knows after a prefix: a set of (node, stack set) items, and the text of
 * the open captures. Interned by its {@link Universe}; immutable but for what is remembered.
 */
final class Configuration {
  final Universe universe;

  /** Items by ascending node id; parallel to {@link #stacks}; each node once. Never empty. */
  final Node[] nodes;

  final Stack[] stacks;

  /** The text read since the outermost open capture began, or null if none is open. */
  final @Nullable Text text;

  private final int hash;
  private final Successors successors = new Successors();
  private @Nullable Mask mask;
  private @Nullable Mask byteMask;
  private @Nullable Budget budget;
  private int spellable;
  private int complete;
  private long shortest = -1;
  private long tokens = -1;
  private long worst = -1;

  /** Keeps the arrays; they must be sorted by node id. */
  Configuration(Universe universe, Node[] nodes, Stack[] stacks, @Nullable Text text) {
    this.universe = universe;
    this.nodes = nodes;
    this.stacks = stacks;
    this.text = text;
    int h = text == null ? 1 : System.identityHashCode(text);
    for (int i = 0; i < nodes.length; i++) {
      h = (h * 31 + nodes[i].id * 0x9e3779b9) * 31 + stacks[i].id * 0x85ebca6b;
    }
    this.hash = h ^ h >>> 15;
  }

  static Configuration initial(Universe universe, Node start) {
    return universe.intern(
        new Configuration(universe, new Node[] {start}, new Stack[] {universe.bottom}, null));
  }

  /** Returns the configuration after a token if it is remembered. */
  @Nullable Configuration after(int token) {
    return successors.get(token);
  }

  void remember(int token, Configuration next) {
    if (universe.limits.remembersWalks()) {
      successors.put(token, next);
      universe.weigh(1);
    }
  }

  /** Returns the tokens allowed next, end-of-generation tokens included. */
  Mask mask() {
    Mask known = mask;
    if (known == null) {
      known = byteMask();
      if (!universe.index.hasAllBytes) {
        known = known.without(Spelling.deadEnds(this));
      }
      mask = known;
    }
    return known;
  }

  /** Returns the tokens allowed next as far as their bytes are concerned. */
  Mask byteMask() {
    Mask known = byteMask;
    if (known == null) {
      known = Mask.of(this);
      byteMask = known;
    }
    return known;
  }

  /**
   * Returns whether the language's end can be reached from here in whole tokens.
   *
   * @throws LimitException if that is not found out within bounds
   */
  boolean isSpellable() {
    if (universe.index.hasAllBytes) {
      return true;
    }
    if (spellable == 0) {
      spellable = Spelling.isPossible(this) ? 1 : -1;
    }
    return spellable > 0;
  }

  /** Returns what is known of {@link #tokens}; -1 for nothing. */
  long knownTokens() {
    return tokens;
  }

  boolean isKnownSpellable() {
    return spellable > 0;
  }

  boolean isKnownUnspellable() {
    return spellable < 0;
  }

  void learnSpellable() {
    spellable = 1;
  }

  void learnUnspellable() {
    spellable = -1;
  }

  /**
   * Returns a number of tokens that suffices to the end: the least where bytes are missing in the
   * vocabulary, of tokens that shorter ones cannot spell; else the bytes.
   *
   * @throws LimitException if that is not found out within bounds
   */
  long tokens() {
    if (universe.index.hasAllBytes) {
      return shortest();
    }
    if (tokens < 0) {
      tokens = isKnownUnspellable() ? Spelling.NEVER : Spelling.tokens(this);
    }
    return tokens;
  }

  /** Returns the allowed tokens by the bytes to an end after each. */
  Budget budget() {
    Budget known = budget;
    if (known == null) {
      known = Budget.of(this);
      budget = known;
    }
    return known;
  }

  /** Returns whether the text so far is of the language. */
  boolean isComplete() {
    if (complete == 0) {
      complete = mayEnd() && new Stepper(universe).canEnd(this) ? 1 : -1;
    }
    return complete > 0;
  }

  /** Returns whether some item's rule can end here; cheap, and mostly false. */
  private boolean mayEnd() {
    for (Node node : nodes) {
      if (node.nullable()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns an upper bound of the fewest bytes to an end after any one allowed token: with more
   * tokens left than that, a budget changes nothing.
   */
  long worst() {
    if (worst < 0) {
      worst = Mask.worst(this);
    }
    return worst;
  }

  /** Returns the bytes of the text that is kept since some call is captured. */
  int textLength() {
    return text == null ? 0 : text.length();
  }

  /** Returns the fewest bytes to the end of the language. */
  long shortest() {
    if (shortest < 0) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < nodes.length; i++) {
        least = Math.min(least, stacks[i].shortest(nodes[i].shortest(), textLength()));
      }
      shortest = least;
    }
    return shortest;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Configuration that
        && hash == that.hash
        && text == that.text
        && same(nodes, that.nodes)
        && same(stacks, that.stacks);
  }

  private static boolean same(Object[] a, Object[] b) {
    if (a.length != b.length) {
      return false;
    }
    for (int i = 0; i < a.length; i++) {
      if (a[i] != b[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(nodes) + " / " + Arrays.toString(stacks);
  }
}
