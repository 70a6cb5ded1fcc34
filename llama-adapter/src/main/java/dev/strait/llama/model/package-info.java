/**
 * The seam to language models: what a decoder needs of one, a model of random numbers that needs no
 * native code, sampling settings, and the errors of all of them.
 *
 * <p>Imports {@code dev.strait.vocabulary} only.
 */
@NullMarked
package dev.strait.llama.model;

import org.jspecify.annotations.NullMarked;
