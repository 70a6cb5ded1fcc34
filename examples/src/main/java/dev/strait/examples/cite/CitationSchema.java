package dev.strait.examples.cite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.constraint.Constraint;
import dev.strait.examples.cite.Cores.Core;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.legal.Citation;
import dev.strait.examples.legal.Registry;
import dev.strait.rule.Rule;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The published schema of citations, and the constraint made of it for a piece of text. The model
 * writes the same objects without {@code start} and {@code end}, which the program adds.
 */
final class CitationSchema {

  static final String RESOURCE = "/dev/strait/examples/cite/citations.schema.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> GROUPS =
      Map.of(
          "reporters", "reporter",
          "codes", "code",
          "regulations", "regulation",
          "registers", "register",
          "constitutions", "constitution",
          "rules", "rule");

  private final JsonNode published;
  private final ObjectNode written;
  private final Registry registry;
  private final Sentences sentences;

  CitationSchema(Registry registry) {
    this.registry = registry;
    this.sentences = new Sentences(registry);
    try {
      published = JSON.readTree(Inputs.resource(RESOURCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written = published.deepCopy();
    for (JsonNode kind : written.path("$defs")) {
      ((ObjectNode) kind.path("properties")).remove(List.of("start", "end"));
    }
  }

  /** Returns the published schema. */
  JsonNode published() {
    return published;
  }

  /** Returns the schema of what the model writes. */
  JsonNode written() {
    return written;
  }

  /**
   * Returns the constraint for one text: an array with a citation for each site of cores in the
   * order of the text (or one for a run of sites that may be parallel reporters of a case), of the
   * kinds of the site's cores, with the registry names of those cores, and with spans that lie
   * between the cores before and after.
   *
   * @param cores those of the text, at least one
   */
  Constraint constraint(String text, List<Core> cores, Vocabulary vocabulary) {
    Narrowed narrowed = new Narrowed(text, Sites.of(cores, text, sentences.split(text)));
    return JsonSchema.compile(narrowed.root, narrowed.options).constraint(vocabulary);
  }

  /** The schema of what may be written for a text, under construction. */
  private final class Narrowed {
    private final String text;
    private final Sites sites;
    private final ObjectNode root = JSON.createObjectNode();
    private final ObjectNode definitions = root.putObject("$defs");
    private SchemaOptions options = SchemaOptions.defaults();

    Narrowed(String text, Sites sites) {
      this.text = text;
      this.sites = sites;
      ArrayNode ways = root.putArray("anyOf");
      sites.partitions().forEach(runs -> addArray(ways.addObject(), runs));
    }

    private void addArray(ObjectNode array, List<Sites.Run> runs) {
      array.put("type", "array").put("items", false);
      array.put("minItems", runs.size()).put("maxItems", runs.size());
      ArrayNode items = array.putArray("prefixItems");
      for (Sites.Run run : runs) {
        ArrayNode alternatives = items.addObject().putArray("anyOf");
        for (Core core : sites.cores(run)) {
          for (boolean named : SpanRule.namings(text, core, sites.zone(run))) {
            alternatives.addObject().put("$ref", "#/$defs/" + define(run, core, named));
          }
        }
      }
    }

    /**
     * Defines a kind of citation at a run of sites, with or without parties, once, and returns the
     * definition's name.
     */
    private String define(Sites.Run run, Core core, boolean named) {
      String bare = core.kind() + " " + run.first() + "-" + run.last();
      String name = named ? "named " + bare : bare;
      if (!definitions.has(name)) {
        ObjectNode kind = written.path("$defs").path(core.kind()).deepCopy();
        definitions.set(name, kind);
        if (core.kind().equals("case")) {
          fitParallel(kind, run);
        }
        ObjectNode fields = (ObjectNode) kind.path("properties");
        for (Map.Entry<String, JsonNode> field : fields.deepCopy().properties()) {
          ObjectNode value = (ObjectNode) fields.path(field.getKey());
          Optional<Set<String>> choices = choices(field.getKey(), run, core, named);
          if (choices.isPresent()) {
            choose(fields, field.getKey(), name, choices.get());
            require(kind, field.getKey(), run, core);
          } else {
            bindField(value, field.getKey(), name, run, core, named);
          }
        }
        if (named) {
          ((ArrayNode) kind.path("required")).add("parties");
        }
      }
      return name;
    }

    private Optional<Set<String>> choices(String field, Sites.Run run, Core core, boolean named) {
      if (field.equals("parallel") && run.isParallel()) {
        return Optional.of(
            Fields.parallels(
                text, sites.secondZone(run).start(), sites.lastCase(run), sites.zone(run)));
      }
      if (field.equals("parties") && !named) {
        return Optional.of(Set.of());
      }
      return Fields.choices(field, text, core, sites.firstZone(run, field));
    }

    /** Binds a field to its few possible values; one that has none cannot be there. */
    private void choose(ObjectNode fields, String field, String definition, Set<String> values) {
      if (values.isEmpty()) {
        fields.remove(field);
      } else {
        bind(
            (ObjectNode) fields.path(field),
            "x-span-of",
            field + " of " + definition,
            new EntryRule("span at its place", values));
      }
    }

    private void require(ObjectNode kind, String field, Sites.Run run, Core core) {
      boolean there = kind.path("properties").has(field);
      if (there && Fields.isSure(field, text, core, sites.zone(run))) {
        ((ArrayNode) kind.path("required")).add(field);
      }
    }

    /** Several reporters make a parallel citation, and nothing else does. */
    private void fitParallel(ObjectNode kind, Sites.Run run) {
      if (run.isParallel()) {
        ((ArrayNode) kind.path("required")).add("parallel");
      } else if (!sites.mayHoldUnknownReporter(run)) {
        ((ObjectNode) kind.path("properties")).remove("parallel");
      }
    }

    private void bindField(
        ObjectNode field, String name, String definition, Sites.Run run, Core core, boolean named) {
      if (field.has("x-entry-of")) {
        bind(field, "x-entry-of", "name of " + definition, names(run, core.kind()));
      } else if (name.equals("text")) {
        bind(
            field,
            "x-span-of",
            "text of " + definition,
            SpanRule.citation(text, core, sites.zone(run), named));
      } else if (name.equals("parties")) {
        bind(
            field,
            "x-span-of",
            "name in " + definition,
            SpanRule.parties(text, core, sites.firstZone(run, name)));
      } else if (field.has("x-span-of")) {
        boolean second = name.equals("parallel");
        bind(
            field,
            "x-span-of",
            (second ? "second words of " : "words of ") + definition,
            SpanRule.words(text, second ? sites.secondZone(run) : wordsZone(name, run, core)));
      }
    }

    /** The words of a citation's fields lie within its farthest reach. */
    private Sentences.Span wordsZone(String name, Sites.Run run, Core core) {
      Sentences.Span zone = sites.firstZone(run, name);
      int end = Extents.latestEnd(text, core, zone.end());
      return new Sentences.Span(zone.start(), end);
    }

    private void bind(ObjectNode field, String keyword, String binding, Rule<?> strings) {
      field.put(keyword, binding);
      options = options.bind(binding, strings);
    }

    private Rule<?> names(Sites.Run run, String kind) {
      return new EntryRule("name in the registry", sites.entries(run, kind));
    }
  }

  /**
   * Returns the citations of a JSON text that obeys the schema in every point; null if it does not
   * (not JSON, not valid, a span that is not in the text, a name that is not in the registry).
   */
  @org.jspecify.annotations.Nullable
  List<Citation> parseValid(String json, String text) {
    JsonNode root = parse(json);
    return root != null && isValid(root, text) ? citations(root) : null;
  }

  private static @org.jspecify.annotations.Nullable JsonNode parse(String json) {
    try {
      return JSON.reader()
          .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(json);
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the citations of a JSON array that is known to be valid. */
  static List<Citation> citations(JsonNode array) {
    List<Citation> out = new ArrayList<>();
    for (JsonNode node : array) {
      Map<String, String> fields = new LinkedHashMap<>();
      node.fields()
          .forEachRemaining(
              field -> {
                if (!field.getKey().equals("kind") && field.getValue().isTextual()) {
                  fields.put(field.getKey(), field.getValue().asText());
                }
              });
      out.add(new Citation(node.path("kind").asText(), fields));
    }
    return out;
  }

  /** Returns whether a value is valid, evidence included. */
  boolean isValid(JsonNode root, String text) {
    if (!root.isArray()) {
      return false;
    }
    for (JsonNode citation : root) {
      JsonNode kind = written.path("$defs").path(citation.path("kind").asText("?"));
      if (!citation.isObject() || kind.isMissingNode() || !hasFields(citation, kind, text)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasFields(JsonNode citation, JsonNode kind, String text) {
    for (JsonNode required : kind.path("required")) {
      if (!citation.has(required.asText())) {
        return false;
      }
    }
    for (Map.Entry<String, JsonNode> field : citation.properties()) {
      JsonNode rule = kind.path("properties").path(field.getKey());
      if (rule.isMissingNode() || !isField(field.getValue(), rule, text)) {
        return false;
      }
    }
    return true;
  }

  private boolean isField(JsonNode value, JsonNode rule, String text) {
    if (!value.isTextual()) {
      return false;
    }
    String string = value.asText();
    if (rule.has("x-span-of")) {
      return !string.isEmpty() && text.contains(string);
    }
    if (rule.has("x-entry-of")) {
      String group = GROUPS.getOrDefault(rule.path("x-entry-of").asText(), "?");
      return registry.abbreviations(group).contains(string);
    }
    return !rule.has("pattern") || string.matches(rule.path("pattern").asText());
  }
}
