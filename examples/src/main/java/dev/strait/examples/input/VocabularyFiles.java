package dev.strait.examples.input;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.Inputs;
import dev.strait.llama.gguf.GgufFile;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabularies;
import dev.strait.vocabulary.Vocabulary;
import dev.strait.vocabulary.VocabularyFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads vocabularies from the files users have. */
public final class VocabularyFiles {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final long CONTROL = 3;
  private static final long UNUSED = 5;

  private VocabularyFiles() {}

  /**
   * Reads a vocabulary: that of a {@code .gguf} model, or a text file with one token a line ({@code
   * n HEX}, {@code c HEX}, {@code u}).
   *
   * @throws CommandException if there is none in the file
   */
  public static Vocabulary read(Path file) {
    return file.toString().endsWith(".gguf") ? gguf(file) : text(file);
  }

  private static Vocabulary text(Path file) {
    byte[] text = Inputs.bytes(file);
    try {
      int[] ends = Vocabularies.findEnds(Vocabularies.parse(text));
      return Vocabularies.parse(text, ends);
    } catch (VocabularyFormatException e) {
      throw CommandException.badInput(file + " is not a vocabulary: " + e.getMessage(), e);
    }
  }

  private static Vocabulary gguf(Path path) {
    Inputs.checkReadable(path);
    try {
      GgufFile file = GgufFile.read(path);
      Vocabulary vocabulary = gguf(path, file, new int[0]);
      int[] ends =
          IntStream.concat(
                  IntStream.of(Vocabularies.findEnds(vocabulary)),
                  Stream.of("eos_token_id", "eot_token_id")
                      .flatMap(key -> file.number(PREFIX + key).stream())
                      .mapToInt(Long::intValue)
                      .filter(id -> id >= 0 && id < vocabulary.size()))
              .toArray();
      return gguf(path, file, ends);
    } catch (IOException e) {
      throw CommandException.badInput("cannot read the model: " + e.getMessage(), e);
    }
  }

  private static Vocabulary gguf(Path path, GgufFile file, int[] ends) {
    List<?> types = list(file, "token_type");
    List<@Nullable String> tokens = new ArrayList<>();
    for (Object token : list(file, "tokens")) {
      boolean unused = type(types, tokens.size()) == UNUSED;
      tokens.add(unused ? null : String.valueOf(token));
    }
    IntPredicate control = id -> type(types, id) == CONTROL;
    String model = file.text(PREFIX + "model").orElse("missing");
    return switch (model) {
      case "gpt2" -> Vocabularies.ofByteLevel(tokens, control, ends);
      case "llama" -> Vocabularies.ofSentencePiece(tokens, control, ends);
      default ->
          throw CommandException.badInput(
              path
                  + ": a vocabulary of type "
                  + model
                  + " is not supported (supported: gpt2, llama)");
    };
  }

  private static long type(List<?> types, int id) {
    return id < types.size() && types.get(id) instanceof Long type ? type : 1;
  }

  private static List<?> list(GgufFile file, String key) {
    return file.metadata().get(PREFIX + key) instanceof List<?> list ? list : List.of();
  }

  /** Returns a vocabulary of the 256 bytes (id = byte) and one end of generation, id 256. */
  public static Vocabulary bytes() {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    return builder
        .add(TokenKind.CONTROL, "<|end|>".getBytes(StandardCharsets.UTF_8))
        .endOfGeneration(256)
        .build();
  }
}
