package dev.strait.llama.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Constraint;
import dev.strait.llama.generate.FinishReason;
import dev.strait.llama.generate.Generated;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.Prompts;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ChatMessage;
import dev.strait.schema.JavaTypes;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.rules.TextPolicy;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Function;

/**
 * Turns text into values of a Java type: the schema of the type is told to the model, and enforced.
 *
 * <pre>{@code
 * record Person(String name, int age) {}
 *
 * Extractor<Person> people = Extractor.of(workspace, Person.class);
 * Person ada = people.extract("Ada Lovelace died at 36.").value();
 * }</pre>
 *
 * <p>The model's chat template is used if it has one; decoding is greedy unless said otherwise.
 * Immutable; belongs, with its workspace, to one thread at a time.
 *
 * @param <T> the type of the values
 */
public final class Extractor<T> {

  private static final String INSTRUCTIONS =
      "Extract the data from the user's text. Answer with one JSON value that obeys the schema, and"
          + " nothing else.";

  private final Workspace workspace;
  private final JsonNode schema;
  private final Constraint constraint;
  private final Function<JsonNode, T> reader;
  private final String instructions;
  private final boolean schemaInPrompt;
  private final GenerationOptions options;

  private Extractor(
      Workspace workspace,
      JsonNode schema,
      Constraint constraint,
      Function<JsonNode, T> reader,
      String instructions,
      boolean schemaInPrompt,
      GenerationOptions options) {
    this.workspace = workspace;
    this.schema = schema;
    this.constraint = constraint;
    this.reader = reader;
    this.instructions = instructions;
    this.schemaInPrompt = schemaInPrompt;
    this.options = options;
  }

  /**
   * Returns an extractor of a record, a class or a sealed interface.
   *
   * @throws dev.strait.schema.report.SchemaException if the type has no schema
   * @see JavaTypes
   */
  public static <T> Extractor<T> of(Workspace workspace, Class<T> type) {
    return make(workspace, JavaTypes.schema(type), json -> read(json, type));
  }

  /**
   * Returns an extractor of a type with arguments, such as a list of records.
   *
   * @throws dev.strait.schema.report.SchemaException if the type has no schema
   */
  public static <T> Extractor<T> of(Workspace workspace, TypeReference<T> type) {
    return make(workspace, JavaTypes.schema(type.getType()), json -> read(json, type.getType()));
  }

  /**
   * Returns an extractor of JSON values.
   *
   * @throws dev.strait.schema.report.SchemaException if the schema cannot be compiled
   */
  public static Extractor<JsonNode> of(Workspace workspace, JsonNode schema) {
    return make(workspace, schema, json -> json);
  }

  static <T> T read(JsonNode json, Type type) {
    try {
      return JavaTypes.reader(type).readValue(json);
    } catch (IOException e) {
      throw new ExtractionException(
          "cannot make a " + type.getTypeName() + " of " + json + ": " + e.getMessage(), e);
    }
  }

  private static <T> Extractor<T> make(
      Workspace workspace, JsonNode schema, Function<JsonNode, T> reader) {
    SchemaOptions text = SchemaOptions.defaults().withPolicy(TextPolicy.spaced());
    Constraint constraint =
        JsonSchema.compile(schema, text).constraint(workspace.model().vocabulary());
    return new Extractor<>(
        workspace, schema, constraint, reader, INSTRUCTIONS, true, GenerationOptions.defaults());
  }

  /** Returns an extractor with other words to the model. */
  public Extractor<T> withInstructions(String words) {
    return new Extractor<>(workspace, schema, constraint, reader, words, schemaInPrompt, options);
  }

  /** Returns an extractor that tells the model the schema, or does not. */
  public Extractor<T> withSchemaInPrompt(boolean told) {
    return new Extractor<>(workspace, schema, constraint, reader, instructions, told, options);
  }

  /** Returns an extractor with other options. */
  public Extractor<T> withOptions(GenerationOptions other) {
    return new Extractor<>(
        workspace, schema, constraint, reader, instructions, schemaInPrompt, other);
  }

  /** Returns the schema. */
  public JsonNode schema() {
    return schema;
  }

  /** Returns the constraint that the schema was compiled to. */
  public Constraint constraint() {
    return constraint;
  }

  /** Returns the tokens of the prompt for a text. */
  public int[] prompt(String text) {
    String system = schemaInPrompt ? instructions + "\n\nJSON Schema:\n" + schema : instructions;
    return Prompts.chat(
        workspace.model(), List.of(ChatMessage.system(system), ChatMessage.user(text)));
  }

  /**
   * Extracts a value.
   *
   * @throws ExtractionException if the output was ended early (also by the deadline: what closes it
   *     then is not the model's), or the type refused its value
   * @throws dev.strait.llama.model.ModelException if the model cannot do it
   */
  public Extracted<T> extract(String text) {
    try (Extraction<T> extraction = stream(text)) {
      return extraction.finish();
    }
  }

  /** Begins to extract a value whose parts are wanted as they are completed. */
  public Extraction<T> stream(String text) {
    Session session = workspace.session();
    try {
      session.append(prompt(text));
      return new Extraction<>(session, session.generate(constraint, options), this::read);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private Extracted<T> read(Generated generated) {
    if (!generated.valid() || generated.reason() == FinishReason.DEADLINE) {
      throw new ExtractionException(
          "the output was ended early (" + generated.reason() + "): " + generated.text());
    }
    try {
      JsonNode json = PartScanner.MAPPER.readTree(generated.text());
      return new Extracted<>(reader.apply(json), json, generated);
    } catch (JsonProcessingException e) {
      throw new ExtractionException("not JSON: " + generated.text(), e);
    }
  }
}
