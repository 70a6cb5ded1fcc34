/**
 * The decoding loop: sessions, single and batched generations, beam search.
 *
 * <p>Imports {@code dev.strait.vocabulary}, {@code dev.strait.constraint} and {@code
 * dev.strait.llama.model}; it knows no runtime.
 */
@NullMarked
package dev.strait.llama.generate;

import org.jspecify.annotations.NullMarked;
