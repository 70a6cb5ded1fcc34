package dev.strait.llama.model;

import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A model without native code that knows nothing: its logits are random numbers, equally
 * distributed, drawn from the seed and the tokens before. Greedy decoding thus tries everything
 * that is allowed, and the same tokens always give the same logits, whatever batch they were in.
 *
 * <p>Its tokenizer takes the longest token that fits, from left to right.
 */
public final class RandomModel implements LanguageModel {

  private final Vocabulary vocabulary;
  private final long seed;
  private final Map<Key, Integer> texts = new HashMap<>();
  private final Map<String, Integer> controls = new HashMap<>();
  private volatile boolean closed;

  /** Bytes that are equal if their contents are. */
  private record Key(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** Makes a model over a vocabulary; equal seeds make equal models. */
  public RandomModel(Vocabulary vocabulary, long seed) {
    this.vocabulary = Objects.requireNonNull(vocabulary);
    this.seed = seed;
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isText(id)) {
        texts.putIfAbsent(new Key(vocabulary.bytes(id)), id);
      } else if (vocabulary.kind(id) == TokenKind.CONTROL) {
        controls.putIfAbsent(new String(vocabulary.bytes(id), StandardCharsets.UTF_8), id);
      }
    }
    controls.remove("");
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  long seed() {
    return seed;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a byte of the text is in no token
   */
  @Override
  public int[] tokenize(String text, boolean begins, boolean control) {
    checkOpen();
    int[] tokens = new int[text.length() * 4];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      int name = control ? controlAt(text, at) : -1;
      int end = name >= 0 ? at : control ? nextControl(text, at) : text.length();
      if (name >= 0) {
        tokens[count++] = name;
        at += new String(vocabulary.bytes(name), StandardCharsets.UTF_8).length();
      } else {
        byte[] part = text.substring(at, end).getBytes(StandardCharsets.UTF_8);
        int[] found =
            tokenizeInside(part)
                .orElseThrow(() -> new IllegalArgumentException("no tokens for this text"));
        System.arraycopy(found, 0, tokens, count, found.length);
        count += found.length;
        at = end;
      }
    }
    return Arrays.copyOf(tokens, count);
  }

  private int controlAt(String text, int at) {
    for (Map.Entry<String, Integer> control : controls.entrySet()) {
      if (text.startsWith(control.getKey(), at)) {
        return control.getValue();
      }
    }
    return -1;
  }

  private int nextControl(String text, int at) {
    int next = at;
    while (next < text.length() && controlAt(text, next) < 0) {
      next++;
    }
    return next;
  }

  @Override
  public Optional<int[]> tokenizeInside(byte[] text) {
    checkOpen();
    int[] tokens = new int[text.length];
    int count = 0;
    for (int at = 0; at < text.length; ) {
      int token = longestAt(text, at);
      if (token < 0) {
        return Optional.empty();
      }
      tokens[count++] = token;
      at += vocabulary.byteLength(token);
    }
    return Optional.of(Arrays.copyOf(tokens, count));
  }

  private int longestAt(byte[] text, int at) {
    for (int n = Math.min(vocabulary.longestToken(), text.length - at); n > 0; n--) {
      Integer token = texts.get(new Key(Arrays.copyOfRange(text, at, at + n)));
      if (token != null) {
        return token;
      }
    }
    return -1;
  }

  @Override
  public Optional<String> chatPrompt(List<ChatMessage> messages) {
    return Optional.empty();
  }

  @Override
  public ModelContext open(ContextSettings settings) {
    checkOpen();
    return new RandomContext(this, settings);
  }

  /** Throws if the model is closed. */
  void checkOpen() {
    if (closed) {
      throw new ClosedException("this model is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "RandomModel[" + vocabulary.size() + " tokens, seed " + seed + "]";
  }
}
