/**
 * What the schema compiler says to people: errors, reports, and the limits of its work.
 *
 * <pre>{@code
 * try {
 *   Report report = JsonSchema.compile(text).report();
 *   report.of(Report.Status.IGNORED).forEach(System.out::println);
 * } catch (SchemaException e) {
 *   System.err.println(e.kind() + " at " + e.pointer() + ": " + e.reason());
 * }
 * }</pre>
 *
 * <p>First package of the schema compiler; imports nothing of it.
 */
@NullMarked
package dev.strait.schema.report;

import org.jspecify.annotations.NullMarked;
