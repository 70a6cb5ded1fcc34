package dev.strait.training;

import dev.strait.examples.tokenizer.BpeTokenizer;
import dev.strait.examples.tokenizer.HuggingFaceJson;
import dev.strait.examples.tokenizer.LegalTokenizer;
import dev.strait.llama.gguf.GgufWriter;
import dev.strait.llama.gguf.LlamaGguf;
import dev.strait.llama.gguf.LlamaShape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns a checkpoint and its tokenizer into a GGUF file and a {@code tokenizer.json}. */
public final class GgufExport {

  private static final int NORMAL = 1;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int MATRICES_PER_ATTENTION = 4;
  private static final int MATRICES_PER_FEED_FORWARD = 3;

  private final ModelSize size;
  private final float[] embedding;
  private final float[] attention;
  private final float[] feedForward;

  private GgufExport(ModelSize size, float[] embedding, float[] attention, float[] feedForward) {
    this.size = size;
    this.embedding = embedding;
    this.attention = attention;
    this.feedForward = feedForward;
  }

  /**
   * Exports.
   *
   * @param args checkpoint file, folder that gets {@code citations.gguf} and {@code tokenizer.json}
   */
  public static void main(String[] args) throws IOException {
    Path checkpoint = Path.of(args[0]);
    BpeTokenizer tokenizer = Train.read(Path.of(args[0] + ".tokenizer"));
    ModelSize size = Train.size(tokenizer);
    Path folder = Files.createDirectories(Path.of(args[1]));
    read(checkpoint, size).write(folder.resolve("citations.gguf"), tokenizer);
    Files.writeString(folder.resolve("tokenizer.json"), HuggingFaceJson.write(tokenizer));
  }

  private static GgufExport read(Path checkpoint, ModelSize size) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(checkpoint)))) {
      in.readLong();
      in.readLong();
      in.readInt();
      in.readDouble();
      return new GgufExport(size, floats(in), floats(in), floats(in));
    }
  }

  private static float[] floats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(values.length * Float.BYTES));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private void write(Path file, BpeTokenizer tokenizer) throws IOException {
    LlamaShape shape =
        new LlamaShape(
            size.vocabulary(),
            size.width(),
            size.layers(),
            size.heads(),
            size.heads(),
            size.inner(),
            size.context(),
            ModelSize.ROPE_BASE,
            ModelSize.NORM_EPSILON,
            true);
    GgufWriter out = LlamaGguf.model("strait-citations", shape, this::tensor);
    addTokenizer(out, tokenizer);
    out.write(file);
  }

  private static void addTokenizer(GgufWriter out, BpeTokenizer tokenizer) {
    List<String> texts = new ArrayList<>();
    int[] types = new int[tokenizer.size()];
    for (int id = 0; id < types.length; id++) {
      boolean visible = id < tokenizer.firstPhrase();
      byte[] bytes = tokenizer.bytes(id);
      texts.add(
          visible ? HuggingFaceJson.visible(bytes) : new String(bytes, StandardCharsets.UTF_8));
      types[id] = visible ? NORMAL : id < tokenizer.firstControl() ? USER_DEFINED : CONTROL;
    }
    List<String> merges =
        tokenizer.merges().stream()
            .map(
                merge ->
                    HuggingFaceJson.visible(tokenizer.bytes(merge.left()))
                        + " "
                        + HuggingFaceJson.visible(tokenizer.bytes(merge.right())))
            .toList();
    int end = tokenizer.control(LegalTokenizer.END);
    out.put("tokenizer.ggml.model", "gpt2")
        .put("tokenizer.ggml.pre", "gpt-2")
        .putStrings("tokenizer.ggml.tokens", texts)
        .putInts("tokenizer.ggml.token_type", types)
        .putStrings("tokenizer.ggml.merges", merges)
        .put("tokenizer.ggml.bos_token_id", tokenizer.control(LegalTokenizer.TEXT))
        .put("tokenizer.ggml.eos_token_id", end)
        .put("tokenizer.ggml.add_bos_token", false)
        .put("tokenizer.ggml.add_eos_token", false);
  }

  /** Returns a tensor as GGUF stores it: output by output. */
  private float[] tensor(String name) {
    if (name.equals("token_embd.weight")) {
      return embedding;
    }
    if (name.endsWith("norm.weight")) {
      float[] ones = new float[size.width()];
      Arrays.fill(ones, 1);
      return ones;
    }
    int layer = Integer.parseInt(name.split("\\.", -1)[1]);
    String part = name.split("\\.", -1)[2];
    int attentionPart = List.of("attn_q", "attn_k", "attn_v", "attn_output").indexOf(part);
    if (attentionPart >= 0) {
      int square = size.width() * size.width();
      int from = (layer * MATRICES_PER_ATTENTION + attentionPart) * square;
      return transposed(Arrays.copyOfRange(attention, from, from + square), size.width());
    }
    int innerPart = List.of("ffn_gate", "ffn_up", "ffn_down").indexOf(part);
    int area = size.width() * size.inner();
    int from = (layer * MATRICES_PER_FEED_FORWARD + innerPart) * area;
    float[] matrix = Arrays.copyOfRange(feedForward, from, from + area);
    return part.equals("ffn_down") ? matrix : transposed(matrix, size.width());
  }

  static float[] transposed(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    float[] out = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        out[column * rows + row] = matrix[row * columns + column];
      }
    }
    return out;
  }
}
