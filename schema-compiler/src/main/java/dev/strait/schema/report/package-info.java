/**
 * What the schema compiler says to people: errors, reports, and the limits of its work.
 *
 * <p>First package of the schema compiler; imports nothing of it.
 */
@NullMarked
package dev.strait.schema.report;

import org.jspecify.annotations.NullMarked;
