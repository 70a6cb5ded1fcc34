/**
 * The tokenizer lab: tokenizers of several makes behind one interface, compared by tokens and cost,
 * and shown token by token.
 *
 * <p>Imports the console and report packages, {@code dev.strait.llama} for GGUF files, and jtokkit.
 */
@NullMarked
package dev.strait.examples.tokenizers;

import org.jspecify.annotations.NullMarked;
