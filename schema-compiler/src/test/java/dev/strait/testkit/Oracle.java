package dev.strait.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;

/**
 * The second opinion: networknt's validator with ECMA-262 patterns and asserted formats. Numbers
 * are shown to it in one form each, since the specification compares them by value; its known
 * faults ({@link OracleFault}) are kept from it.
 */
public final class Oracle {
  private final JsonNode schema;
  private final JsonSchema validator;

  private Oracle(JsonNode schema, JsonSchema validator) {
    this.schema = schema;
    this.validator = validator;
  }

  /** Returns the oracle of a schema, in the draft that it names, else 2020-12. */
  public static Oracle of(JsonNode schema) {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(EcmaRegex::new)
            .cacheRefs(false)
            .build();
    JsonNode normal = OracleFault.avoided(JsonText.normal(schema));
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(Dialect.of(schema).flag());
    return new Oracle(normal, factory.getSchema(normal, config));
  }

  /** Returns the schema. */
  public JsonNode schema() {
    return schema;
  }

  /**
   * Returns whether a value is valid.
   *
   * @throws RuntimeException if the validator fails
   */
  public boolean isValid(JsonNode value) {
    return validator.validate(JsonText.normal(value)).isEmpty();
  }
}
