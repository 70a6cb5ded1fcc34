package dev.strait.examples.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.grammar.Captures;
import dev.strait.grammar.StructuralTags;
import dev.strait.grammar.Tool;
import dev.strait.grammar.ToolCalls;
import dev.strait.grammar.ToolStyle;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.Prompts;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ChatMessage;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.rule.Rule;
import dev.strait.schema.SchemaOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Makes a model call a tool, with arguments that the tool's schema allows. */
public final class CallTools {
  private static final String TOOLS =
      """
      [{"type": "function", "function": {"name": "weather", "parameters": {
          "type": "object", "required": ["city", "days"], "additionalProperties": false,
          "properties": {"city": {"enum": ["Oslo", "Rome"]},
                         "days": {"type": "integer", "minimum": 1, "maximum": 7}}}}},
       {"type": "function", "function": {"name": "time"}}]
      """;

  private CallTools() {}

  /** Takes the path of a GGUF model; without one, the call is random. */
  public static void main(String[] args) throws JsonProcessingException {
    List<Tool> tools = Tool.fromOpenAi(new ObjectMapper().readTree(TOOLS));
    try (LanguageModel model = Models.open(args);
        Workspace workspace = Workspace.open(model, ContextSettings.defaults());
        Session session = workspace.session()) {
      ToolCalls calls = new ToolCalls(tools, model.vocabulary(), SchemaOptions.defaults());
      Rule<?> oneCall =
          calls
              .tags(ToolStyle.HERMES)
              .withoutFreeText()
              .withCount(StructuralTags.Count.ONE)
              .compile();
      Constraint constraint = Constraint.compile(oneCall, model.vocabulary(), Limits.defaults());
      session.append(Prompts.chat(model, List.of(ChatMessage.user("Will it rain in Oslo?"))));
      String call = session.generate(constraint, GenerationOptions.defaults()).finish().text();
      System.out.println(call);
      byte[] bytes = call.getBytes(UTF_8);
      for (Captures.Span span : Captures.find(oneCall, Set.of("arguments"), bytes)) {
        byte[] arguments = Arrays.copyOfRange(bytes, span.begin(), span.end());
        System.out.println(span.name() + ": " + new String(arguments, UTF_8));
      }
    }
  }
}
