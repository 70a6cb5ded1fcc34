package dev.strait.schema.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One JSON text of schemas, and the nodes made of it so far. */
final class Document {
  private final String uri;
  private final JsonNode json;

  /** Nodes by the identity of their JSON object; the enclosing resource is part of the key. */
  private final Map<Resource, Map<JsonNode, SchemaNode>> nodes = new IdentityHashMap<>();

  /** Resources of this document by URI, found so far. */
  private final Map<String, SchemaNode> embedded = new HashMap<>();

  private boolean indexed;
  private @Nullable SchemaNode root;

  Document(String uri, JsonNode json) {
    this.uri = uri;
    this.json = json;
  }

  String uri() {
    return uri;
  }

  SchemaNode root() {
    return Objects.requireNonNull(root);
  }

  void root(SchemaNode node) {
    root = node;
  }

  JsonNode json() {
    return json;
  }

  Map<JsonNode, SchemaNode> nodes(Resource resource) {
    return nodes.computeIfAbsent(resource, r -> new IdentityHashMap<>());
  }

  Map<String, SchemaNode> embedded() {
    return embedded;
  }

  /** Returns true the first time it is called. */
  boolean startIndex() {
    boolean first = !indexed;
    indexed = true;
    return first;
  }
}
