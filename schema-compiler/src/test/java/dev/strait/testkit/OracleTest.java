package dev.strait.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OracleTest {

  /** Fails when the oracle has lost a fault: then it is struck from the list. */
  @ParameterizedTest
  @EnumSource
  void faultsAreStillThere(OracleFault fault) {
    JsonNode schema = JsonText.read(fault.schema());
    JsonNode value = JsonText.read(fault.value());
    SchemaValidatorsConfig asserting =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    boolean judged =
        JsonSchemaFactory.getInstance(Dialect.of(schema).flag())
            .getSchema(schema, asserting)
            .validate(value)
            .isEmpty();
    assertNotEquals(fault.isValid(), judged);
  }

  @ParameterizedTest
  @EnumSource
  void faultsAreAvoided(OracleFault fault) {
    JsonNode value = JsonText.read(fault.value());
    assertEquals(fault.isValid(), Oracle.of(JsonText.read(fault.schema())).isValid(value));
  }

  /** Expressions that java.util.regex would read in another way. */
  @ParameterizedTest
  @CsvSource({
    "^a$, 'a\n', false",
    "^.$, '\u0085', true",
    "^.$, '\u2028', false",
    "^.$, 😀, true",
    "\\s, '\uFEFF', true",
    "^\\S$, '\u00A0', false",
    "[[], [, true",
    "^[a&&b]$, '&', true",
    "a\\b, aé, true",
    "\\u{1F600}, 😀, true",
    "[], a, false",
    "^[^]$, '\n', true",
    "\\d, '\u0661', false",
  })
  void patternsAreThoseOfEcmaScript(String pattern, String text, boolean matches) {
    assertEquals(matches, new EcmaRegex(pattern).matches(text));
  }
}
