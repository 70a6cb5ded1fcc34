package dev.strait.examples.programs;

import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.RandomModel;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The model that a program runs with. */
final class Models {
  private Models() {}

  /** Loads the GGUF model named first; without one, a "model" to which all tokens are alike. */
  static LanguageModel open(String[] args) {
    return args.length > 0 ? LlamaModel.load(Path.of(args[0])) : new RandomModel(bytes(), 7);
  }

  /** Returns the least vocabulary that can spell everything: 256 bytes and an end. */
  static Vocabulary bytes() {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    byte[] end = "<end>".getBytes(StandardCharsets.UTF_8);
    return builder.add(TokenKind.CONTROL, end).endOfGeneration(256).build();
  }
}
