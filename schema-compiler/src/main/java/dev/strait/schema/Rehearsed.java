package dev.strait.schema;

import dev.strait.rule.Rule;
import dev.strait.schema.report.SchemaException;
import java.util.ArrayList;
import java.util.List;

/**
 * Schemas that use most of what schemas are made of: compiled and generated from when a vocabulary
 * is warmed up, so that the code that the first schemas of a user need has been loaded and run.
 */
final class Rehearsed {

  /** Rounds in which the schemas below are used. */
  private static final int WRITTEN_ROUNDS = 8;

  private static final List<String> SCHEMAS =
      List.of(
          "true",
          """
          {"type": "object",
           "properties": {
             "name": {"type": "string", "minLength": 1, "maxLength": 100},
             "kind": {"enum": ["one", "two", 3, null, true]},
             "count": {"type": "integer", "minimum": 0},
             "size": {"type": "number"},
             "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
             "parts": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}},
             "other": true},
           "required": ["name", "kind"]}
          """,
          """
          {"$defs": {
             "tree": {"type": "object",
               "properties": {"label": {"$ref": "#/$defs/label"}, "kids": {"type": "array", "items": {"$ref": "#/$defs/tree"}}},
               "required": ["label"], "additionalProperties": false},
             "label": {"type": ["string", "null"], "maxLength": 20}},
           "type": "object", "description": "nested",
           "properties": {"tree": {"$ref": "#/$defs/tree"}, "on": {"type": "boolean", "default": true}, "version": {"const": 2}},
           "required": ["tree"], "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 65535}}
          """,
          """
          {"anyOf": [
             {"type": "string", "pattern": "^\\\\d{1,3}(\\\\.\\\\d+)?(px|em|%)$"},
             {"type": "object", "properties": {"type": {"const": "a"}, "at": {"type": "string"}}, "required": ["type"]},
             {"type": "object", "properties": {"type": {"const": "b"}, "to": {"type": "string"}}, "required": ["type", "to"]}]}
          """,
          """
          {"type": "object",
           "properties": {"x": {"type": "number", "exclusiveMinimum": 0, "maximum": 99.5}, "y": {"multipleOf": 0.5, "type": "number"},
             "pair": {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "minItems": 1, "maxItems": 3}},
           "patternProperties": {"^x-[a-z]": {"type": ["string", "boolean"]}, "_id$": {"type": "integer"}},
           "minProperties": 1,
           "dependentRequired": {"x": ["y"]},
           "allOf": [{"if": {"properties": {"x": {"const": 1}}, "required": ["x"]}, "then": {"required": ["pair"]}}]}
          """,
          """
          {"type": "array", "minItems": 1, "maxItems": 50, "uniqueItems": true,
           "items": {"oneOf": [{"type": "string", "enum": ["red", "green", "blue"]}, {"type": "integer"},
             {"type": "object", "required": ["rgb"], "properties": {"rgb": {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}}}]}}
          """,
          """
          {"type": "array", "minItems": 7,
           "prefixItems": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}, {"type": "string", "format": "email"}, {"type": "string", "format": "uri"},
             {"type": "string", "format": "uuid"}, {"type": "string", "format": "ipv4"}, {"type": "string", "format": "hostname"}],
           "items": {"type": "string"}, "contains": {"minLength": 1}}
          """,
          """
          {"type": "array", "minItems": 6,
           "prefixItems": [{"type": "string", "format": "time"}, {"type": "string", "format": "duration"}, {"type": "string", "format": "uri-reference"}, {"type": "string", "format": "ipv6"},
             {"type": "string", "format": "json-pointer"}, {"type": "string", "format": "regex"}],
           "items": {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_.-]{0,62}$", "minLength": 2, "maxLength": 40}}
          """,
          """
          {"$defs": {
             "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 30},
             "link": {"oneOf": [
               {"type": "object", "properties": {"href": {"type": "string"}, "rel": {"enum": ["self", "next"]}}, "required": ["href"]},
               {"type": "object", "properties": {"id": {"$ref": "#/$defs/id"}, "kind": {"type": "string"}}, "required": ["id"]},
               {"type": "string", "minLength": 3}]}},
           "type": "object", "required": ["links"], "additionalProperties": false,
           "properties": {
             "links": {"type": "array", "items": {"$ref": "#/$defs/link"}, "minItems": 1},
             "unique": {"type": "array", "uniqueItems": true, "items": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}},
             "map": {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}, "propertyNames": {"maxLength": 12}},
             "a": {"type": "string"}, "b": {"type": "string", "default": "x"}, "c": {"type": ["integer", "null"], "minimum": 0, "maximum": 1000},
             "d": {"type": "number", "minimum": 0, "exclusiveMaximum": 1}, "e": {"type": "boolean"}, "f": {"$ref": "#/$defs/link"}},
           "not": {"required": ["a", "b"]},
           "if": {"required": ["c"]}, "then": {"required": ["d"]}, "else": {"properties": {"e": {"const": true}}}}
          """,
          """
          {"type": "object", "unevaluatedProperties": false,
           "allOf": [{"properties": {"name": {"type": "string"}}}, {"anyOf": [{"properties": {"x": {"type": "integer"}}, "required": ["x"]}, {"properties": {"y": {"type": "string"}}}]}],
           "properties": {"values": {"type": "array", "prefixItems": [{"type": "integer"}], "contains": {"type": "integer", "minimum": 5}, "maxItems": 9},
             "any": {}, "nested": {"type": "object", "properties": {"deep": {"type": "object", "properties": {"deeper": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}}}}}}}}
          """);

  /** Schemas by chance in each further round. */
  private static final int RANDOM = 20;

  private final SchemaOptions options;
  private final RandomSchemas random = new RandomSchemas(1);
  private int round;

  Rehearsed(SchemaOptions options) {
    this.options = options;
  }

  /**
   * Compiles the schemas anew: those above in the rounds of a short warm-up, then others by chance.
   */
  List<Rule<?>> rules() {
    List<Rule<?>> rules = new ArrayList<>();
    if (round++ < WRITTEN_ROUNDS) {
      for (String schema : SCHEMAS) {
        rules.add(JsonSchema.compile(schema, options).rule());
      }
      return rules;
    }
    for (int i = 0; i < RANDOM; i++) {
      addRandom(rules);
    }
    return rules;
  }

  private void addRandom(List<Rule<?>> rules) {
    try {
      rules.add(JsonSchema.compile(random.next(), options).rule());
    } catch (SchemaException nothingSatisfiesIt) {
      // So it was refused, and that code has run too.
    }
  }
}
