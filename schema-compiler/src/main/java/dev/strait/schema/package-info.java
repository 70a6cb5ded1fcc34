/** Package of the {@code schema-compiler} module. */
@NullMarked
package dev.strait.schema;

import org.jspecify.annotations.NullMarked;
