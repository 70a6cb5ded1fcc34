/**
 * The run-time engine: a grammar compiled against a vocabulary, its configurations, masks and
 * matchers.
 *
 * <p>Last package of the module's line; imports {@code dev.strait.vocabulary} and {@code
 * dev.strait.rule}.
 */
@NullMarked
package dev.strait.constraint;

import org.jspecify.annotations.NullMarked;
