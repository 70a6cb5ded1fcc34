/**
 * The proof commands: the JSON Schema Test Suite, MaskBench, comparison with llama.cpp's grammars,
 * and the soak test.
 */
@NullMarked
package dev.strait.examples.proof;

import org.jspecify.annotations.NullMarked;
