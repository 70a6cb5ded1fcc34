package dev.strait.constraint;

import org.jspecify.annotations.Nullable;

/**
 * What the tokens at some {@link Tails} can do from one node over a bottomless stack.
 *
 * @param parts the ids of the tokens that end inside the node's rule (or its callees)
 * @param exits where in tokens the rule can have ended, with something of the token left; null for
 *     nowhere
 * @param suspects ids that a later check must decide one by one
 * @param suspectExits exits that only suspects reach, or null
 */
record Walk(Part[] parts, @Nullable Tails exits, int[] suspects, @Nullable Tails suspectExits) {

  static final Walk NOTHING = new Walk(new Part[0], null, new int[0], null);
}
