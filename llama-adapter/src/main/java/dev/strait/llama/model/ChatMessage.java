package dev.strait.llama.model;

import java.util.Objects;

/**
 * One message of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content its text
 */
public record ChatMessage(String role, String content) {

  /** Checks for nulls. */
  public ChatMessage {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(content, "content");
  }

  /** Returns instructions to the model. */
  public static ChatMessage system(String content) {
    return new ChatMessage("system", content);
  }

  /** Returns a user's message. */
  public static ChatMessage user(String content) {
    return new ChatMessage("user", content);
  }

  /** Returns an answer of the model. */
  public static ChatMessage assistant(String content) {
    return new ChatMessage("assistant", content);
  }
}
