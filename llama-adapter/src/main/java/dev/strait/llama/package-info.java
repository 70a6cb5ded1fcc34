/** Package of the {@code llama-adapter} module. */
@NullMarked
package dev.strait.llama;

import org.jspecify.annotations.NullMarked;
