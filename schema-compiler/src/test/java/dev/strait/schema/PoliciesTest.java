package dev.strait.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.schema.rules.TextPolicy;
import dev.strait.testkit.Checks;
import dev.strait.testkit.SchemaContract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas compiled in one program under different policies keep their own. */
class PoliciesTest {
  private static final String WIDE = "{\"id\":{\"c\":[0.00E2,\"\\u0062\"]}}";

  private static boolean accepts(String schema, TextPolicy policy) {
    SchemaOptions options = SchemaOptions.defaults().withPolicy(policy);
    return Checks.accepts(
        Checks.overBytes(JsonSchema.compile(schema, options).rule()), WIDE.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "{\"type\":\"object\"}",
        "{\"properties\":{\"id\":{\"pattern\":\"^[A-Z]\"}},\"required\":[\"id\"]}",
        "{\"additionalProperties\":{\"type\":[\"object\",\"array\"]}}"
      })
  void anyValueInsideIsWrittenAsThePolicySays(String schema) {
    for (int i = 0; i < 2; i++) {
      assertFalse(accepts(schema, TextPolicy.compact()));
      assertTrue(accepts(schema, SchemaContract.ANY_COMPACT_TEXT));
      assertFalse(accepts(schema, TextPolicy.spaced()));
    }
  }
}
