/**
 * Constrained decoding through llama.cpp; the work is done in the packages below.
 *
 * <p>In reading order: {@code gguf} (model files), {@code model} (the seam: what a decoder needs of
 * a model), {@code cpp} (llama.cpp behind that seam), {@code generate} (the decoding loop), {@code
 * extract} (Java types in, values out).
 */
@NullMarked
package dev.strait.llama;

import org.jspecify.annotations.NullMarked;
