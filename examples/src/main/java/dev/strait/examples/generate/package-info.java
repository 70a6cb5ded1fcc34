/**
 * Commands that generate: with a model or at random, with a schema, grammar or pattern; and those
 * that look at one generation closely.
 */
@NullMarked
package dev.strait.examples.generate;

import org.jspecify.annotations.NullMarked;
