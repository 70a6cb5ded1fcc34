/**
 * From value sets to rules: the automata of JSON texts, computed state by state, and the policy
 * that says which of a value's texts are wanted.
 *
 * <pre>{@code
 * TextPolicy policy = TextPolicy.spaced().withOrder(TextPolicy.Order.ANY);
 * CompiledSchema schema = JsonSchema.compile(text, SchemaOptions.defaults().withPolicy(policy));
 * }</pre>
 *
 * <p>Imports {@code dev.strait.rule}, {@code dev.strait.values} and {@code dev.strait.schema.set}.
 */
@NullMarked
package dev.strait.schema.rules;

import org.jspecify.annotations.NullMarked;
