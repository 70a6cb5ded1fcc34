package dev.strait.examples.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.grammar.Gbnf;
import dev.strait.grammar.GrammarSyntaxException;
import dev.strait.grammar.Lark;
import dev.strait.grammar.StructuralTags;
import dev.strait.grammar.TextGrammar;
import dev.strait.grammar.Tool;
import dev.strait.grammar.ToolCalls;
import dev.strait.grammar.ToolStyle;
import dev.strait.rule.GrammarException;
import dev.strait.rule.Rule;
import dev.strait.schema.CompiledSchema;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.vocabulary.Vocabulary;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a user says what may be generated. */
public final class ConstraintOptions {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** How white space is placed in JSON text. */
  enum Whitespace {
    compact,
    spaced,
    flexible,
    indented
  }

  @Option(
      names = {"-s", "--schema"},
      paramLabel = "FILE",
      description = "A JSON Schema; - reads standard input.")
  @Nullable Path schema;

  @Option(
      names = "--regex",
      paramLabel = "PATTERN",
      description = "A regular expression (ECMA-262) that the whole output matches.")
  @Nullable String regex;

  @Option(
      names = {"-g", "--grammar"},
      paramLabel = "FILE",
      description = "A grammar: GBNF (llama.cpp's), or Lark where the name ends in .lark.")
  @Nullable Path grammar;

  @Option(
      names = "--tools",
      paramLabel = "FILE",
      description =
          "Tools that may be called, as a JSON list in OpenAI's form; the output is a call, or free"
              + " text with calls where --free-text is given.")
  @Nullable Path tools;

  @Option(
      names = "--tool-style",
      paramLabel = "STYLE",
      defaultValue = "HERMES",
      description =
          "How the model's family writes calls: ${COMPLETION-CANDIDATES}. Default: HERMES.")
  ToolStyle toolStyle = ToolStyle.HERMES;

  @Option(names = "--free-text", description = "With --tools: text may stand around the calls.")
  boolean freeText;

  @Option(
      names = "--whitespace",
      paramLabel = "HOW",
      defaultValue = "spaced",
      description = "JSON text: ${COMPLETION-CANDIDATES}. Default: spaced.")
  Whitespace whitespace = Whitespace.spaced;

  @Option(
      names = "--any-order",
      description = "Properties may come in any order; else as the schema declares them.")
  boolean anyOrder;

  @Option(names = "--no-formats", description = "Take \"format\" as a remark, not as a rule.")
  boolean noFormats;

  @Option(
      names = "--document",
      paramLabel = "URI=FILE",
      description =
          "A document that references in the schema may lead to; may be given several times.")
  Map<String, Path> documents = new HashMap<>();

  /** Returns whether an output is constrained. */
  public boolean isPresent() {
    return given() > 0;
  }

  private long given() {
    return Stream.of(schema, regex, grammar, tools).filter(Objects::nonNull).count();
  }

  /** Returns words that name the constraint. */
  public String describe() {
    if (schema != null) {
      return "schema " + schema.getFileName();
    }
    if (grammar != null) {
      return "grammar " + grammar.getFileName();
    }
    if (tools != null) {
      return "tools " + tools.getFileName();
    }
    return regex == null ? "unconstrained" : "regex " + regex;
  }

  /**
   * Compiles the constraint.
   *
   * @return the constraint, or empty if none is named
   * @throws CommandException if it cannot be compiled
   */
  public Optional<Constraint> compile(Vocabulary vocabulary) {
    return Progress.during("compiling", () -> rule(vocabulary))
        .map(rule -> Constraint.compile(rule, vocabulary, Limits.defaults()));
  }

  /**
   * Compiles the constraint.
   *
   * @throws CommandException if none is named, or it cannot be compiled
   */
  public Constraint require(Vocabulary vocabulary) {
    return compile(vocabulary)
        .orElseThrow(
            () ->
                CommandException.usage(
                    "say what may be generated: --schema, --regex, --grammar or --tools"));
  }

  private Optional<Rule<?>> rule(Vocabulary vocabulary) {
    if (given() > 1) {
      throw CommandException.usage("give only one of --schema, --regex, --grammar and --tools");
    }
    if (schema != null) {
      return Optional.of(compile(schema, schemaOptions()).rule());
    }
    if (grammar != null) {
      return Optional.of(grammar(grammar, vocabulary));
    }
    if (tools != null) {
      return Optional.of(tools(tools, vocabulary));
    }
    return regex == null ? Optional.empty() : Optional.of(PatternRule.of(regex));
  }

  private Rule<?> tools(Path file, Vocabulary vocabulary) {
    try {
      ToolCalls calls = new ToolCalls(Tool.fromOpenAi(json(file)), vocabulary, schemaOptions());
      if (toolStyle == ToolStyle.CHANNELS) {
        return calls.channels(!freeText);
      }
      StructuralTags tags = calls.tags(toolStyle);
      return freeText
          ? tags.compile()
          : tags.withoutFreeText().withCount(StructuralTags.Count.ONE).compile();
    } catch (IllegalArgumentException | GrammarException | SchemaException e) {
      throw CommandException.badInput(file + ": " + e.getMessage(), e);
    }
  }

  private Rule<?> grammar(Path file, Vocabulary vocabulary) {
    String text = Inputs.text(file);
    try {
      boolean lark = file.toString().endsWith(".lark");
      SchemaOptions options = schemaOptions();
      TextGrammar read =
          lark ? Lark.parse(text, vocabulary, options) : Gbnf.parse(text, vocabulary);
      return read.compile();
    } catch (GrammarSyntaxException | GrammarException | SchemaException e) {
      throw CommandException.badInput(file + ": " + e.getMessage(), e);
    }
  }

  /** Returns how schemas are compiled. */
  public SchemaOptions schemaOptions() {
    TextPolicy policy =
        switch (whitespace) {
          case compact -> TextPolicy.compact();
          case spaced -> TextPolicy.spaced();
          case flexible -> TextPolicy.flexible(2);
          case indented -> TextPolicy.indented(2);
        };
    policy = policy.withOrder(anyOrder ? TextPolicy.Order.ANY : TextPolicy.Order.DECLARED);
    Map<String, JsonNode> registered = new HashMap<>();
    documents.forEach((uri, file) -> registered.put(uri, json(file)));
    return SchemaOptions.defaults()
        .withPolicy(policy)
        .withFormats(!noFormats)
        .withDocuments(registered);
  }

  /**
   * Compiles the schema in a file.
   *
   * @throws CommandException with one message if it cannot be compiled
   */
  public static CompiledSchema compile(Path file, SchemaOptions options) {
    try {
      return compileOrRefuse(file, options);
    } catch (SchemaException e) {
      throw CommandException.badInput(refusal(file, e), e);
    }
  }

  /**
   * Compiles the schema in a file.
   *
   * @throws CommandException if the file has no JSON in it
   * @throws SchemaException if the schema is refused
   */
  public static CompiledSchema compileOrRefuse(Path file, SchemaOptions options) {
    JsonNode schema = json(file);
    return Progress.during("compiling", () -> JsonSchema.compile(schema, options));
  }

  /** Returns the message of a refused schema: what kind, where, why, and the way out. */
  public static String refusal(Path file, SchemaException e) {
    return file + ": " + e.kind().name().toLowerCase(Locale.ROOT) + ": " + e.getMessage();
  }

  private static JsonNode json(Path file) {
    try {
      return MAPPER.readTree(Inputs.text(file));
    } catch (JsonProcessingException e) {
      throw CommandException.badInput(
          file
              + " is not JSON: line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": "
              + e.getOriginalMessage(),
          e);
    }
  }
}
