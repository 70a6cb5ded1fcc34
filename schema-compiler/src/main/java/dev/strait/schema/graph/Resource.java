package dev.strait.schema.graph;

import java.util.HashMap;
import java.util.Map;

/**
 * A schema resource: a schema with a URI of its own (or a document's root) and what it encloses.
 */
public final class Resource {
  private final String base;
  private final Dialect dialect;
  private final Document document;
  private final SchemaNode root;
  private final Map<String, SchemaNode> anchors = new HashMap<>();
  private final Map<String, SchemaNode> dynamicAnchors = new HashMap<>();

  Resource(String base, Dialect dialect, Document document, SchemaNode root) {
    this.base = base;
    this.dialect = dialect;
    this.document = document;
    this.root = root;
  }

  /** Returns the URI against which references are resolved; empty if there is none. */
  public String base() {
    return base;
  }

  /** Returns the dialect. */
  public Dialect dialect() {
    return dialect;
  }

  /** Returns the schema that is the whole resource. */
  public SchemaNode root() {
    return root;
  }

  Document document() {
    return document;
  }

  Map<String, SchemaNode> anchors() {
    return anchors;
  }

  /** Dynamic anchors by name; the empty name stands for {@code $recursiveAnchor: true}. */
  Map<String, SchemaNode> dynamicAnchors() {
    return dynamicAnchors;
  }
}
