/**
 * Sets of JSON strings and numbers, closed under intersection, union and complement, and the rules
 * of their JSON texts.
 *
 * <pre>{@code
 * TextPolicy policy =
 *     TextPolicy.compact().withEscapes(Escapes.ANY).withNumbers(NumberPolicy.wide());
 * }</pre>
 *
 * <p>Imports {@code dev.strait.rule}, {@code dev.strait.automaton}, {@code dev.strait.regex} and
 * {@code dev.strait.formats}.
 */
@NullMarked
package dev.strait.values;

import org.jspecify.annotations.NullMarked;
