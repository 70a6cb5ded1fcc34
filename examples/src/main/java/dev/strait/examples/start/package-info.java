/**
 * The first class that {@code java -jar strait.jar} runs. It is compiled for Java 8, so that an old
 * Java gets a message and not an {@code UnsupportedClassVersionError}; it imports nothing.
 */
@NullMarked
package dev.strait.examples.start;

import org.jspecify.annotations.NullMarked;
