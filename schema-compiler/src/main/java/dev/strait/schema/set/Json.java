package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The normal form of JSON values in which equality is that of JSON Schema. */
final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private Json() {}

  /** Returns the value with each number as the decimal without trailing zeros. */
  static JsonNode normal(JsonNode json) {
    if (json.isNumber()) {
      return number(json.decimalValue());
    }
    if (json.isArray()) {
      ArrayNode array = NODES.arrayNode(json.size());
      json.forEach(item -> array.add(normal(item)));
      return array;
    }
    if (json.isObject()) {
      ObjectNode object = NODES.objectNode();
      json.fields().forEachRemaining(e -> object.set(e.getKey(), normal(e.getValue())));
      return object;
    }
    return json;
  }

  static JsonNode number(BigDecimal value) {
    return DecimalNode.valueOf(value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros());
  }

  /** Returns whether the string has a JSON text in UTF-8: it has no half of a surrogate pair. */
  static boolean isWritable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
      }
    }
    return true;
  }

  /** Returns a text of a value in normal form: the same for equal values, and for no others. */
  static String text(JsonNode value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(JsonNode value, StringBuilder out) {
    if (value.isObject()) {
      out.append('{');
      new TreeMap<>(members(value))
          .forEach(
              (key, member) -> {
                out.append(string(key)).append(':');
                write(member, out);
                out.append(',');
              });
      out.append('}');
    } else if (value.isArray()) {
      out.append('[');
      value.forEach(
          item -> {
            write(item, out);
            out.append(',');
          });
      out.append(']');
    } else {
      out.append(value.isNumber() ? value.decimalValue().toString() : value.toString());
    }
  }

  private static Map<String, JsonNode> members(JsonNode object) {
    Map<String, JsonNode> members = new HashMap<>();
    object.fields().forEachRemaining(e -> members.put(e.getKey(), e.getValue()));
    return members;
  }

  static JsonNode string(String value) {
    return NODES.textNode(value);
  }
}
