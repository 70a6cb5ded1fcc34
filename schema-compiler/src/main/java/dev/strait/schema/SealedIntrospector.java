package dev.strait.schema;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lets Jackson read sealed types as if they, and their cases, were annotated. */
final class SealedIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  private static final JsonTypeInfo.Value BY_SIMPLE_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, null);

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    JsonTypeInfo.Value info = super.findPolymorphicTypeInfo(config, annotated);
    return info == null && annotated instanceof AnnotatedClass && isOfUnion(annotated.getRawType())
        ? BY_SIMPLE_NAME
        : info;
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
    List<NamedType> annotatedOnes = super.findSubtypes(annotated);
    Class<?> type = annotated.getRawType();
    return annotatedOnes == null && annotated instanceof AnnotatedClass && isUnion(type)
        ? Stream.of(type.getPermittedSubclasses()).map(NamedType::new).toList()
        : annotatedOnes;
  }

  @Override
  public @Nullable String findTypeName(AnnotatedClass annotated) {
    String name = super.findTypeName(annotated);
    return name == null && isOfUnion(annotated.getRawType())
        ? annotated.getRawType().getSimpleName()
        : name;
  }

  private static boolean isOfUnion(@Nullable Class<?> type) {
    return type != null
        && !isJdk(type)
        && (isUnion(type)
            || isOfUnion(type.getSuperclass())
            || Stream.of(type.getInterfaces()).anyMatch(SealedIntrospector::isOfUnion));
  }

  /** Enums whose constants have bodies are sealed too. */
  private static boolean isUnion(Class<?> type) {
    return type.isSealed() && !type.isEnum() && !isJdk(type);
  }

  private static boolean isJdk(Class<?> type) {
    return type.getName().startsWith("java.");
  }
}
