/**
 * Typed extraction: a Java type in, a prompt in, a value of that type out.
 *
 * <p>Last package of the module's line; may import all the others, and {@code dev.strait.schema}.
 */
@NullMarked
package dev.strait.llama.extract;

import org.jspecify.annotations.NullMarked;
