package dev.strait.llama.model;

import dev.strait.vocabulary.Vocabulary;
import java.util.List;
import java.util.Optional;

/**
 * A language model: a vocabulary, a tokenizer, and contexts in which tokens are evaluated.
 *
 * <p>The decoding loop stands on this interface alone, so that another runtime can be put in.
 * Thread-safe: many threads may tokenize and open contexts at once.
 */
public interface LanguageModel extends AutoCloseable {

  /** Returns the tokens as bytes; the same object every time. */
  Vocabulary vocabulary();

  /**
   * Returns the tokens of a text, as the model's own tokenizer splits it.
   *
   * @param special whether names of control tokens in the text become those tokens (prompts of a
   *     chat template: yes; texts of strangers: no), and whether tokens that the model wants before
   *     every text are put there
   */
  default int[] tokenize(String text, boolean special) {
    return tokenize(text, special, special);
  }

  /**
   * Returns the tokens of a text, as the model's own tokenizer splits it.
   *
   * @param begins whether tokens that the model wants before every text are put there
   * @param control whether names of control tokens in the text become those tokens
   */
  int[] tokenize(String text, boolean begins, boolean control);

  /**
   * Returns the tokens of raw bytes as they stand in the midst of a text: nothing is put before
   * them, no control token is recognised. The tokens' bytes, one after another, are the given
   * bytes, or the result is empty if the tokenizer cannot do that.
   */
  Optional<int[]> tokenizeInside(byte[] text);

  /** Returns the prompt that the model's chat template makes, if it has one that can be used. */
  Optional<String> chatPrompt(List<ChatMessage> messages);

  /**
   * Opens a context.
   *
   * @throws ModelException if there is not enough memory, or the model is closed
   */
  ModelContext open(ContextSettings settings);

  /** Closes the model and every context that is still open; does nothing the second time. */
  @Override
  void close();
}
