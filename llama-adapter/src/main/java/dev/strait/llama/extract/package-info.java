/**
 * Typed extraction: a Java type in, a prompt in, a value of that type out.
 *
 * <pre>{@code
 * record Person(String name, @Min(0) @Max(120) int age) {}
 *
 * Extractor<Person> people = Extractor.of(workspace, Person.class);
 * Person ada = people.extract("Ada Lovelace died at 36.").value();
 * }</pre>
 *
 * <p>Last package of the module's line; may import all the others, and {@code dev.strait.schema}.
 */
@NullMarked
package dev.strait.llama.extract;

import org.jspecify.annotations.NullMarked;
