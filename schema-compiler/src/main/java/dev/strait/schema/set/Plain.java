package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.regex.Regex;
import dev.strait.regex.RegexException;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.graph.SchemaNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Subschemas that some value plainly satisfies, told from their keywords alone: before a property
 * is offered it must be known that it can have a value, and most of those that are offered are
 * never taken. So the automata of their patterns and formats need not be built for that.
 */
final class Plain {
  private static final int DEEPEST = 16;

  /** Keywords that demand nothing of null, of false, of 0, of the empty array and object. */
  private static final Set<String> HARMLESS =
      Set.of(
          "title",
          "description",
          "default",
          "examples",
          "$comment",
          "deprecated",
          "readOnly",
          "writeOnly",
          "definitions",
          "$defs");

  private final SchemaGraph graph;

  Plain(SchemaGraph graph) {
    this.graph = graph;
  }

  /** Returns whether some value plainly satisfies the subschema; false if that is not plain. */
  boolean isInhabited(Located at) {
    return isInhabited(at, 0);
  }

  private boolean isInhabited(Located at, int depth) {
    SchemaNode node = at.node();
    JsonNode json = node.json();
    if (!json.isObject() || depth > DEEPEST) {
      return false;
    }
    JsonNode ref = json.get("$ref");
    if (ref != null) {
      boolean alone = json.size() == 1 || !node.draft().atLeast(Draft.DRAFT_2019_09);
      return alone && ref.isTextual() && isInhabited(graph.ref(at, ref.textValue()), depth + 1);
    }
    Shape shape = new Shape();
    for (Iterator<Map.Entry<String, JsonNode>> i = json.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> e = i.next();
      if (!shape.add(e.getKey(), e.getValue())) {
        return false;
      }
    }
    return shape.isInhabited();
  }

  /** The keywords of one subschema. */
  private static final class Shape {
    private String type = "";
    private boolean strings;

    /** Adds a keyword; false if what it means is not plain. */
    boolean add(String keyword, JsonNode value) {
      switch (keyword) {
        case "type" -> {
          type = value.isTextual() ? value.textValue() : "unknown";
          return value.isTextual();
        }
        case "format" -> {
          return aboutStrings() && value.isTextual();
        }
        case "pattern" -> {
          return aboutStrings() && value.isTextual() && isMatchable(value.textValue());
        }
        case "properties" -> {
          return value.isObject();
        }
        case "items", "additionalProperties" -> {
          return value.isObject() || value.isBoolean();
        }
        default -> {
          return HARMLESS.contains(keyword);
        }
      }
    }

    /** One condition on strings is met by some; two may exclude one another. */
    private boolean aboutStrings() {
      boolean first = !strings;
      strings = true;
      return first;
    }

    boolean isInhabited() {
      return switch (type) {
        case "", "null", "boolean", "integer", "number", "string", "array", "object" -> true;
        default -> false;
      };
    }

    private static boolean isMatchable(String pattern) {
      try {
        return Regex.parse(pattern).isPlainlyMatchable();
      } catch (RegexException e) {
        return false;
      }
    }
  }
}
