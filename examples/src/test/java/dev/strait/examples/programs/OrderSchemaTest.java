package dev.strait.examples.programs;

import dev.strait.testkit.SchemaContract;

/** Tests a schema of one's own with the property-test kit. */
class OrderSchemaTest implements SchemaContract {
  @Override
  public String schema() {
    return """
        {"type": "object", "required": ["id"], "properties": {"id": {"pattern": "^[A-Z]{2}-\\\\d+$"}}}
        """;
  }
}
