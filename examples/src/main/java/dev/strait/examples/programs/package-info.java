/** Short programs that show the main uses of the library; the README quotes them. */
@NullMarked
package dev.strait.examples.programs;

import org.jspecify.annotations.NullMarked;
