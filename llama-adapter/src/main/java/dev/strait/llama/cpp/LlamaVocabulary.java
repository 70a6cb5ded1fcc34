package dev.strait.llama.cpp;

import com.sun.jna.Pointer;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a model's tokens as bytes, once. */
final class LlamaVocabulary {

  private static final int UNKNOWN = 1;
  private static final int UNUSED = 2;
  private static final int CONTROL = 8;

  private final LlamaApi api;
  private final long handle;
  private byte[] buffer = new byte[256];

  private LlamaVocabulary(LlamaApi api, long handle) {
    this.api = api;
    this.handle = handle;
  }

  /** Reads all tokens of the vocabulary at an address. */
  static Vocabulary read(LlamaApi api, long handle) {
    LlamaVocabulary reader = new LlamaVocabulary(api, handle);
    int size = api.vocabNTokens(handle);
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int id = 0; id < size; id++) {
      TokenKind kind = reader.kind(id);
      builder.add(kind, kind == TokenKind.NORMAL ? reader.piece(id) : reader.name(id));
    }
    int[] ends = IntStream.range(0, size).filter(id -> api.vocabIsEog(handle, id) != 0).toArray();
    return builder.endOfGeneration(ends).build();
  }

  private TokenKind kind(int id) {
    int attributes = api.vocabGetAttr(handle, id);
    if ((attributes & CONTROL) != 0) {
      return TokenKind.CONTROL;
    }
    boolean unusable = attributes == 0 || (attributes & (UNKNOWN | UNUSED)) != 0;
    return unusable ? TokenKind.UNUSED : TokenKind.NORMAL;
  }

  private byte[] piece(int id) {
    int length = api.tokenToPiece(handle, id, buffer, buffer.length, 0, (byte) 0);
    if (length < 0) {
      buffer = new byte[-length];
      length = api.tokenToPiece(handle, id, buffer, buffer.length, 0, (byte) 0);
    }
    return Arrays.copyOf(buffer, Math.max(0, length));
  }

  private byte[] name(int id) {
    @Nullable Pointer text = api.vocabGetText(handle, id);
    return text == null ? new byte[0] : text.getString(0, "UTF-8").getBytes(StandardCharsets.UTF_8);
  }
}
