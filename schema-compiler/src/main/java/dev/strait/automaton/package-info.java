/**
 * Deterministic automata over bytes, and the texts in UTF-8 among them: the algebra that patterns,
 * formats and string sets are computed in.
 *
 * <p>First package of the module; imports nothing of it.
 */
@NullMarked
package dev.strait.automaton;

import org.jspecify.annotations.NullMarked;
