/**
 * Schema documents and how their parts refer to each other: drafts, base URIs, anchors, dynamic
 * scope. Nothing is fetched unless the caller's own loader does.
 *
 * <pre>{@code
 * SchemaOptions options =
 *     SchemaOptions.defaults()
 *         .withDraft(Draft.DRAFT_7) // of documents that do not name theirs
 *         .withDocument("https://example.com/address", address);
 * }</pre>
 *
 * <p>Imports {@code dev.strait.schema.report}.
 */
@NullMarked
package dev.strait.schema.graph;

import org.jspecify.annotations.NullMarked;
