/** Training of the citation model with DJL on PyTorch, and its export to GGUF. */
@NullMarked
package dev.strait.training;

import org.jspecify.annotations.NullMarked;
