/**
 * Results for people: plain-text tables, CSV, and self-contained HTML pages with charts.
 *
 * <p>Imports only the console package.
 */
@NullMarked
package dev.strait.examples.report;

import org.jspecify.annotations.NullMarked;
