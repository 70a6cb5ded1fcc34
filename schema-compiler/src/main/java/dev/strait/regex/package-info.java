/**
 * Regular expressions of ECMA-262 with the {@code u} flag: text to tree to byte automaton, with
 * look-around exact and back-references refused.
 *
 * <pre>{@code
 * Regex year = Regex.parse("(19|20)\\d\\d");
 * ByteDfa whole = year.whole(); // the texts that match from end to end
 * }</pre>
 *
 * <p>Imports {@code dev.strait.automaton}.
 */
@NullMarked
package dev.strait.regex;

import org.jspecify.annotations.NullMarked;
