package dev.strait.llama.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
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
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns JSON values that are valid under {@link JavaSchema} into Java values. */
final class Binder {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Map<Class<?>, Function<JsonNode, Object>> PLAIN =
      Map.ofEntries(
          Map.entry(String.class, JsonNode::textValue),
          Map.entry(CharSequence.class, JsonNode::textValue),
          Map.entry(Boolean.class, JsonNode::booleanValue),
          Map.entry(boolean.class, JsonNode::booleanValue),
          Map.entry(Byte.class, node -> node.decimalValue().byteValueExact()),
          Map.entry(byte.class, node -> node.decimalValue().byteValueExact()),
          Map.entry(Short.class, node -> node.decimalValue().shortValueExact()),
          Map.entry(short.class, node -> node.decimalValue().shortValueExact()),
          Map.entry(Integer.class, node -> node.decimalValue().intValueExact()),
          Map.entry(int.class, node -> node.decimalValue().intValueExact()),
          Map.entry(Long.class, node -> node.decimalValue().longValueExact()),
          Map.entry(long.class, node -> node.decimalValue().longValueExact()),
          Map.entry(BigInteger.class, node -> node.decimalValue().toBigIntegerExact()),
          Map.entry(BigDecimal.class, JsonNode::decimalValue),
          Map.entry(Number.class, JsonNode::decimalValue),
          Map.entry(Double.class, JsonNode::doubleValue),
          Map.entry(double.class, JsonNode::doubleValue),
          Map.entry(Float.class, JsonNode::floatValue),
          Map.entry(float.class, JsonNode::floatValue),
          Map.entry(LocalDate.class, node -> LocalDate.parse(node.textValue())),
          Map.entry(LocalTime.class, node -> OffsetTime.parse(node.textValue()).toLocalTime()),
          Map.entry(Instant.class, node -> OffsetDateTime.parse(node.textValue()).toInstant()),
          Map.entry(UUID.class, node -> UUID.fromString(node.textValue())),
          Map.entry(URI.class, node -> URI.create(node.textValue())),
          Map.entry(Object.class, node -> node));

  private Binder() {}

  /**
   * Returns the value of a type.
   *
   * @throws ExtractionException if a constructor refuses it, or it does not fit
   */
  static @Nullable Object bind(JsonNode node, Type type) {
    try {
      return value(node, type);
    } catch (ArithmeticException | java.time.DateTimeException | IllegalArgumentException e) {
      throw new ExtractionException(
          "cannot make a " + type.getTypeName() + " of " + node + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Object value(JsonNode node, Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic(node, generic);
    }
    if (type instanceof WildcardType wildcard) {
      return value(node, wildcard.getUpperBounds()[0]);
    }
    if (type instanceof GenericArrayType array) {
      return array(node, array.getGenericComponentType());
    }
    Class<?> plain = (Class<?>) type;
    if (node.isNull() && !plain.isPrimitive() && !JsonNode.class.isAssignableFrom(plain)) {
      return null;
    }
    Function<JsonNode, Object> reader = PLAIN.get(plain);
    if (reader != null) {
      return reader.apply(node);
    }
    if (JsonNode.class.isAssignableFrom(plain)) {
      return plain.cast(node);
    }
    if (plain.isArray()) {
      return array(node, plain.getComponentType());
    }
    return structure(node, plain);
  }

  private static Object structure(JsonNode node, Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(c -> ((Enum<?>) c).name().equals(node.textValue()))
          .findFirst()
          .orElseThrow(() -> new ExtractionException(node + " is not a " + type.getName()));
    }
    if (type.isRecord()) {
      return record(node, type);
    }
    if (type.isSealed()) {
      String name = node.path(JavaSchema.CASE).asText();
      return JavaSchema.cases(type).stream()
          .filter(option -> option.getSimpleName().equals(name))
          .findFirst()
          .map(option -> record(node, option))
          .orElseThrow(() -> new ExtractionException(name + " is no case of " + type.getName()));
    }
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new ExtractionException("cannot make a " + type.getName() + " of " + node, e);
    }
  }

  private static Object record(JsonNode node, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      JsonNode value = node.get(components[i].getName());
      values[i] =
          value == null ? absent(components[i]) : value(value, components[i].getGenericType());
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new ExtractionException(
          type.getSimpleName() + " refused " + node + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new ExtractionException("cannot make a " + type.getName(), e);
    }
  }

  private static Object absent(RecordComponent component) {
    if (component.getType() != Optional.class) {
      throw new ExtractionException("no value for " + component);
    }
    return Optional.empty();
  }

  private static Object generic(JsonNode node, ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return Optional.ofNullable(value(node, arguments[0]));
    }
    if (Map.class.isAssignableFrom(raw)) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      node.fields().forEachRemaining(e -> map.put(e.getKey(), value(e.getValue(), arguments[1])));
      return Collections.unmodifiableMap(map);
    }
    List<@Nullable Object> list = list(node, arguments[0]);
    return Set.class.isAssignableFrom(raw)
        ? Collections.unmodifiableSet(new LinkedHashSet<>(list))
        : Collections.unmodifiableList(list);
  }

  private static List<@Nullable Object> list(JsonNode node, Type element) {
    List<@Nullable Object> list = new ArrayList<>();
    node.forEach(item -> list.add(value(item, element)));
    return list;
  }

  private static Object array(JsonNode node, Type element) {
    Type raw = element instanceof ParameterizedType generic ? generic.getRawType() : element;
    Object array = Array.newInstance((Class<?>) raw, node.size());
    for (int i = 0; i < node.size(); i++) {
      Array.set(array, i, value(node.get(i), element));
    }
    return array;
  }
}
