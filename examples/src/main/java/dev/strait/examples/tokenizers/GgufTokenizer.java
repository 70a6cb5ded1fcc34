package dev.strait.examples.tokenizers;

import dev.strait.examples.console.CommandException;
import dev.strait.llama.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the tokenizer inside a GGUF model file: byte-level BPE or SentencePiece BPE. */
final class GgufTokenizer {
  private static final String PREFIX = "tokenizer.ggml.";

  /** llama.cpp's token types: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte. */
  private static final long CONTROL = 3;

  private static final Set<Long> MATCHED_IN_TEXT = Set.of(CONTROL, 4L);

  private final String name;
  private final GgufFile file;
  private final List<?> tokens;
  private final Map<String, Integer> ids = new HashMap<>();

  private GgufTokenizer(String name, GgufFile file) {
    this.name = name;
    this.file = file;
    this.tokens = list("tokens");
    for (int id = 0; id < tokens.size(); id++) {
      ids.putIfAbsent(String.valueOf(tokens.get(id)), id);
    }
  }

  /**
   * Reads a tokenizer.
   *
   * @throws CommandException if the file is no GGUF file, or its tokenizer is not supported
   */
  static Tokenizer read(String name, Path path) {
    try {
      return new GgufTokenizer(name, GgufFile.read(path)).tokenizer();
    } catch (IOException e) {
      throw CommandException.badInput("cannot read the model: " + e.getMessage(), e);
    }
  }

  private Tokenizer tokenizer() {
    String model = file.text(PREFIX + "model").orElse("missing");
    return switch (model) {
      case "gpt2" -> byteLevel();
      case "llama" -> sentencePiece();
      default ->
          throw CommandException.badInput(
              name
                  + ": a tokenizer of type "
                  + model
                  + " is not supported (supported: gpt2, llama)");
    };
  }

  private Tokenizer byteLevel() {
    String pre = file.text(PREFIX + "pre").orElse("default");
    Map<String, Integer> order = new HashMap<>();
    list("merges").forEach(merge -> order.putIfAbsent(String.valueOf(merge), order.size()));
    try {
      return new PieceTokenizer(
          new PieceTokenizer.Parts(
              name,
              ids,
              (left, right) ->
                  order.getOrDefault(left + " " + right, -1) < 0
                      ? PairMerger.NEVER
                      : order.get(left + " " + right),
              special(MATCHED_IN_TEXT),
              Set.copyOf(special(Set.of(CONTROL))),
              text -> text,
              Splits.named(pre),
              true,
              pre.startsWith("llama")));
    } catch (IllegalArgumentException unknown) {
      throw CommandException.badInput(name + ": " + unknown.getMessage(), unknown);
    }
  }

  private Tokenizer sentencePiece() {
    List<?> scores = list("scores");
    boolean prefix = !Boolean.FALSE.equals(file.metadata().get(PREFIX + "add_space_prefix"));
    return new PieceTokenizer(
        new PieceTokenizer.Parts(
            name,
            ids,
            (left, right) -> {
              Integer id = ids.get(left + right);
              return id == null ? PairMerger.NEVER : -((Number) scores.get(id)).doubleValue();
            },
            special(MATCHED_IN_TEXT),
            Set.copyOf(special(Set.of(CONTROL))),
            text ->
                (prefix && !text.isEmpty() ? " " + text : text).replace(' ', PieceTokenizer.SPACE),
            List.of(),
            false,
            false));
  }

  private List<String> special(Set<Long> kinds) {
    List<String> special = new ArrayList<>();
    Object types = file.metadata().get(PREFIX + "token_type");
    if (types instanceof List<?> list) {
      for (int id = 0; id < Math.min(list.size(), tokens.size()); id++) {
        String token = String.valueOf(tokens.get(id));
        if (list.get(id) instanceof Long type && kinds.contains(type) && !token.isEmpty()) {
          special.add(token);
        }
      }
    }
    return special;
  }

  private List<?> list(String key) {
    if (file.metadata().get(PREFIX + key) instanceof List<?> list) {
      return list;
    }
    throw CommandException.badInput(name + " has no list " + PREFIX + key);
  }
}
