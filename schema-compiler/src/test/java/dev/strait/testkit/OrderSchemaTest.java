package dev.strait.testkit;

/** The contract of one schema: how a user applies the kit. */
class OrderSchemaTest implements SchemaContract {
  @Override
  public String schema() {
    return """
        {"type": "object", "required": ["id", "lines"], "additionalProperties": false,
         "properties": {
           "id": {"type": "string", "pattern": "^[A-Z]{2}-\\\\d{1,4}$"},
           "lines": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"$ref": "#/$defs/line"}},
           "note": {"type": ["string", "null"], "maxLength": 20}},
         "$defs": {"line": {"type": "object", "required": ["sku", "count"],
           "properties": {"sku": {"enum": ["a", "b"]}, "count": {"type": "integer", "minimum": 1}},
           "unevaluatedProperties": {"type": "boolean"}}}}
        """;
  }
}
