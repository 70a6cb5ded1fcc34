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
import java.util.function.UnaryOperator;

/** The normal form of JSON values in which equality is that of JSON Schema. */
final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private Json() {}

  /** Returns the value with each number as the decimal without trailing zeros. */
  static JsonNode normal(JsonNode json) {
    return mapped(json, number -> number(number.decimalValue()));
  }

  /** Returns the value in normal form, in which numbers also know how they are written. */
  static JsonNode written(JsonNode json) {
    return mapped(
        json, number -> new Written(stripped(number.decimalValue()), number.isIntegralNumber()));
  }

  private static JsonNode mapped(JsonNode json, UnaryOperator<JsonNode> number) {
    if (json.isNumber()) {
      return number.apply(json);
    }
    if (json.isArray()) {
      ArrayNode array = NODES.arrayNode(json.size());
      json.forEach(item -> array.add(mapped(item, number)));
      return array;
    }
    if (json.isObject()) {
      ObjectNode object = NODES.objectNode();
      json.fields().forEachRemaining(e -> object.set(e.getKey(), mapped(e.getValue(), number)));
      return object;
    }
    return json;
  }

  static JsonNode number(BigDecimal value) {
    return DecimalNode.valueOf(stripped(value));
  }

  private static BigDecimal stripped(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  /** A number of which it is known how it is written. Equal to any that has its value. */
  static final class Written extends DecimalNode {
    private static final long serialVersionUID = 1;

    /** Whether it is written without a point and without an exponent. */
    final boolean plain;

    Written(BigDecimal value, boolean plain) {
      super(value);
      this.plain = plain;
    }
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
