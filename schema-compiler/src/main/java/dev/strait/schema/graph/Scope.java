package dev.strait.schema.graph;

import java.util.HashMap;
import java.util.Map;

/**
 * A dynamic scope, reduced to what can be asked of it: for each dynamic anchor the outermost
 * subschema that has it. Immutable; equal if it answers equally.
 */
public record Scope(Map<String, SchemaNode> outermost) {
  /** The scope of no resource. */
  public static final Scope EMPTY = new Scope(Map.of());

  /** Copies the map. */
  public Scope {
    outermost = Map.copyOf(outermost);
  }

  /** Returns the scope after entering {@code resource}; adds only names not there yet. */
  Scope enter(Resource resource) {
    if (resource.dynamicAnchors().isEmpty()
        || outermost.keySet().containsAll(resource.dynamicAnchors().keySet())) {
      return this;
    }
    Map<String, SchemaNode> next = new HashMap<>(resource.dynamicAnchors());
    next.putAll(outermost);
    return new Scope(next);
  }
}
