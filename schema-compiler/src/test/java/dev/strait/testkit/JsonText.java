package dev.strait.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Reads JSON texts exactly, and writes values in any of the texts they have. */
public final class JsonText {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .nodeFactory(NODES)
          .build();

  private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);

  private JsonText() {}

  /**
   * Reads a text; decimals are exact.
   *
   * @throws IllegalArgumentException if it is not JSON, or names a key twice
   */
  public static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }

  /** Returns the value with each number in one form: 1.0, 1e0 and 1 are the integer 1. */
  public static JsonNode normal(JsonNode value) {
    if (value.isNumber()) {
      return number(value.decimalValue());
    } else if (value.isArray()) {
      ArrayNode items = NODES.arrayNode();
      value.forEach(item -> items.add(normal(item)));
      return items;
    } else if (value.isObject()) {
      ObjectNode members = NODES.objectNode();
      value.fields().forEachRemaining(m -> members.set(m.getKey(), normal(m.getValue())));
      return members;
    }
    return value;
  }

  private static JsonNode number(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.scale() > 0) {
      return DecimalNode.valueOf(plain);
    }
    BigInteger integer = plain.toBigInteger();
    return integer.abs().compareTo(INT_MAX) <= 0
        ? NODES.numberNode(integer.intValue())
        : integer.bitLength() < 64
            ? NODES.numberNode(integer.longValue())
            : NODES.numberNode(integer);
  }

  /** Returns the plain compact text: members in order, canonical escapes, no exponents. */
  public static String compact(JsonNode value) {
    return new Writer(null, true).write(value);
  }

  /**
   * Returns a random compact text of a value: members in any order, any escapes, any form of a
   * number.
   *
   * @param otherNumbers whether a number may be written in another form (1.0 for 1)
   */
  public static String spelled(JsonNode value, Dice dice, boolean otherNumbers) {
    return new Writer(dice, otherNumbers).write(value);
  }

  private static final class Writer {
    private final Dice dice;
    private final boolean otherNumbers;
    private final StringBuilder out = new StringBuilder();

    Writer(@org.jspecify.annotations.Nullable Dice dice, boolean otherNumbers) {
      this.dice = dice;
      this.otherNumbers = otherNumbers;
    }

    String write(JsonNode value) {
      value(value);
      return out.toString();
    }

    private void value(JsonNode value) {
      if (value.isObject()) {
        object(value);
      } else if (value.isArray()) {
        out.append('[');
        for (int i = 0; i < value.size(); i++) {
          out.append(i > 0 ? "," : "");
          value(value.get(i));
        }
        out.append(']');
      } else if (value.isTextual()) {
        string(value.textValue());
      } else if (value.isNumber()) {
        number(value.decimalValue());
      } else {
        out.append(value);
      }
    }

    private void object(JsonNode value) {
      List<String> keys = new ArrayList<>();
      value.fieldNames().forEachRemaining(keys::add);
      if (dice != null && dice.once(2)) {
        Collections.shuffle(keys, new Random(dice.seed()));
      }
      out.append('{');
      String comma = "";
      for (String key : keys) {
        out.append(comma);
        string(key);
        out.append(':');
        value(value.get(key));
        comma = ",";
      }
      out.append('}');
    }

    private void string(String text) {
      boolean odd = dice != null && dice.once(4);
      out.append('"');
      for (int i = 0; i < text.length(); i++) {
        character(text.charAt(i), odd && dice.once(2));
      }
      out.append('"');
    }

    private void character(char c, boolean odd) {
      int named = "\"\\/\b\f\n\r\t".indexOf(c);
      boolean mustEscape = c < ' ' || c == '"' || c == '\\';
      boolean half = Character.isSurrogate(c);
      if (named >= 0 && (mustEscape ? !odd : odd)) {
        out.append('\\').append("\"\\/bfnrt".charAt(named));
      } else if (mustEscape || odd && !half) {
        out.append(String.format(odd ? "\\u%04X" : "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }

    private void number(BigDecimal number) {
      BigDecimal plain = number.stripTrailingZeros();
      String text = plain.toPlainString();
      int form = dice == null || !otherNumbers ? 0 : dice.between(0, 7);
      switch (form) {
        case 1 -> out.append(text).append(text.indexOf('.') < 0 ? ".0" : "0");
        case 2 -> out.append(text).append(dice.pick("e0", "E+0", "e-00"));
        case 3 -> out.append(plain.unscaledValue()).append('e').append(-plain.scale());
        case 4 -> out.append(plain.movePointLeft(2).toPlainString()).append("E2");
        default -> out.append(plain.signum() == 0 && form == 5 ? "-0" : text);
      }
    }
  }
}
