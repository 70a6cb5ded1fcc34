package dev.strait.examples.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.input.VocabularyFiles;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.values.Escapes;
import dev.strait.values.NumberPolicy;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** This library as a measured implementation. */
final class StraitEngine implements Engine {
  private static final String SUITE_HOST = "http://localhost:1234/";

  private final Vocabulary vocabulary;
  private final SchemaOptions options;

  /**
   * Makes an engine.
   *
   * @param options how schemas are compiled
   */
  StraitEngine(Vocabulary vocabulary, SchemaOptions options) {
    this.vocabulary = vocabulary;
    this.options = options;
  }

  /**
   * Returns the options for MaskBench: its texts have one space after each comma and colon, any
   * escapes and any form of numbers.
   *
   * @param order {@code any} or {@code declared}
   */
  static SchemaOptions maskbench(String order) {
    TextPolicy policy =
        TextPolicy.spaced()
            .withEscapes(Escapes.ANY)
            .withNumbers(numbers())
            .withOrder(
                switch (order) {
                  case "any" -> TextPolicy.Order.ANY;
                  case "declared" -> TextPolicy.Order.DECLARED;
                  default ->
                      throw CommandException.usage(
                          "--property-order is any or declared, not " + order);
                });
    return SchemaOptions.defaults().withPolicy(policy);
  }

  /** Numbers as programs write them. */
  private static NumberPolicy numbers() {
    return NumberPolicy.wide();
  }

  /**
   * Warms the vocabulary up, as a server does before it takes requests, and waits for it.
   *
   * @param seconds how long at least; 0: as short as loading a model does
   */
  void warmUp(int seconds) {
    try {
      JsonSchema.warmUp(vocabulary, options, Duration.ofSeconds(seconds)).join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String name() {
    return "strait";
  }

  @Override
  public Grammar compile(JsonNode schema) {
    Constraint constraint =
        JsonSchema.compile(schema, options).constraint(vocabulary, Limits.defaults());
    return () -> new MatcherWalk(constraint.matcher());
  }

  private record MatcherWalk(Matcher matcher) implements Walk {
    @Override
    public void mask(long[] words) {
      matcher.mask(words);
    }

    @Override
    public boolean accept(int token) {
      return matcher.accept(token);
    }

    @Override
    public boolean isComplete() {
      return matcher.isComplete();
    }
  }

  /**
   * Returns the engine for the JSON Schema Test Suite: compact text, any order. A schema that is
   * refused because no value satisfies it accepts nothing, which is what the suite asks.
   */
  static SuiteEngine suite(String draft, Path remotes, boolean formats) {
    TextPolicy policy =
        TextPolicy.compact()
            .withOrder(TextPolicy.Order.ANY)
            .withEscapes(Escapes.ANY)
            .withNumbers(numbers());
    SchemaOptions options =
        SchemaOptions.defaults()
            .withPolicy(policy)
            .withDraft(draft(draft))
            .withFormats(formats)
            .withDocuments(documents(remotes));
    Vocabulary bytes = VocabularyFiles.bytes();
    return schema -> {
      try {
        return acceptor(JsonSchema.compile(schema, options).constraint(bytes));
      } catch (SchemaException e) {
        if (e.kind() == SchemaException.Kind.UNSATISFIABLE) {
          return text -> false;
        }
        throw e;
      }
    };
  }

  private static SuiteEngine.Acceptor acceptor(Constraint constraint) {
    return text -> {
      Matcher matcher = constraint.matcher();
      return matcher.acceptBytes(text) && matcher.isComplete();
    };
  }

  private static Draft draft(String name) {
    return switch (name) {
      case "draft4" -> Draft.DRAFT_4;
      case "draft6" -> Draft.DRAFT_6;
      case "draft7" -> Draft.DRAFT_7;
      case "draft2019-09" -> Draft.DRAFT_2019_09;
      case "draft2020-12" -> Draft.DRAFT_2020_12;
      default -> throw CommandException.usage("--draft " + name + " is not supported");
    };
  }

  private static Map<String, JsonNode> documents(Path remotes) {
    Map<String, JsonNode> documents = new HashMap<>();
    try (Stream<Path> files = Files.walk(remotes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        String path = remotes.relativize(file).toString().replace('\\', '/');
        documents.put(SUITE_HOST + path, new ObjectMapper().readTree(Inputs.bytes(file)));
      }
      return documents;
    } catch (IOException e) {
      throw CommandException.badInput("cannot read " + remotes + ": " + e.getMessage(), e);
    }
  }
}
