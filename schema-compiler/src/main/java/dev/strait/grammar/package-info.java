/**
 * Grammars that people write: GBNF, Lark, structural tags for tool calls, and the builder of parts
 * in Java. All become {@code dev.strait.rule.Grammar}.
 *
 * <pre>{@code
 * Rule<?> rule = Gbnf.parse("root ::= (\"yes\" | \"no\") \" because \" [a-z ]+ \".\"").compile();
 * Constraint constraint = Constraint.compile(rule, vocabulary, Limits.defaults());
 * }</pre>
 *
 * <p>Imports {@code dev.strait.rule}, {@code dev.strait.vocabulary}, {@code dev.strait.automaton},
 * {@code dev.strait.regex} and {@code dev.strait.schema}.
 */
@NullMarked
package dev.strait.grammar;

import org.jspecify.annotations.NullMarked;
