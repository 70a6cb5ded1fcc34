/**
 * llama.cpp in this process: its library is found, loaded and guarded; models and contexts.
 *
 * <p>The C API trusts its caller and ends the process on a wrong number, so every argument is
 * checked here first. Imports {@code dev.strait.vocabulary}, {@code dev.strait.llama.gguf} and
 * {@code dev.strait.llama.model}.
 */
@NullMarked
package dev.strait.llama.cpp;

import org.jspecify.annotations.NullMarked;
