/**
 * The legal-citation analyzer: legal prose in, structured citations out, each one's text a verbatim
 * span of the input because the constraint lets the model write nothing else.
 */
@NullMarked
package dev.strait.examples.cite;

import org.jspecify.annotations.NullMarked;
