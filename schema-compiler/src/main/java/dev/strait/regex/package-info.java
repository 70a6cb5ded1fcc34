/**
 * Regular expressions of ECMA-262 with the {@code u} flag: text to tree to byte automaton, with
 * look-around exact and back-references refused.
 *
 * <p>Imports {@code dev.strait.automaton}.
 */
@NullMarked
package dev.strait.regex;

import org.jspecify.annotations.NullMarked;
