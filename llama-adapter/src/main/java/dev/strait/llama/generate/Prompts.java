package dev.strait.llama.generate;

import dev.strait.llama.model.ChatMessage;
import dev.strait.llama.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes prompts out of conversations. */
public final class Prompts {

  private Prompts() {}

  /**
   * Returns the tokens of a conversation, up to where the assistant's answer begins: by the model's
   * chat template, or as plain lines where it has none.
   *
   * <p>The messages' texts are never read as control tokens, whatever they contain: a stranger's
   * text cannot end its message and begin another.
   */
  public static int[] chat(LanguageModel model, List<ChatMessage> messages) {
    List<ChatMessage> marked = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      marked.add(new ChatMessage(messages.get(i).role(), mark(messages, i)));
    }
    Optional<String> prompt = model.chatPrompt(marked).filter(text -> isWhole(text, marked));
    return tokens(model, prompt.orElseGet(() -> plain(marked)), messages, marked);
  }

  /** Returns a word that is in none of the texts and stands for one of them. */
  private static String mark(List<ChatMessage> messages, int index) {
    String mark = "text" + index + "text";
    while (contains(messages, mark)) {
      mark += "x" + index;
    }
    return mark;
  }

  private static boolean contains(List<ChatMessage> messages, String mark) {
    return messages.stream().anyMatch(m -> (m.role() + " " + m.content()).contains(mark));
  }

  /** A template may leave texts out, or turn them about; then it cannot be used. */
  private static boolean isWhole(String prompt, List<ChatMessage> marked) {
    int at = 0;
    for (ChatMessage message : marked) {
      at = prompt.indexOf(message.content(), at);
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  private static String plain(List<ChatMessage> messages) {
    StringBuilder text = new StringBuilder();
    for (ChatMessage message : messages) {
      text.append(message.role()).append(": ").append(message.content()).append("\n\n");
    }
    return text.append("assistant: ").toString();
  }

  private static int[] tokens(
      LanguageModel model, String prompt, List<ChatMessage> messages, List<ChatMessage> marked) {
    Tokens tokens = new Tokens();
    int at = 0;
    for (int i = 0; i < messages.size(); i++) {
      String mark = marked.get(i).content();
      int from = prompt.indexOf(mark, at);
      tokens.addAll(model.tokenize(prompt.substring(at, from), i == 0, true));
      tokens.addAll(model.tokenize(messages.get(i).content(), false, false));
      at = from + mark.length();
    }
    tokens.addAll(model.tokenize(prompt.substring(at), messages.isEmpty(), true));
    return tokens.toArray();
  }
}
