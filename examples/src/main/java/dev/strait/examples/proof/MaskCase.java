package dev.strait.examples.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A schema with texts that are or are not instances of it.
 *
 * @param id names the case
 * @param schema the schema
 * @param tests the texts
 */
record MaskCase(String id, JsonNode schema, List<Test> tests) {

  /**
   * A text.
   *
   * @param valid whether it is an instance
   * @param text the text
   * @param tokens its tokens
   */
  record Test(boolean valid, String text, int[] tokens) {}

  /** Which cases of a file are taken: those with {@code index % every == offset}. */
  record Selection(int every, int offset, int most) {
    boolean takes(int index) {
      return index % every == offset && index / every < most;
    }
  }

  /**
   * Reads the selected cases of a file one by one; only one is in memory at a time.
   *
   * @throws CommandException if the file cannot be read or a line is no case
   */
  static void read(Path file, Selection selection, Consumer<MaskCase> consumer) {
    try (InputStream in = Inputs.open(file);
        MappingIterator<JsonNode> nodes = mapper().readerFor(JsonNode.class).readValues(in)) {
      for (int index = 0; nodes.hasNext(); index++) {
        JsonNode node = nodes.next();
        if (selection.takes(index)) {
          consumer.accept(of(file, index, node));
        }
      }
    } catch (IOException | RuntimeJsonMappingException e) {
      throw CommandException.badInput(file + ": " + e.getMessage(), e);
    }
  }

  private static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(100_000)
                    .maxNumberLength(100_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    return new ObjectMapper(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
  }

  private static MaskCase of(Path file, int index, JsonNode node) {
    if (!node.has("id") || !node.has("schema") || !node.path("tests").isArray()) {
      throw CommandException.badInput(
          file + ", case " + index + ": needs \"id\", \"schema\" and a list \"tests\"");
    }
    List<Test> tests = new ArrayList<>();
    for (JsonNode test : node.path("tests")) {
      int[] tokens = new int[test.path("tokens").size()];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = test.path("tokens").get(i).asInt(-1);
      }
      tests.add(new Test(test.path("valid").asBoolean(), test.path("text").asText(), tokens));
    }
    return new MaskCase(node.path("id").asText(), node.path("schema"), tests);
  }
}
