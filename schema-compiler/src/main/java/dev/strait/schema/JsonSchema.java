package dev.strait.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Constraint;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.JsonRules;
import dev.strait.vocabulary.Vocabulary;
import java.time.Duration;

/**
 * Compiles JSON Schemas.
 *
 * <pre>{@code
 * Constraint constraint = JsonSchema.compile(text).constraint(vocabulary);
 * }</pre>
 */
public final class JsonSchema {

  private JsonSchema() {}

  /**
   * Learns about a vocabulary, in a background thread, what most schemas need: so that the first
   * mask of the first schema does not wait for it, and the code that compiles schemas is no longer
   * cold. Call it when a vocabulary has been loaded and further work, such as loading a model's
   * weights, gives it the time: it takes one to two seconds of one processor, much less for the
   * second vocabulary of a process. What is needed sooner is worked out by the thread that needs
   * it.
   *
   * @return the thread, a daemon; it ends when all is learnt
   */
  public static Thread warmUp(Vocabulary vocabulary, SchemaOptions options) {
    return warmUp(vocabulary, options, Duration.ZERO);
  }

  /**
   * The same for a process that is to serve many schemas at its full speed from the first one on:
   * goes on generating for nothing for some time, in which the virtual machine compiles the code.
   * Half of what the masks of a new schema cost in a young process is code that is not yet compiled
   * for speed.
   *
   * @param atLeast how long, in time on the clock; after some ten seconds little more is gained.
   *     Zero: as short as {@link #warmUp(Vocabulary, SchemaOptions)}
   */
  public static Thread warmUp(Vocabulary vocabulary, SchemaOptions options, Duration atLeast) {
    return Constraint.warmUp(vocabulary, new Rehearsed(options)::rules, atLeast);
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
   * Compiles a schema. The tree must not be changed afterwards: compiling is lazy. What decides
   * whether there is a valid value is looked at here, and what the first mask needs by {@link
   * CompiledSchema#constraint}; a fault elsewhere, as a {@code $ref} to nowhere below a member that
   * may be missing, is told where a generation first needs that part, by a {@link SchemaException}
   * of a mask or step.
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
    return compile(JavaTypes.schema(type), options);
  }
}
