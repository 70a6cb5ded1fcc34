/** Byte-level BPE: training, encoding, and the file formats other programs read. */
@NullMarked
package dev.strait.examples.tokenizer;

import org.jspecify.annotations.NullMarked;
