package dev.strait.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.graph.SchemaNode;
import dev.strait.schema.report.Report;
import dev.strait.schema.report.Report.Entry;
import dev.strait.schema.report.Report.Status;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Classifies the keywords of the subschemas that have been visited. */
final class Reports {
  private static final Map<String, Draft> SINCE =
      Map.ofEntries(
          Map.entry("const", Draft.DRAFT_6),
          Map.entry("contains", Draft.DRAFT_6),
          Map.entry("propertyNames", Draft.DRAFT_6),
          Map.entry("if", Draft.DRAFT_7),
          Map.entry("then", Draft.DRAFT_7),
          Map.entry("else", Draft.DRAFT_7),
          Map.entry("$anchor", Draft.DRAFT_2019_09),
          Map.entry("$defs", Draft.DRAFT_4),
          Map.entry("minContains", Draft.DRAFT_2019_09),
          Map.entry("maxContains", Draft.DRAFT_2019_09),
          Map.entry("dependentRequired", Draft.DRAFT_2019_09),
          Map.entry("dependentSchemas", Draft.DRAFT_2019_09),
          Map.entry("unevaluatedItems", Draft.DRAFT_2019_09),
          Map.entry("unevaluatedProperties", Draft.DRAFT_2019_09),
          Map.entry("prefixItems", Draft.DRAFT_2020_12),
          Map.entry("$dynamicRef", Draft.DRAFT_2020_12),
          Map.entry("$dynamicAnchor", Draft.DRAFT_2020_12));
  private static final Map<String, Draft> UNTIL =
      Map.of(
          "dependencies", Draft.DRAFT_7,
          "additionalItems", Draft.DRAFT_2019_09,
          "$recursiveRef", Draft.DRAFT_2019_09,
          "$recursiveAnchor", Draft.DRAFT_2019_09,
          "id", Draft.DRAFT_4);
  private static final Set<String> CONSTRAINING =
      Set.of(
          "$ref",
          "type",
          "enum",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "properties",
          "patternProperties",
          "additionalProperties",
          "required",
          "minProperties",
          "maxProperties",
          "items",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "x-span-of",
          "x-entry-of");
  private static final Set<String> NOTES =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "$vocabulary",
          "definitions",
          "title",
          "description",
          "default",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly",
          "contentEncoding",
          "contentMediaType",
          "contentSchema");

  private Reports() {}

  static Report of(Collection<Located> visited, SchemaOptions options) {
    Set<SchemaNode> nodes = new LinkedHashSet<>();
    visited.forEach(at -> nodes.add(at.node()));
    List<Entry> entries = new ArrayList<>();
    for (SchemaNode node : nodes) {
      node.json()
          .fields()
          .forEachRemaining(e -> entries.add(entry(node, e.getKey(), e.getValue(), options)));
    }
    return new Report(entries);
  }

  private static Entry entry(SchemaNode node, String key, JsonNode value, SchemaOptions options) {
    Draft draft = node.draft();
    boolean refOnly = !draft.atLeast(Draft.DRAFT_2019_09) && node.get("$ref") != null;
    if (refOnly && !key.equals("$ref")) {
      return new Entry(node.place(), key, Status.IGNORED, "it stands beside $ref");
    }
    if (key.equals("format")) {
      return format(node, value, options);
    }
    Draft since = SINCE.get(key);
    Draft until = UNTIL.get(key);
    if (since != null && !draft.atLeast(since)
        || until != null && draft.compareTo(until) > 0 && !key.equals("id")) {
      return new Entry(node.place(), key, Status.IGNORED, "it is not a keyword of this draft");
    }
    if (NOTES.contains(key) || key.equals("$defs") || key.equals("id") && draft == Draft.DRAFT_4) {
      return new Entry(node.place(), key, Status.ANNOTATION, "");
    }
    return CONSTRAINING.contains(key) || since != null || until != null && !key.equals("id")
        ? new Entry(node.place(), key, Status.COMPILED, "")
        : new Entry(node.place(), key, Status.IGNORED, "it is not a known keyword");
  }

  private static Entry format(SchemaNode node, JsonNode value, SchemaOptions options) {
    boolean known = value.isTextual() && StringSet.format(value.textValue()).isPresent();
    if (!known) {
      return new Entry(node.place(), "format", Status.IGNORED, "the format is not known: " + value);
    }
    boolean asserted = options.formats() || node.dialect().formatAsserted();
    return asserted
        ? new Entry(node.place(), "format", Status.COMPILED, "")
        : new Entry(node.place(), "format", Status.ANNOTATION, "formats are not asserted");
  }
}
