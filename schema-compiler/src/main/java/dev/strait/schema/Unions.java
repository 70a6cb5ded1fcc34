package dev.strait.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.BeanSerializerFactory;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SubtypeResolver;
import com.github.victools.jsonschema.generator.TypeAttributeOverrideV2;
import com.github.victools.jsonschema.generator.TypeContext;
import com.github.victools.jsonschema.generator.TypeScope;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unions of types, as Jackson knows them: the schema of the whole is that of any of its cases, and
 * a member of each case tells which one it is.
 */
final class Unions implements SubtypeResolver, TypeAttributeOverrideV2 {

  private final JsonMapper mapper;
  private final SerializationConfig config;

  Unions(JsonMapper mapper) {
    this.mapper = mapper;
    this.config = mapper.getSerializationConfig();
  }

  /** Returns whether the type is a union or a case of one. */
  boolean contains(Class<?> type) {
    return serializer(type) != null;
  }

  @Override
  public @Nullable List<ResolvedType> findSubtypes(
      ResolvedType declared, SchemaGenerationContext context) {
    Class<?> type = declared.getErasedType();
    if (!contains(type)) {
      return null;
    }
    List<Class<?>> cases = cases(type);
    if (cases.equals(List.of(type))) {
      return null;
    }
    if (cases.isEmpty() || cases.contains(type) || cases.stream().anyMatch(Class::isEnum)) {
      throw PlainTypes.unsupported(
          type.getTypeName(),
          "a union needs cases that are records or classes, and is none itself");
    }
    return cases.stream().map(c -> resolve(declared, c, context.getTypeContext())).toList();
  }

  private List<Class<?>> cases(Class<?> type) {
    Set<Class<?>> seen = new LinkedHashSet<>();
    collect(type, seen);
    return seen.stream().filter(c -> !Modifier.isAbstract(c.getModifiers())).toList();
  }

  private void collect(Class<?> type, Set<Class<?>> seen) {
    if (!seen.add(type)) {
      return;
    }
    var annotated = config.introspectClassAnnotations(mapper.constructType(type)).getClassInfo();
    List<NamedType> narrower = config.getAnnotationIntrospector().findSubtypes(annotated);
    if (narrower != null) {
      narrower.stream()
          .map(NamedType::getType)
          .filter(type::isAssignableFrom)
          .forEach(c -> collect(c, seen));
    }
  }

  private static ResolvedType resolve(ResolvedType declared, Class<?> type, TypeContext context) {
    try {
      return context.resolveSubtype(declared, type);
    } catch (IllegalArgumentException e) { // it has type parameters of its own
      return context.resolve(type);
    }
  }

  @Override
  public void overrideTypeAttributes(
      ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
    Class<?> type = scope.getType().getErasedType();
    TypeSerializer serializer = schema.has("properties") ? serializer(type) : null;
    if (serializer != null) {
      tag(schema, type, serializer);
    }
  }

  /** Puts the member that names the case before the others. */
  private static void tag(ObjectNode schema, Class<?> type, TypeSerializer serializer) {
    As place = serializer.getTypeInclusion();
    String member = serializer.getPropertyName();
    ObjectNode members = (ObjectNode) schema.get("properties");
    if (place != As.PROPERTY && place != As.EXISTING_PROPERTY) {
      throw PlainTypes.unsupported(
          type.getTypeName(), "@JsonTypeInfo(include = " + place + ") is not supported");
    }
    if (place == As.PROPERTY && members.has(member)) {
      throw PlainTypes.unsupported(
          type.getTypeName(), "the member '" + member + "' names the case, and is there already");
    }
    ObjectNode tagged = members.objectNode();
    tagged
        .putObject(member)
        .put("const", serializer.getTypeIdResolver().idFromValueAndType(null, type));
    members.remove(member);
    schema.set("properties", tagged.setAll(members));
    ArrayNode required = members.arrayNode().add(member);
    schema
        .path("required")
        .forEach(
            name -> {
              if (!name.asText().equals(member)) {
                required.add(name);
              }
            });
    schema.set("required", required);
  }

  private @Nullable TypeSerializer serializer(Class<?> type) {
    JavaType known = mapper.constructType(type);
    try {
      return BeanSerializerFactory.instance.createTypeSerializer(config, known);
    } catch (IllegalArgumentException e) {
      throw PlainTypes.unsupported(type.getTypeName(), String.valueOf(e.getMessage()));
    }
  }
}
