/**
 * Constrained decoding through llama.cpp; the work is done in the packages below.
 *
 * <p>In reading order: {@code gguf} (model files), {@code model} (the seam: what a decoder needs of
 * a model), {@code cpp} (llama.cpp behind that seam), {@code generate} (the decoding loop), {@code
 * extract} (Java types in, values out).
 *
 * <p>There is no module descriptor, only an automatic module name: {@code de.kherud:llama} and some
 * libraries of the schema compiler are jars without one, whose module names would come from their
 * file names; a descriptor that requires such names breaks its users when a file is renamed.
 */
@NullMarked
package dev.strait.llama;

import org.jspecify.annotations.NullMarked;
