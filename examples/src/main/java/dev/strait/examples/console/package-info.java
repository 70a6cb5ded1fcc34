/**
 * What every command shares: errors with one message, exit codes, reading of inputs, colours and
 * progress bars.
 *
 * <p>First package of the application's line; imports nothing of Strait.
 */
@NullMarked
package dev.strait.examples.console;

import org.jspecify.annotations.NullMarked;
