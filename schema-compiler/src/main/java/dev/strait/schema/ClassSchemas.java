package dev.strait.schema;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import java.util.stream.Stream;

/** The schemas of Java classes and records, through the victools generator. */
final class ClassSchemas {
  private ClassSchemas() {}

  /** Returns the schema of the JSON that Jackson maps to the class, members as declared. */
  static JsonNode of(Class<?> type) {
    SchemaGeneratorConfigBuilder builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JacksonModule(
                    JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
                    JacksonOption.RESPECT_JSONPROPERTY_ORDER,
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
            .with(
                new JakartaValidationModule(
                    JakartaValidationOption.NOT_NULLABLE_FIELD_IS_REQUIRED,
                    JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS))
            .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.FLATTENED_OPTIONALS);
    builder.forTypesInGeneral().withPropertySorter((a, b) -> 0);
    builder.forFields().withRequiredCheck(ClassSchemas::isRequired);
    return new SchemaGenerator(builder.build()).generateSchema(type);
  }

  private static boolean isRequired(FieldScope field) {
    Class<?> owner = field.getDeclaringType().getErasedType();
    Class<?> raw = field.getRawMember().getType();
    return raw.isPrimitive()
        || owner.isRecord()
            && raw != Optional.class
            && !isNullable(field.getRawMember())
            && !isNullable(field.getRawMember().getAnnotatedType());
  }

  private static boolean isNullable(AnnotatedElement element) {
    return Stream.of(element.getAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
  }
}
