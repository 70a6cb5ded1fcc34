/**
 * From value sets to rules: the automata of JSON texts, computed state by state.
 *
 * <p>Imports {@code dev.strait.rule}, {@code dev.strait.values} and {@code dev.strait.schema.set}.
 */
@NullMarked
package dev.strait.schema.rules;

import org.jspecify.annotations.NullMarked;
