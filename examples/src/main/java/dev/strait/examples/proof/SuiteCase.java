package dev.strait.examples.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.Inputs;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of the JSON Schema Test Suite: a schema and instances.
 *
 * @param group its description
 * @param schema the schema
 * @param tests the instances
 */
record SuiteCase(String group, JsonNode schema, List<Test> tests) {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100_000)
                  .maxNumberLength(100_000)
                  .build())
          .build();
  private static final ObjectMapper MAPPER =
      new ObjectMapper(FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  /**
   * An instance.
   *
   * @param name its description
   * @param text its JSON text without white space; numbers as the file writes them
   * @param valid whether the schema allows it
   */
  record Test(String name, String text, boolean valid) {}

  /**
   * Reads a file of the suite.
   *
   * @throws CommandException if it cannot be read or does not have the suite's form
   */
  static List<SuiteCase> read(Path file) {
    byte[] json = Inputs.bytes(file);
    try {
      List<String> texts = dataTexts(json);
      List<SuiteCase> cases = new ArrayList<>();
      int next = 0;
      for (JsonNode group : MAPPER.readTree(json)) {
        List<Test> tests = new ArrayList<>();
        for (JsonNode test : group.path("tests")) {
          boolean valid = test.path("valid").asBoolean();
          tests.add(new Test(test.path("description").asText(), texts.get(next++), valid));
        }
        cases.add(new SuiteCase(group.path("description").asText(), group.path("schema"), tests));
      }
      return cases;
    } catch (IOException | IndexOutOfBoundsException e) {
      throw CommandException.badInput(
          file + " is not a file of the JSON Schema Test Suite: " + e.getMessage(), e);
    }
  }

  /** The texts of all instances, in order: a tree would lose how numbers are written. */
  private static List<String> dataTexts(byte[] json) throws IOException {
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME && isData(parser)) {
          parser.nextToken();
          texts.add(copy(parser));
        }
      }
    }
    return texts;
  }

  private static boolean isData(JsonParser parser) throws IOException {
    return parser.currentName().equals("data")
        && parser.getParsingContext().pathAsPointer().toString().matches("/\\d+/tests/\\d+/data");
  }

  private static String copy(JsonParser parser) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      int depth = 0;
      do {
        depth += depthChange(parser.currentToken());
        copyToken(parser, generator);
      } while (depth > 0 && parser.nextToken() != null);
    }
    return out.toString();
  }

  private static int depthChange(JsonToken token) {
    return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
  }

  private static void copyToken(JsonParser parser, JsonGenerator generator) throws IOException {
    if (parser.currentToken().isNumeric()) {
      generator.writeNumber(parser.getText());
    } else {
      generator.copyCurrentEvent(parser);
    }
  }
}
