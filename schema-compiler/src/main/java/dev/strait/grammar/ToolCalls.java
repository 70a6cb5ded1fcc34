package dev.strait.grammar;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import dev.strait.schema.SchemaOptions;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Outputs in which a model calls tools, in the style of its family.
 *
 * <p>The names of control tokens ({@code <tool_call>}, {@code [TOOL_CALLS]}, {@code <|channel|>})
 * are control-token edges where the vocabulary has them as such, else text. A call's arguments are
 * captured under {@code arguments}.
 */
public final class ToolCalls {

  private final List<Tool> tools;
  private final Vocabulary vocabulary;
  private final SchemaOptions schemas;

  /**
   * Makes the calls of some tools.
   *
   * @param vocabulary where control tokens are looked up
   * @param schemas how parameters are compiled
   */
  public ToolCalls(List<Tool> tools, Vocabulary vocabulary, SchemaOptions schemas) {
    if (tools.isEmpty()) {
      throw new IllegalArgumentException("at least one tool is needed");
    }
    this.tools = List.copyOf(tools);
    this.vocabulary = vocabulary;
    this.schemas = schemas;
  }

  /**
   * Returns the calls as tags in free text, for all styles but {@link ToolStyle#CHANNELS}, whose
   * messages are not free text.
   *
   * @throws IllegalArgumentException for {@link ToolStyle#CHANNELS}; see {@link #channels}
   */
  public StructuralTags tags(ToolStyle style) {
    return StructuralTags.of(
        switch (style) {
          case LLAMA_JSON -> List.of(llamaJson());
          case LLAMA_FUNCTION -> tools.stream().map(this::llamaFunction).toList();
          case HERMES -> List.of(hermes());
          case MISTRAL -> List.of(mistral());
          case CHANNELS -> throw new IllegalArgumentException("channels have no free text");
        });
  }

  /** One tag for all tools: they begin alike. */
  private StructuralTags.Tag llamaJson() {
    Marker begin = Marker.text("{\"name\": ");
    return StructuralTags.Tag.of(begin, named("parameters"), Marker.text("}"));
  }

  private StructuralTags.Tag llamaFunction(Tool tool) {
    return new StructuralTags.Tag(
        Marker.text("<function="),
        Marker.text("<function=" + tool.name() + ">"),
        arguments(tool),
        Marker.text("</function>"));
  }

  private StructuralTags.Tag hermes() {
    Expression body =
        Expression.sequence(
            Expression.literal("\n{\"name\": "), named("arguments"), Expression.literal("}\n"));
    return StructuralTags.Tag.of(marker("<tool_call>"), body, marker("</tool_call>"));
  }

  private StructuralTags.Tag mistral() {
    Expression call =
        Expression.sequence(
            Expression.literal("{\"name\": "), named("arguments"), Expression.literal("}"));
    Expression more = Expression.zeroOrMore(Expression.sequence(Expression.literal(", "), call));
    Expression list =
        Expression.sequence(Expression.literal("["), call, more, Expression.literal("]"));
    return StructuralTags.Tag.of(marker("[TOOL_CALLS]"), list, Marker.text(""));
  }

  /** A name, a key and that tool's arguments: {@code "f", "arguments": {…}}. */
  private Expression named(String key) {
    List<Expression> alternatives = new ArrayList<>();
    for (Tool tool : tools) {
      alternatives.add(
          Expression.sequence(
              Expression.literal(TextNode.valueOf(tool.name()) + ", \"" + key + "\": "),
              arguments(tool)));
    }
    return Expression.choice(alternatives);
  }

  private Expression arguments(Tool tool) {
    return Expression.named("arguments", Parts.json(tool.parameters(), schemas));
  }

  private Marker marker(String name) {
    return Marker.find(name, vocabulary);
  }

  /**
   * Returns messages on channels, as gpt-oss writes them after {@code <|start|>assistant}: any
   * number of analyses, then a call, or a final answer if no call is required.
   */
  public Rule<?> channels(boolean callRequired) {
    Expression channel = marker("<|channel|>").expression();
    Expression message = marker("<|message|>").expression();
    Expression analysis =
        Expression.sequence(
            channel,
            Expression.literal("analysis"),
            message,
            until(marker("<|end|>")),
            marker("<|start|>").expression(),
            Expression.literal("assistant"));
    List<Expression> last = new ArrayList<>();
    for (Tool tool : tools) {
      last.add(
          Expression.sequence(
              channel,
              Expression.literal("commentary to=functions." + tool.name() + " "),
              marker("<|constrain|>").expression(),
              Expression.literal("json"),
              message,
              arguments(tool)));
    }
    if (!callRequired) {
      last.add(Expression.sequence(channel, Expression.literal("final"), message, Parts.anyText()));
    }
    Expression output =
        Expression.sequence(Expression.zeroOrMore(analysis), Expression.choice(last));
    return Grammar.builder().rule("output", output).build().compile("output");
  }

  private static Expression until(Marker end) {
    return end.isText()
        ? Parts.until(end.text())
        : Expression.sequence(Parts.anyText(), end.expression());
  }
}
