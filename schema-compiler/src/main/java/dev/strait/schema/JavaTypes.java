package dev.strait.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import dev.strait.schema.report.SchemaException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schemas of Java types, and the readers of the values that are valid under them.
 *
 * <pre>{@code
 * record Pet(@Size(max = 20) String name, @JsonPropertyDescription("in years") int age) {}
 *
 * JsonNode schema = JavaTypes.schema(Pet.class);
 * Pet pet = JavaTypes.reader(Pet.class).readValue("{\"name\":\"Rex\",\"age\":3}");
 * }</pre>
 *
 * <p>A type's schema describes the JSON that Jackson reads to it: annotations of Jackson and of
 * jakarta.validation are regarded. Objects are closed, their members in order; members of records
 * and members of primitive types are required unless annotated {@code Nullable} (then null may
 * stand for them) or of type {@link Optional}. Sets hold no element twice. Types of {@code
 * java.time} have a form that Java reads, which is narrower than that of the JSON Schema format.
 *
 * <p>Sealed interfaces and classes are unions; each of their cases is an object whose first member,
 * {@code type}, is the simple name of the case, unless Jackson's annotations say otherwise. Types
 * within themselves become references.
 */
public final class JavaTypes {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .annotationIntrospector(new SealedIntrospector())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JavaTypes() {}

  /**
   * Returns the schema (draft 2020-12) of a type.
   *
   * @throws SchemaException if the type, or one within it, has none: an interface that is not
   *     sealed, a class of the JDK that is not known here
   */
  public static JsonNode schema(Type type) {
    return new SchemaGenerator(configuration().build()).generateSchema(type);
  }

  /** Returns the reader of the values that are valid under a type's schema. */
  public static ObjectReader reader(Type type) {
    return MAPPER.readerFor(MAPPER.constructType(type));
  }

  private static SchemaGeneratorConfigBuilder configuration() {
    SchemaGeneratorConfigBuilder builder =
        new SchemaGeneratorConfigBuilder(
                MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JacksonModule(
                    JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
                    JacksonOption.RESPECT_JSONPROPERTY_ORDER,
                    JacksonOption.SKIP_SUBTYPE_LOOKUP,
                    JacksonOption.IGNORE_TYPE_INFO_TRANSFORM))
            .with(
                new JakartaValidationModule(
                    JakartaValidationOption.NOT_NULLABLE_FIELD_IS_REQUIRED,
                    JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS))
            .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.FLATTENED_OPTIONALS);
    Unions unions = new Unions(MAPPER);
    builder
        .forTypesInGeneral()
        .withPropertySorter((a, b) -> 0)
        .withCustomDefinitionProvider(new PlainTypes(MAPPER, unions))
        .withSubtypeResolver(unions)
        .withTypeAttributeOverride(unions)
        .withArrayUniqueItemsResolver(scope -> isSet(scope.getType()) ? Boolean.TRUE : null);
    builder
        .forFields()
        .withIgnoreCheck(JavaTypes::isUnknownToJackson)
        .withNullableCheck(field -> isNullable(field) ? Boolean.TRUE : null)
        .withRequiredCheck(JavaTypes::isRequired);
    return builder;
  }

  private static boolean isSet(@Nullable ResolvedType type) {
    return type != null && type.isInstanceOf(Set.class);
  }

  private static boolean isUnknownToJackson(FieldScope field) {
    BeanDescription owner =
        MAPPER
            .getDeserializationConfig()
            .introspect(MAPPER.constructType(field.getDeclaringType().getErasedType()));
    return owner.findProperties().stream()
        .noneMatch(
            property ->
                property.getInternalName().equals(field.getDeclaredName())
                    && property.couldDeserialize());
  }

  private static boolean isRequired(FieldScope field) {
    Class<?> raw = field.getRawMember().getType();
    return raw.isPrimitive()
        || field.getDeclaringType().getErasedType().isRecord()
            && raw != Optional.class
            && !isNullable(field);
  }

  private static boolean isNullable(FieldScope field) {
    return isNullable(field.getRawMember()) || isNullable(field.getRawMember().getAnnotatedType());
  }

  private static boolean isNullable(AnnotatedElement element) {
    return Stream.of(element.getAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
  }
}
