/**
 * Schema documents and how their parts refer to each other: drafts, base URIs, anchors, dynamic
 * scope. Nothing is fetched unless the caller's own loader does.
 *
 * <p>Imports {@code dev.strait.schema.report}.
 */
@NullMarked
package dev.strait.schema.graph;

import org.jspecify.annotations.NullMarked;
