package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.strait.regex.Regex;
import dev.strait.regex.RegexException;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.graph.SchemaNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
          "$defs",
          "id",
          "$id",
          "$anchor",
          "example",
          "markdownDescription",
          "readonly");

  /** Numbers and lengths up to this have a text under any policy. */
  private static final long SMALL = 1_000_000_000;

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

  /** The keywords of one subschema. Each may say too much, never too little, of what it demands. */
  private static final class Shape {
    private static final JsonNode NONE = MissingNode.getInstance();

    private List<String> types = List.of();
    private JsonNode constants = NONE;
    private int conditions;
    private long minLength;
    private long maxLength = SMALL;
    private boolean lengths;
    private long minimum = -SMALL;
    private long maximum = SMALL;
    private boolean bounds;

    /** Adds a keyword; false if what it means is not plain. */
    boolean add(String keyword, JsonNode value) {
      return switch (keyword) {
        case "type" -> types(value);
        case "enum" -> constants(value);
        case "const" -> constants(JsonNodeFactory.instance.arrayNode().add(value));
        case "format" -> condition(value.isTextual());
        case "pattern" -> condition(value.isTextual() && isMatchable(value.textValue()));
        case "minLength" -> {
          minLength = small(value);
          lengths = true;
          yield isSmall(value) && minLength >= 0;
        }
        case "maxLength" -> {
          maxLength = small(value);
          lengths = true;
          yield isSmall(value);
        }
        case "minimum" -> {
          minimum = small(value);
          bounds = true;
          yield isSmall(value);
        }
        case "maximum" -> {
          maximum = small(value);
          bounds = true;
          yield isSmall(value);
        }
        case "properties", "patternProperties" -> value.isObject();
        case "items", "additionalProperties", "propertyNames" ->
            value.isObject() || value.isBoolean();
        case "maxItems", "maxProperties" -> isSmall(value) && value.longValue() >= 0;
        case "uniqueItems" -> value.isBoolean();
        default -> HARMLESS.contains(keyword) || keyword.startsWith("x-");
      };
    }

    private static boolean isSmall(JsonNode value) {
      return value.isIntegralNumber()
          && value.canConvertToLong()
          && Math.abs(value.longValue()) <= SMALL;
    }

    private static long small(JsonNode value) {
      return isSmall(value) ? value.longValue() : 0;
    }

    private boolean types(JsonNode value) {
      List<String> names = new ArrayList<>();
      for (JsonNode name : value.isArray() ? value : List.of(value)) {
        if (!name.isTextual()) {
          return false;
        }
        names.add(name.textValue());
      }
      types = names;
      return !names.isEmpty();
    }

    private boolean constants(JsonNode values) {
      boolean first = constants == NONE;
      constants = values;
      return first && values.isArray();
    }

    private boolean condition(boolean plain) {
      conditions++;
      return plain;
    }

    boolean isInhabited() {
      if (constants != NONE) {
        for (JsonNode value : constants) {
          if (isMet(value)) {
            return true;
          }
        }
        return false;
      }
      if (types.isEmpty()) {
        return true;
      }
      for (String type : types) {
        if (isInhabited(type)) {
          return true;
        }
      }
      return false;
    }

    /** One condition on strings is met by some; two may exclude one another. */
    private boolean isInhabited(String type) {
      return switch (type) {
        case "null", "boolean", "array", "object" -> true;
        case "integer", "number" -> minimum <= maximum;
        case "string" -> lengths ? conditions == 0 && minLength <= maxLength : conditions <= 1;
        default -> false;
      };
    }

    /** Returns whether a constant plainly meets the other keywords. */
    private boolean isMet(JsonNode value) {
      if (value.isNull() || value.isBoolean()) {
        return isTyped(value.isNull() ? "null" : "boolean");
      }
      if (value.isTextual()) {
        boolean free = conditions == 0 && !lengths;
        return free && isTyped("string") && value.textValue().chars().allMatch(c -> c < 0xd800);
      }
      return isSmall(value) && !bounds && (isTyped("integer") || isTyped("number"));
    }

    private boolean isTyped(String type) {
      return types.isEmpty() || types.contains(type);
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
