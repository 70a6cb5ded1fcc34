package dev.strait.llama.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of a Java type.
 *
 * <p>Records are closed objects of their components, in order, all required but {@link Optional}
 * ones; components marked {@link Nullable} may be null. Sealed interfaces are unions of objects
 * whose first property, {@code type}, names the case. Also: texts, numbers, booleans, enums,
 * collections (sets have no element twice), arrays, maps from texts, dates, times, UUIDs, URIs,
 * {@link JsonNode} and {@link Object} (anything). A record within itself becomes a reference.
 */
public final class JavaSchema {

  static final String CASE = "type";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private static final Map<Class<?>, String> TEXTS =
      Map.of(
          String.class, "",
          CharSequence.class, "",
          LocalDate.class, "date",
          LocalTime.class, "time",
          Instant.class, "date-time",
          UUID.class, "uuid",
          URI.class, "uri");

  private static final Map<Class<?>, List<Long>> INTEGERS =
      Map.of(
          byte.class, List.of((long) Byte.MIN_VALUE, (long) Byte.MAX_VALUE),
          Byte.class, List.of((long) Byte.MIN_VALUE, (long) Byte.MAX_VALUE),
          short.class, List.of((long) Short.MIN_VALUE, (long) Short.MAX_VALUE),
          Short.class, List.of((long) Short.MIN_VALUE, (long) Short.MAX_VALUE),
          int.class, List.of((long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE),
          Integer.class, List.of((long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE),
          long.class, List.of(Long.MIN_VALUE, Long.MAX_VALUE),
          Long.class, List.of(Long.MIN_VALUE, Long.MAX_VALUE),
          BigInteger.class, List.of());

  private static final Set<Class<?>> NUMBERS =
      Set.of(double.class, Double.class, float.class, Float.class, BigDecimal.class, Number.class);

  private final Map<Class<?>, String> names = new LinkedHashMap<>();
  private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

  private JavaSchema() {}

  /**
   * Returns the schema of a type.
   *
   * @throws ExtractionException if the type, or one within it, has none
   */
  public static JsonNode of(Type type) {
    JavaSchema schema = new JavaSchema();
    ObjectNode root = schema.schema(type);
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    all.setAll(root);
    if (!schema.definitions.isEmpty()) {
      all.set("$defs", schema.definitions);
    }
    return all;
  }

  private ObjectNode schema(Type type) {
    if (type instanceof JavaType known) {
      return schema(known);
    }
    if (type instanceof Class<?> plain) {
      return plain.isArray() ? array(plain.getComponentType(), false) : schema(plain);
    }
    if (type instanceof GenericArrayType array) {
      return array(array.getGenericComponentType(), false);
    }
    if (type instanceof WildcardType wildcard) {
      return schema(wildcard.getUpperBounds()[0]);
    }
    if (type instanceof ParameterizedType generic) {
      return schema(generic);
    }
    throw unsupported(type);
  }

  /** The types of beans come from Jackson. */
  private ObjectNode schema(JavaType type) {
    if (type.isCollectionLikeType() || type.isArrayType()) {
      return array(type.getContentType(), Set.class.isAssignableFrom(type.getRawClass()));
    }
    if (type.isMapLikeType() && type.getKeyType().getRawClass() == String.class) {
      ObjectNode map = typed("object");
      map.set("additionalProperties", schema(type.getContentType()));
      return map;
    }
    return schema(type.getRawClass());
  }

  private ObjectNode schema(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (Collection.class.isAssignableFrom(raw)) {
      return array(arguments[0], Set.class.isAssignableFrom(raw));
    }
    if (Map.class.isAssignableFrom(raw) && arguments[0] == String.class) {
      ObjectNode map = typed("object");
      map.set("additionalProperties", schema(arguments[1]));
      return map;
    }
    if (raw == Optional.class) {
      return orNull(schema(arguments[0]));
    }
    throw unsupported(type);
  }

  private ObjectNode schema(Class<?> type) {
    String format = TEXTS.get(type);
    if (format != null) {
      ObjectNode text = typed("string");
      return format.isEmpty() ? text : text.put("format", format);
    }
    List<Long> range = INTEGERS.get(type);
    if (range != null) {
      ObjectNode integer = typed("integer");
      return range.isEmpty()
          ? integer
          : integer.put("minimum", range.get(0)).put("maximum", range.get(1));
    }
    if (NUMBERS.contains(type)) {
      return typed("number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return typed("boolean");
    }
    if (type == Object.class || JsonNode.class.isAssignableFrom(type)) {
      return JsonNodeFactory.instance.objectNode();
    }
    return type.isEnum() || type.isRecord() || type.isSealed() ? named(type) : bean(type);
  }

  /** Types with a name are defined once and referred to, so that they may contain themselves. */
  private ObjectNode named(Class<?> type) {
    String name = names.get(type);
    if (name == null) {
      name = freeName(type.getSimpleName());
      names.put(type, name);
      definitions.putObject(name);
      ObjectNode body =
          type.isEnum() ? enumeration(type) : type.isRecord() ? object(type, false) : union(type);
      definitions.set(name, described(body, type));
    }
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/" + name);
  }

  private String freeName(String wanted) {
    String name = wanted;
    for (int i = 2; names.containsValue(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  private static ObjectNode enumeration(Class<?> type) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode values = node.putArray("enum");
    Arrays.stream(type.getEnumConstants()).forEach(c -> values.add(((Enum<?>) c).name()));
    return node;
  }

  private ObjectNode object(Class<?> type, boolean named) {
    ObjectNode object = typed("object");
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = object.putArray("required");
    if (named) {
      properties.putObject(CASE).put("const", type.getSimpleName());
      required.add(CASE);
    }
    for (RecordComponent component : type.getRecordComponents()) {
      if (named && component.getName().equals(CASE)) {
        throw new ExtractionException(
            type.getName() + " must not have a component 'type': it names the case");
      }
      properties.set(component.getName(), component(component));
      if (component.getType() != Optional.class) {
        required.add(component.getName());
      }
    }
    return object.put("additionalProperties", false);
  }

  private ObjectNode component(RecordComponent component) {
    Type type = component.getGenericType();
    boolean optional = component.getType() == Optional.class;
    if (optional && type instanceof ParameterizedType generic) {
      type = generic.getActualTypeArguments()[0];
    }
    ObjectNode schema = described(schema(type), component);
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        ? orNull(schema)
        : schema;
  }

  private ObjectNode union(Class<?> type) {
    ObjectNode union = JsonNodeFactory.instance.objectNode();
    ArrayNode cases = union.putArray("anyOf");
    for (Class<?> option : cases(type)) {
      cases.add(described(object(option, true), option));
    }
    return union;
  }

  /** Returns the records of a sealed interface, those of sealed interfaces within it too. */
  static List<Class<?>> cases(Class<?> type) {
    List<Class<?>> cases = new ArrayList<>();
    for (Class<?> option : type.getPermittedSubclasses()) {
      if (option.isRecord()) {
        cases.add(option);
      } else if (option.isSealed()) {
        cases.addAll(cases(option));
      } else {
        throw new ExtractionException(option.getName() + " is neither a record nor sealed");
      }
    }
    return cases;
  }

  /** The properties that Jackson would write, as a closed object. */
  private ObjectNode bean(Class<?> type) {
    if (type.isInterface() || type.isPrimitive() || type.getName().startsWith("java.")) {
      throw unsupported(type);
    }
    ObjectNode object = typed("object");
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = object.putArray("required");
    var config = MAPPER.getDeserializationConfig();
    for (var property : config.introspect(MAPPER.constructType(type)).findProperties()) {
      properties.set(property.getName(), schema(property.getPrimaryType()));
      required.add(property.getName());
    }
    if (properties.isEmpty()) {
      throw unsupported(type);
    }
    return object.put("additionalProperties", false);
  }

  private ObjectNode array(Type element, boolean unique) {
    ObjectNode array = typed("array");
    array.set("items", schema(element));
    return unique ? array.put("uniqueItems", true) : array;
  }

  private static ObjectNode orNull(ObjectNode schema) {
    ObjectNode either = JsonNodeFactory.instance.objectNode();
    either.putArray("anyOf").add(schema).add(typed("null"));
    return either;
  }

  private static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode described(ObjectNode schema, AnnotatedElement element) {
    Describe words = element.getAnnotation(Describe.class);
    if (words != null) {
      schema.put("description", words.value());
    }
    Keywords more = element.getAnnotation(Keywords.class);
    if (more != null) {
      schema.setAll(parse(more.value()));
    }
    return schema;
  }

  private static ObjectNode parse(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException | ClassCastException e) {
      throw new ExtractionException("@Keywords needs a JSON object, not " + text, e);
    }
  }

  private static ExtractionException unsupported(Type type) {
    return new ExtractionException("no JSON Schema for the type " + type.getTypeName());
  }
}
