/**
 * Sets of JSON values: formulas over subschemas, their normal forms by type, and the algebra of
 * both: intersection, union, complement, membership, emptiness, least lengths.
 *
 * <p>Imports {@code dev.strait.values} and {@code dev.strait.schema.graph}.
 */
@NullMarked
package dev.strait.schema.set;

import org.jspecify.annotations.NullMarked;
