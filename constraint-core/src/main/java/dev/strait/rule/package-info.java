/**
 * Rules: the named parts of a grammar, each an automaton over bytes and calls of other rules whose
 * states are computed when first asked for.
 *
 * <p>Second package of the line; imports nothing but {@code dev.strait.vocabulary}.
 */
@NullMarked
package dev.strait.rule;

import org.jspecify.annotations.NullMarked;
