/**
 * JSON Schema: from the text, a tree or a Java type to rules and constraints.
 *
 * <pre>{@code
 * CompiledSchema schema =
 *     JsonSchema.compile("{\"type\": \"integer\", \"minimum\": 7}", SchemaOptions.defaults());
 * String least = schema.witness(); // 7
 * Constraint constraint = schema.constraint(vocabulary);
 * }</pre>
 *
 * <p>Last package of JSON Schema; imports {@code dev.strait.schema.graph}, {@code set}, {@code
 * rules} and {@code report}.
 */
@NullMarked
package dev.strait.schema;

import org.jspecify.annotations.NullMarked;
