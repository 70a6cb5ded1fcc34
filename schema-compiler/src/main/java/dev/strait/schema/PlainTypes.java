package dev.strait.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import dev.strait.schema.report.SchemaException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The schemas of the JDK's types: those texts and numbers that Java can read. */
final class PlainTypes implements CustomDefinitionProviderV2 {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String SECOND = "[0-5]\\d(\\.\\d{1,9})?";
  private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d:" + SECOND;
  private static final String OFFSET = "(Z|[+-](0\\d|1[0-7]):[0-5]\\d)";
  private static final String LEAP_DAY =
      "(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29";
  private static final String DATE =
      "(\\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)"
          + "|02-(0[1-9]|1\\d|2[0-8]))|"
          + LEAP_DAY
          + ")";
  private static final String HOURS = "T(\\d{1,9}H(\\d{1,9}M)?|\\d{1,9}M)(\\d{1,9}S)?";
  private static final String DURATION =
      "P(\\d{1,9}D(" + HOURS + "|T\\d{1,9}S)?|" + HOURS + "|T\\d{1,9}S)";
  private static final String URI_TEXT =
      "[A-Za-z][A-Za-z\\d+.-]*:(//[A-Za-z\\d.-]+(:\\d{1,5})?(/[^\\[\\]]*)?|[^/#\\[\\]][^\\[\\]]*)";

  private static final Map<Class<?>, ObjectNode> KNOWN =
      Map.ofEntries(
          Map.entry(byte.class, integer(Byte.MIN_VALUE, Byte.MAX_VALUE)),
          Map.entry(Byte.class, integer(Byte.MIN_VALUE, Byte.MAX_VALUE)),
          Map.entry(short.class, integer(Short.MIN_VALUE, Short.MAX_VALUE)),
          Map.entry(Short.class, integer(Short.MIN_VALUE, Short.MAX_VALUE)),
          Map.entry(int.class, integer(Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry(Integer.class, integer(Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry(long.class, integer(Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry(Long.class, integer(Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry(BigInteger.class, typed("integer")),
          Map.entry(double.class, typed("number")),
          Map.entry(Double.class, typed("number")),
          Map.entry(float.class, typed("number")),
          Map.entry(Float.class, typed("number")),
          Map.entry(BigDecimal.class, typed("number")),
          Map.entry(Number.class, typed("number")),
          Map.entry(boolean.class, typed("boolean")),
          Map.entry(Boolean.class, typed("boolean")),
          Map.entry(String.class, typed("string")),
          Map.entry(CharSequence.class, typed("string")),
          Map.entry(char.class, text("", "[\\u0000-\\uD7FF\\uE000-\\uFFFF]")),
          Map.entry(Character.class, text("", "[\\u0000-\\uD7FF\\uE000-\\uFFFF]")),
          Map.entry(LocalDate.class, typed("string").put("format", "date")),
          Map.entry(LocalTime.class, text("", TIME)),
          Map.entry(LocalDateTime.class, text("", DATE + "T" + TIME)),
          Map.entry(OffsetTime.class, text("", TIME + OFFSET)),
          Map.entry(OffsetDateTime.class, text("date-time", ".{10}T" + TIME + OFFSET)),
          Map.entry(ZonedDateTime.class, text("date-time", ".{10}T" + TIME + OFFSET)),
          Map.entry(Instant.class, text("date-time", ".{10}T" + TIME + "Z")),
          Map.entry(Duration.class, text("", DURATION)),
          Map.entry(UUID.class, typed("string").put("format", "uuid")),
          Map.entry(URI.class, text("uri", URI_TEXT)),
          Map.entry(Object.class, NODES.objectNode()));

  private final JsonMapper mapper;
  private final Unions unions;

  PlainTypes(JsonMapper mapper, Unions unions) {
    this.mapper = mapper;
    this.unions = unions;
  }

  @Override
  public @Nullable CustomDefinition provideCustomSchemaDefinition(
      ResolvedType type, SchemaGenerationContext context) {
    Class<?> raw = type.getErasedType();
    ObjectNode known = KNOWN.get(raw);
    if (known != null) {
      return inline(known.deepCopy());
    }
    if (JsonNode.class.isAssignableFrom(raw)) {
      return inline(NODES.objectNode());
    }
    if (Map.class.isAssignableFrom(raw)) {
      return inline(map(type, context));
    }
    if (raw.isEnum()) {
      return new CustomDefinition(enumeration(raw));
    }
    boolean structure =
        context.getTypeContext().isContainerType(type)
            || raw == Optional.class
            || unions.contains(raw)
            || !raw.isInterface() && !raw.getName().startsWith("java.");
    if (!structure) {
      throw unsupported(type.getTypeName(), "there is no JSON Schema for this Java type");
    }
    return null;
  }

  private static ObjectNode map(ResolvedType type, SchemaGenerationContext context) {
    List<ResolvedType> parameters = type.typeParametersFor(Map.class);
    if (parameters.isEmpty() || parameters.get(0).getErasedType() != String.class) {
      throw unsupported(type.getTypeName(), "the keys of a map must be texts");
    }
    ObjectNode map = typed("object");
    map.set("additionalProperties", context.createDefinitionReference(parameters.get(1)));
    return map;
  }

  /** The constants as Jackson writes them. */
  private ObjectNode enumeration(Class<?> type) {
    ArrayNode values = NODES.arrayNode();
    Stream.of(type.getEnumConstants()).forEach(c -> values.add(mapper.<JsonNode>valueToTree(c)));
    boolean texts = StreamSupport.stream(values.spliterator(), false).allMatch(JsonNode::isTextual);
    ObjectNode schema = texts ? typed("string") : NODES.objectNode();
    return schema.set("enum", values);
  }

  private static CustomDefinition inline(ObjectNode schema) {
    return new CustomDefinition(
        schema, CustomDefinition.INLINE_DEFINITION, CustomDefinition.EXCLUDING_ATTRIBUTES);
  }

  private static ObjectNode typed(String type) {
    return NODES.objectNode().put("type", type);
  }

  private static ObjectNode integer(long minimum, long maximum) {
    return typed("integer").put("minimum", minimum).put("maximum", maximum);
  }

  private static ObjectNode text(String format, String pattern) {
    ObjectNode text = typed("string");
    if (!format.isEmpty()) {
      text.put("format", format);
    }
    return text.put("pattern", "^" + pattern + "$");
  }

  static SchemaException unsupported(String type, String reason) {
    return new SchemaException(
        SchemaException.Kind.UNSUPPORTED,
        "",
        type,
        reason,
        "Use a record, an enum, a list or another type that Jackson reads");
  }
}
