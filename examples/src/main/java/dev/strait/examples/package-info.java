/** Package of the {@code examples} module. */
@NullMarked
package dev.strait.examples;

import org.jspecify.annotations.NullMarked;
