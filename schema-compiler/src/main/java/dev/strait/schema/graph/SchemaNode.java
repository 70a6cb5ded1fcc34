package dev.strait.schema.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One subschema: a JSON object or boolean, at a place in a resource. There is one node per place;
 * nodes are compared by identity.
 */
public final class SchemaNode {
  private final JsonNode json;
  private final Resource resource;
  private final String pointer;

  SchemaNode(
      JsonNode json,
      @Nullable Resource resource,
      String base,
      Dialect dialect,
      Document document,
      String pointer) {
    this.json = json;
    this.pointer = pointer;
    this.resource = resource != null ? resource : new Resource(base, dialect, document, this);
  }

  /** Returns the JSON of the subschema. */
  public JsonNode json() {
    return json;
  }

  /** Returns the keyword's value, or null. */
  public @Nullable JsonNode get(String keyword) {
    return json.get(keyword);
  }

  /** Returns the value of a keyword that is there. */
  public JsonNode need(String keyword) {
    return Objects.requireNonNull(json.get(keyword), keyword);
  }

  /** Returns the resource that the subschema belongs to. */
  public Resource resource() {
    return resource;
  }

  /** Returns the dialect that the subschema is written in. */
  public Dialect dialect() {
    return resource.dialect();
  }

  /** Returns the draft that the subschema is written in. */
  public Draft draft() {
    return resource.dialect().draft();
  }

  /** Returns the place: the document's URI, {@code #}, and the pointer from the document's root. */
  public String place() {
    return resource.document().uri() + "#" + pointer;
  }

  /** Returns the pointer from the document's root. */
  String pointer() {
    return pointer;
  }

  @Override
  public String toString() {
    return place();
  }
}
