package dev.strait.examples.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.constraint.LimitException;
import dev.strait.schema.CompiledSchema;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.report.SchemaLimits;

/** Texts of JSON Schemas: refused with a typed error, or what they produce is valid. */
public final class SchemaTarget {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final SchemaOptions OPTIONS =
      SchemaOptions.defaults().withLimits(new SchemaLimits(500, 200_000, 100));

  private SchemaTarget() {}

  /** Tries one input. */
  public static void fuzzerTestOneInput(byte[] input) throws JsonProcessingException {
    try {
      CompiledSchema schema = JsonSchema.compile(new String(input, UTF_8), OPTIONS);
      byte[] text = Walk.through(schema.constraint(Walk.BYTES), input);
      if (text.length > 0 && !schema.isValid(MAPPER.readTree(new String(text, UTF_8)))) {
        throw new AssertionError("invalid: " + new String(text, UTF_8));
      }
    } catch (SchemaException | LimitException expected) {
      if (String.valueOf(expected.getMessage()).isBlank()) {
        throw new AssertionError("a refusal without a reason", expected);
      }
    }
  }
}
