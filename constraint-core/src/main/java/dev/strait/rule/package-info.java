/**
 * Rules: the named parts of a grammar, each an automaton over bytes and calls of other rules whose
 * states are computed when first asked for.
 *
 * <pre>{@code
 * Rule<?> sum =
 *     Grammar.builder()
 *         .rule(
 *             "sum",
 *             Expression.sequence(
 *                 Expression.reference("digit"),
 *                 Expression.zeroOrMore(
 *                     Expression.sequence(Expression.literal("+"), Expression.reference("digit")))))
 *         .rule("digit", Expression.bytes('0', '9'))
 *         .build()
 *         .compile("sum");
 * }</pre>
 *
 * <p>Second package of the line; imports nothing but {@code dev.strait.vocabulary}.
 */
@NullMarked
package dev.strait.rule;

import org.jspecify.annotations.NullMarked;
