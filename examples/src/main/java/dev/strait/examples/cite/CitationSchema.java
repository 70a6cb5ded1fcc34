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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  CitationSchema(Registry registry) {
    this.registry = registry;
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
   * Returns the constraint for one text: the kinds of its cores, as many citations as the cores
   * make certain at least, registry names that stand in it, spans that hold a core.
   *
   * @param cores those of the text, at least one
   */
  Constraint constraint(String text, List<Core> cores, Vocabulary vocabulary) {
    Map<String, List<Core>> kinds =
        cores.stream()
            .collect(Collectors.groupingBy(Core::kind, TreeMap::new, Collectors.toList()));
    SchemaOptions options = SchemaOptions.defaults().bind("words", SpanRule.words(text));
    for (Map.Entry<String, List<Core>> kind : kinds.entrySet()) {
      options = options.bind("text of " + kind.getKey(), SpanRule.citations(text, kind.getValue()));
      options = options.bind("name of " + kind.getKey(), names(kind.getValue()));
    }
    JsonNode schema = narrowed(kinds.keySet(), Cores.leastCitations(cores, text), cores.size());
    return JsonSchema.compile(schema, options).constraint(vocabulary);
  }

  private static Rule<?> names(List<Core> cores) {
    return new EntryRule(
        "name in the registry", cores.stream().map(Core::entry).distinct().toList());
  }

  /** Returns the schema of what may be written for a text with these kinds of cores. */
  private JsonNode narrowed(Set<String> kinds, int least, int most) {
    ObjectNode schema = written.deepCopy();
    schema.put("minItems", least).put("maxItems", most);
    ArrayNode alternatives = ((ObjectNode) schema.path("items")).putArray("oneOf");
    for (String kind : kinds) {
      alternatives.addObject().put("$ref", "#/$defs/" + kind);
      for (JsonNode field : schema.path("$defs").path(kind).path("properties")) {
        rename(field, "x-span-of", "text", "text of " + kind);
        rename(field, "x-entry-of", field.path("x-entry-of").asText(), "name of " + kind);
      }
    }
    ((ObjectNode) schema.path("$defs")).retain(kinds);
    return schema;
  }

  private static void rename(JsonNode field, String keyword, String from, String to) {
    if (field.has(keyword) && field.path(keyword).asText().equals(from)) {
      ((ObjectNode) field).put(keyword, to);
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
