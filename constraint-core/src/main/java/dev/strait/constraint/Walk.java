package dev.strait.constraint;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the tokens at some {@link Tails} can do from one node over a bottomless stack; immutable.
 */
final class Walk {
  private static final AtomicInteger NEXT = new AtomicInteger();

  static final Walk NOTHING = new Walk(new Part[0], null, new int[0], null, true);

  /** A number of its own among all walks. */
  final int id = NEXT.getAndIncrement();

  /** The ids of the tokens that end inside the node's rule (or its callees). */
  final Part[] parts;

  /** Where in tokens the rule can have ended, with something of the token left; null: nowhere. */
  final @Nullable Tails exits;

  /** Ids that a later check must decide one by one. */
  final int[] suspects;

  /** Exits that only suspects reach, or null. */
  final @Nullable Tails suspectExits;

  /** Whether this is kept with the vocabulary, for all constraints. */
  final boolean shared;

  Walk(
      Part[] parts,
      @Nullable Tails exits,
      int[] suspects,
      @Nullable Tails suspectExits,
      boolean shared) {
    this.parts = parts;
    this.exits = exits;
    this.suspects = suspects;
    this.suspectExits = suspectExits;
    this.shared = shared;
  }

  /** Returns whether some tokens must be decided one by one. */
  boolean isDoubtful() {
    return suspects.length > 0 || suspectExits != null;
  }
}
