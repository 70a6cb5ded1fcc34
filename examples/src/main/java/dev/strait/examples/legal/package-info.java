/**
 * Legal citations as data: the registry of reporters and codes, the citation record, and the seeded
 * generator of synthetic passages that the citation model learns from.
 */
@NullMarked
package dev.strait.examples.legal;

import org.jspecify.annotations.NullMarked;
