/**
 * The run-time engine: a grammar compiled against a vocabulary, its configurations, masks and
 * matchers.
 *
 * <pre>{@code
 * Constraint constraint = Constraint.compile(rule, vocabulary, Limits.defaults());
 * Matcher matcher = constraint.matcher(); // one for each text; constraints are shared
 * long[] mask = new long[vocabulary.maskWords()];
 * matcher.mask(mask, 100); // the tokens from which an end can be reached with 100 more
 * if (matcher.accept(token)) {
 *   matcher.rollback(1);
 * }
 * }</pre>
 *
 * <p>Last package of the module's line; imports {@code dev.strait.vocabulary} and {@code
 * dev.strait.rule}.
 */
@NullMarked
package dev.strait.constraint;

import org.jspecify.annotations.NullMarked;
