package dev.strait.llama.cpp;

import dev.strait.llama.gguf.GgufFile;
import dev.strait.llama.model.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at a file before llama.cpp does, for the faults that would end the process instead of
 * making its loader give up.
 */
final class GgufCheck {

  /** The id of no token. */
  private static final long NONE = 0xffffffffL;

  /**
   * Kind of tokenizer to the special tokens that llama.cpp assumes where a file names none. It
   * reads their texts without a look at how many tokens there are.
   */
  private static final Map<String, Map<String, Integer>> ASSUMED =
      Map.of(
          "llama", Map.of("bos", 1, "eos", 2, "unknown", 0),
          "gpt2", Map.of("bos", 11, "eos", 11),
          "bert", Map.of("bos", 101, "unknown", 100, "seperator", 102, "padding", 0, "mask", 103),
          "t5", Map.of("eos", 1, "unknown", 2, "padding", 0));

  private GgufCheck() {}

  /** Throws if the file must not be given to llama.cpp. */
  static void check(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelLoadException(
          file + (Files.exists(file) ? " is not a file" : " does not exist"));
    }
    try {
      check(file, GgufFile.read(file));
    } catch (IOException e) {
      throw new ModelLoadException("cannot read the model: " + e.getMessage());
    }
  }

  private static void check(Path file, GgufFile head) {
    String architecture =
        head.text("general.architecture")
            .orElseThrow(() -> new ModelLoadException(file + " names no general.architecture"));
    range(file, head, architecture + ".block_count", 1, 512);
    range(file, head, architecture + ".embedding_length", 1, 1 << 20);
    range(file, head, architecture + ".feed_forward_length", 1, 1 << 24);
    range(file, head, architecture + ".attention.head_count", 1, 1 << 16);
    range(file, head, architecture + ".attention.head_count_kv", 1, 1 << 16);
    range(file, head, architecture + ".expert_count", 0, 256);
    range(file, head, architecture + ".expert_used_count", 0, 256);
    range(file, head, architecture + ".context_length", 1, Integer.MAX_VALUE);
    range(file, head, architecture + ".rope.dimension_count", 0, 1 << 16);
    range(file, head, architecture + ".vocab_size", 1, 1 << 24);
    tokens(file, head);
  }

  private static void range(Path file, GgufFile head, String key, long least, long most) {
    head.number(key)
        .filter(value -> value < least || value > most)
        .ifPresent(
            value -> {
              throw new ModelLoadException(file + ": " + key + " cannot be " + value);
            });
  }

  private static void tokens(Path file, GgufFile head) {
    Object tokens = head.metadata().get("tokenizer.ggml.tokens");
    if (!(tokens instanceof List<?> list) || list.isEmpty()) {
      throw new ModelLoadException(file + " has no tokenizer.ggml.tokens");
    }
    Set<Object> seen = new HashSet<>(2 * list.size());
    for (Object token : list) {
      if (!(token instanceof String) || !seen.add(token)) {
        throw new ModelLoadException(
            file + ": the token '" + token + "' is there twice, or is no text");
      }
    }
    sameLength(file, head, "tokenizer.ggml.token_type", list.size());
    sameLength(file, head, "tokenizer.ggml.scores", list.size());
    specials(file, head, list.size());
  }

  private static void sameLength(Path file, GgufFile head, String key, int length) {
    Object values = head.metadata().get(key);
    if (values != null && !(values instanceof List<?> list && list.size() == length)) {
      throw new ModelLoadException(file + ": " + key + " must have " + length + " entries");
    }
  }

  private static void specials(Path file, GgufFile head, int size) {
    for (String key : head.metadata().keySet()) {
      if (key.startsWith("tokenizer.ggml.") && key.endsWith("_token_id")) {
        range(file, head, key, 0, NONE);
        head.number(key)
            .filter(id -> id >= size && id != NONE)
            .ifPresent(
                id -> {
                  throw new ModelLoadException(file + ": " + key + " cannot be " + id);
                });
      }
    }
    String kind = head.text("tokenizer.ggml.model").orElse("");
    ASSUMED
        .getOrDefault(kind, Map.of())
        .forEach(
            (name, id) -> assumed(file, head, "tokenizer.ggml." + name + "_token_id", id, size));
  }

  private static void assumed(Path file, GgufFile head, String key, int id, int size) {
    if (id >= size && head.number(key).orElse(NONE) == NONE) {
      throw new ModelLoadException(
          file + " has " + size + " tokens and must have " + key + ": token " + id + " is assumed");
    }
  }
}
