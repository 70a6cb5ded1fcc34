package dev.strait.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where the oracle departs from the specification, and how a schema is put to it so that it does
 * not matter: as an equivalent schema that the oracle reads rightly. A test holds each fault to
 * account: it fails when the oracle no longer has it.
 */
enum OracleFault {
  /**
   * {@code uniqueItems} looks at the members of objects too; the specification has it for arrays
   * alone. Put as: not an array, or unique.
   */
  UNIQUE_ITEMS_OF_OBJECTS(
      "{\"uniqueItems\":true}",
      "{\"a\":1,\"b\":1}",
      true,
      schema -> {
        if (schema.path("uniqueItems").asBoolean()) {
          schema.remove("uniqueItems");
          ArrayNode branches = allOf(schema).addObject().putArray("anyOf");
          branches.addObject().putObject("not").put("type", "array");
          branches.addObject().put("type", "array").put("uniqueItems", true);
        }
      }),

  /**
   * {@code maxContains} below {@code minContains} (1 if it is missing) fails every value, even
   * those that are no arrays, and even without {@code contains}. Put as: not an array, or left out.
   */
  CONTAINS_NEVER(
      "{\"maxContains\":0}",
      "1",
      true,
      schema -> {
        int least = schema.path("minContains").asInt(1);
        if (schema.path("maxContains").asInt(Integer.MAX_VALUE) < least) {
          if (schema.has("contains")) {
            allOf(schema).addObject().putObject("not").put("type", "array");
          }
          schema.remove(java.util.List.of("contains", "minContains", "maxContains"));
        }
      }),

  /**
   * {@code type: object} beside {@code enum}, reached by a reference, is taken for the enum alone.
   * Put with the enum in a schema of its own.
   */
  ENUM_OF_OBJECTS(
      "{\"$ref\":\"#/$defs/d\",\"$defs\":{\"d\":{\"type\":\"object\",\"enum\":[\"a\"]}}}",
      "\"a\"",
      false,
      schema -> {
        if (schema.path("enum").isArray()) {
          allOf(schema).addObject().set("enum", schema.remove("enum"));
        }
      }),

  /**
   * A date-time with a space for its T is taken for one; RFC 3339 only tells applications that they
   * may choose so. Put with a pattern that bars spaces.
   */
  SPACE_IN_DATE_TIME(
      "{\"format\":\"date-time\"}",
      "\"2020-01-01 12:34:56Z\"",
      false,
      schema -> {
        if (schema.path("format").asText().equals("date-time")) {
          allOf(schema).addObject().put("pattern", "^[^ ]*$");
        }
      }),

  /** A date-time with more text after its zone is taken for one. Put with a pattern for the end. */
  TEXT_AFTER_DATE_TIME(
      "{\"format\":\"date-time\"}",
      "\"2020-01-01T12:34:56Z1::2::3\"",
      false,
      schema -> endInZone(schema, "date-time")),

  /** So is a time. */
  TEXT_AFTER_TIME(
      "{\"format\":\"time\"}",
      "\"12:34:56.7+01:00ba\"",
      false,
      schema -> endInZone(schema, "time")),

  /**
   * In 2019-09 too, {@code contains} counts as an evaluation of the items that it holds of. Put
   * where its annotations are lost.
   */
  CONTAINS_EVALUATES(
      "{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"contains\":true,"
          + "\"unevaluatedItems\":false}",
      "[1]",
      false,
      schema -> {
        if (schema.has("contains")) {
          ObjectNode apart = allOf(schema).addObject().putObject("not").putObject("not");
          for (String keyword : java.util.List.of("contains", "minContains", "maxContains")) {
            if (schema.has(keyword)) {
              apart.set(keyword, schema.remove(keyword));
            }
          }
        }
      });

  private static final BigDecimal EXACT = BigDecimal.valueOf(1L << 53);

  private static final Pattern FAR_ZONE = Pattern.compile("[+-](1[89]|2[0-3]):[0-5][0-9]");

  private final String schema;
  private final String value;
  private final boolean valid;
  private final Consumer<ObjectNode> rewrite;

  /**
   * Describes a fault.
   *
   * @param schema a schema that shows it
   * @param value a value that the oracle misjudges by that schema
   * @param valid what the specification says
   * @param rewrite changes one schema, not those within it, to an equivalent one
   */
  OracleFault(String schema, String value, boolean valid, Consumer<ObjectNode> rewrite) {
    this.schema = schema;
    this.value = value;
    this.valid = valid;
    this.rewrite = rewrite;
  }

  String schema() {
    return schema;
  }

  String value() {
    return value;
  }

  boolean isValid() {
    return valid;
  }

  private static void endInZone(ObjectNode schema, String format) {
    if (schema.path("format").asText().equals(format)) {
      allOf(schema).addObject().put("pattern", "([Zz]|[+-][0-9]{2}:[0-9]{2})$");
    }
  }

  private static ArrayNode allOf(ObjectNode schema) {
    return schema.has("allOf") ? (ArrayNode) schema.get("allOf") : schema.putArray("allOf");
  }

  /**
   * Returns whether the oracle may misjudge a value in a way that no schema avoids: multiples of
   * integers beyond 2^53 are told by their nearest doubles; and in draft 4, where 1.0 is no integer
   * but a number, it is shown numbers by their values alone. And {@code additionalProperties}
   * passes over keys that begin with a number sign. And times are refused whose zone is 18 hours or
   * more away, where RFC 3339 has up to 23:59.
   */
  static boolean misjudges(JsonNode schema, JsonNode value) {
    if (schema.toString().contains("\"multipleOf\"") && holds(value, OracleFault::isLarge)) {
      return true;
    }
    if (schema.toString().contains("time\"") && FAR_ZONE.matcher(value.toString()).find()) {
      return true;
    }
    return hasPassedOver(value)
        || Dialect.of(schema) == Dialect.DRAFT_4 && holds(value, OracleFault::isWrittenOddly);
  }

  private static boolean hasPassedOver(JsonNode value) {
    for (var names = value.fieldNames(); names.hasNext(); ) {
      if (names.next().startsWith("#")) {
        return true;
      }
    }
    for (JsonNode child : value) {
      if (hasPassedOver(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLarge(JsonNode number) {
    return number.decimalValue().abs().compareTo(EXACT) > 0;
  }

  private static boolean isWrittenOddly(JsonNode number) {
    return number.isFloatingPointNumber()
        && number.decimalValue().stripTrailingZeros().scale() <= 0;
  }

  private static boolean holds(JsonNode value, Predicate<JsonNode> number) {
    if (value.isNumber()) {
      return number.test(value);
    }
    for (JsonNode child : value) {
      if (holds(child, number)) {
        return true;
      }
    }
    return false;
  }

  /** Returns an equivalent schema that avoids the faults. */
  static JsonNode avoided(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    avoid(copy, Dialect.of(schema));
    return copy;
  }

  private static void avoid(JsonNode at, Dialect dialect) {
    if (at.isObject()) {
      at.fields()
          .forEachRemaining(
              m -> {
                if (!m.getKey().equals("const") && !m.getKey().equals("enum")) {
                  avoid(m.getValue(), dialect);
                }
              });
      for (OracleFault fault : values()) {
        if (fault != CONTAINS_EVALUATES || dialect == Dialect.DRAFT_2019_09) {
          fault.rewrite.accept((ObjectNode) at);
        }
      }
    } else {
      at.forEach(child -> avoid(child, dialect));
    }
  }
}
