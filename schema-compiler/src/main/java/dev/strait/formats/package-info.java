/**
 * The formats of JSON Schema as byte automata, each written from its RFC and built when first used.
 *
 * <p>Imports {@code dev.strait.automaton} and {@code dev.strait.regex}.
 */
@NullMarked
package dev.strait.formats;

import org.jspecify.annotations.NullMarked;
