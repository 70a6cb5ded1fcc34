package dev.strait.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Constraint;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.JsonRules;
import dev.strait.vocabulary.Vocabulary;
import java.util.List;

/**
 * Compiles JSON Schemas.
 *
 * <pre>{@code
 * Constraint constraint = JsonSchema.compile(schemaText).constraint(vocabulary);
 * }</pre>
 */
public final class JsonSchema {

  /** Uses most of what schemas are made of; for {@link #warmUp}. */
  private static final String TYPICAL =
      """
      {"type": "object",
       "properties": {
         "name": {"type": "string", "minLength": 1, "maxLength": 100},
         "kind": {"enum": ["one", "two", "three"]},
         "count": {"type": "integer", "minimum": 0},
         "size": {"type": "number"},
         "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
         "parts": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}},
         "other": true},
       "required": ["name", "kind"]}
      """;

  private JsonSchema() {}

  /**
   * Learns about a vocabulary, in a background thread, what most schemas need: so that the first
   * mask of the first schema does not wait for it. Call it when a vocabulary has been loaded; it
   * takes some tenths of a second of one processor.
   *
   * @return the thread, a daemon; it ends when all is learnt
   */
  public static Thread warmUp(Vocabulary vocabulary, SchemaOptions options) {
    return Constraint.warmUp(
        vocabulary,
        () -> List.of(compile("true", options).rule(), compile(TYPICAL, options).rule()));
  }

  /**
   * Compiles a schema's text with the default options.
   *
   * @throws SchemaException if it cannot be compiled, or no value is valid
   */
  public static CompiledSchema compile(String schema) {
    return compile(schema, SchemaOptions.defaults());
  }

  /**
   * Compiles a schema's text.
   *
   * @throws SchemaException if it cannot be compiled, or no value is valid
   */
  public static CompiledSchema compile(String schema, SchemaOptions options) {
    try {
      JsonNode json = JsonRules.parse(schema);
      return compile(json, options);
    } catch (JsonProcessingException e) {
      throw new SchemaException(
          SchemaException.Kind.MALFORMED,
          "",
          "#",
          "the schema is not JSON: " + e.getOriginalMessage(),
          "Correct the text");
    } catch (NumberFormatException e) {
      throw new SchemaException(
          SchemaException.Kind.MALFORMED,
          "",
          "#",
          "the schema has a number that is out of range: " + e.getMessage(),
          "Correct the number");
    }
  }

  /**
   * Compiles a schema. The tree must not be changed afterwards: compiling is lazy.
   *
   * @throws SchemaException if it cannot be compiled, or no value is valid
   */
  public static CompiledSchema compile(JsonNode schema, SchemaOptions options) {
    return CompiledSchema.of(schema, options);
  }

  /**
   * Compiles the schema of a class or record: of the JSON that Jackson maps to it. Annotations of
   * Jackson and jakarta.validation are regarded; members of records, and members of primitive
   * types, are required unless annotated {@code Nullable} or of type {@code Optional}; no other
   * members are allowed.
   *
   * @throws SchemaException if it cannot be compiled, or no value is valid
   */
  public static CompiledSchema compile(Class<?> type, SchemaOptions options) {
    return compile(ClassSchemas.of(type), options);
  }
}
