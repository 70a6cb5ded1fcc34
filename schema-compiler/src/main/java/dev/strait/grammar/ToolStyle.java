package dev.strait.grammar;

/** How a family of models writes tool calls. */
public enum ToolStyle {
  /** Llama 3.1: {@code {"name": "f", "parameters": {…}}}. */
  LLAMA_JSON,
  /** Llama 3.1, custom functions: {@code <function=f>{…}</function>}. */
  LLAMA_FUNCTION,
  /** Qwen and Hermes: {@code <tool_call>}, a line {@code {"name": "f", "arguments": {…}}}. */
  HERMES,
  /** Mistral: {@code [TOOL_CALLS][{"name": "f", "arguments": {…}}, …]}. */
  MISTRAL,
  /** gpt-oss: a message on the channel {@code commentary} to {@code functions.f}. */
  CHANNELS
}
