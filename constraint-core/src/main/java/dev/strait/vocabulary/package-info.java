/**
 * A model's tokens as bytes: what may be masked.
 *
 * <p>First package of the line; imports no other package of Strait.
 */
@NullMarked
package dev.strait.vocabulary;

import org.jspecify.annotations.NullMarked;
