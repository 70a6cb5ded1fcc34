package dev.strait.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * A tool that a model may call.
 *
 * @param name its name
 * @param parameters the JSON Schema of its arguments, an object
 */
public record Tool(String name, JsonNode parameters) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads tools in OpenAI's form: an array of {@code {"type": "function", "function": {"name": …,
   * "parameters": …}}}; a tool without parameters takes an empty object.
   *
   * @throws IllegalArgumentException if an entry is not of that form; names its index
   */
  public static List<Tool> fromOpenAi(JsonNode tools) {
    if (!tools.isArray()) {
      throw new IllegalArgumentException("tools must be an array");
    }
    List<Tool> read = new ArrayList<>();
    for (int i = 0; i < tools.size(); i++) {
      read.add(read(tools.get(i), i));
    }
    return read;
  }

  private static Tool read(JsonNode entry, int index) {
    JsonNode function = entry.path("function");
    if (!entry.path("type").asText("function").equals("function")) {
      throw new IllegalArgumentException(
          "/" + index + "/type: only functions are supported, not " + entry.path("type"));
    }
    if (!function.path("name").isTextual() || function.path("name").asText().isEmpty()) {
      throw new IllegalArgumentException("/" + index + "/function/name: a name is expected");
    }
    JsonNode parameters = function.path("parameters");
    return new Tool(
        function.path("name").textValue(),
        parameters.isMissingNode() || parameters.isNull() ? noParameters() : parameters);
  }

  private static JsonNode noParameters() {
    return JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
  }
}
