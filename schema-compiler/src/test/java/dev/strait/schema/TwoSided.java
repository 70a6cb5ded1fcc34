package dev.strait.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.strait.schema.report.SchemaException;
import java.util.function.Supplier;

/** One schema before two judges: the matcher and networknt's validator, draft 2020-12. */
final class TwoSided {
  private static final JsonSchemaFactory NETWORKNT =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private TwoSided() {}

  /** Fails unless of that many values both accept the same ones; a refused schema accepts none. */
  static void check(JsonNode schema, int count, Supplier<JsonNode> values) throws Exception {
    com.networknt.schema.JsonSchema oracle = NETWORKNT.getSchema(schema);
    CompiledSchema compiled = null;
    try {
      compiled = JsonSchema.compile(schema, SchemaOptions.defaults().withPolicy(Suite.POLICY));
    } catch (SchemaException e) {
      assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind(), schema + ": " + e.getMessage());
    }
    for (int i = 0; i < count; i++) {
      JsonNode value = values.get();
      String text = new ObjectMapper().writeValueAsString(value);
      boolean valid = oracle.validate(value).isEmpty();
      boolean accepted = compiled != null && Suite.accepts(compiled, text);
      assertEquals(valid, accepted, "schema " + schema + " value " + text);
      if (compiled != null) {
        assertEquals(valid, compiled.isValid(value), "member: schema " + schema + " value " + text);
      }
    }
  }
}
