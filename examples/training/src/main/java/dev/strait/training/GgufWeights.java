package dev.strait.training;

import ai.djl.ndarray.NDArray;
import dev.strait.llama.gguf.GgufFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Reads the 32-bit weights of a GGUF file that {@link GgufExport} wrote: the start of a stage. */
final class GgufWeights {

  private static final int ALIGNMENT = 32;
  private static final int FLOAT32 = 0;
  private static final float FAINT = 0.1f;
  private static final List<String> ATTENTION =
      List.of("attn_q", "attn_k", "attn_v", "attn_output");
  private static final List<String> FEED_FORWARD = List.of("ffn_gate", "ffn_up", "ffn_down");

  private final Path file;
  private final GgufFile head;
  private final long data;

  private GgufWeights(Path file, long length) throws IOException {
    this.file = file;
    this.head = GgufFile.read(file);
    long end = 0;
    for (GgufFile.Tensor tensor : head.tensors()) {
      end = Math.max(end, tensor.offset() + count(tensor) * Float.BYTES);
    }
    this.data = length - (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Sets the parameters to those of a file, or to those of a narrower and shallower one that is
   * grown to their size so that its choices stay (nearly) the same: what is new writes nothing into
   * the old part of the residual yet.
   *
   * @throws IOException if the file cannot be read or does not fit
   */
  static void load(Path file, Parameters parameters) throws IOException {
    GgufWeights weights = new GgufWeights(file, java.nio.file.Files.size(file));
    int width = weights.extent("token_embd.weight", 0);
    ModelSize size = parameters.size;
    if (width > size.width() || weights.extent("token_embd.weight", 1) != size.vocabulary()) {
      throw new IOException(file + " does not fit a model of this size");
    }
    weights.embed(parameters.embedding, width);
    weights.stack(parameters.attention, ATTENTION, width);
    weights.stack(parameters.feedForward, FEED_FORWARD, width);
  }

  private void embed(NDArray into, int width) throws IOException {
    float[] values = into.toFloatArray();
    float[] old = read("token_embd.weight");
    int wide = (int) into.getShape().get(1);
    for (int i = 0; i < values.length; i++) {
      boolean isNew = i % wide >= width;
      values[i] = isNew ? values[i] * FAINT : old[i / wide * width + i % wide];
    }
    into.set(FloatBuffer.wrap(values));
  }

  private void stack(NDArray into, List<String> parts, int width) throws IOException {
    int rows = (int) into.getShape().get(1);
    int columns = (int) into.getShape().get(2);
    float[] values = into.toFloatArray();
    for (int i = 0; i < values.length / rows / columns; i++) {
      String part = parts.get(i % parts.size());
      String name = "blk." + i / parts.size() + "." + part + ".weight";
      float[] all = new float[rows * columns];
      System.arraycopy(values, i * all.length, all, 0, all.length);
      grow(all, columns, name, part, width, Math.sqrt(width / (double) rows));
      System.arraycopy(all, 0, values, i * all.length, all.length);
    }
    into.set(FloatBuffer.wrap(values));
  }

  /** Puts an old matrix into the corner of a new one, or silences the output of a new layer. */
  private void grow(
      float[] all, int columns, String name, String part, int width, double normedLess)
      throws IOException {
    boolean writes = part.equals("attn_output") || part.equals("ffn_down");
    boolean exists = head.tensors().stream().anyMatch(tensor -> tensor.name().equals(name));
    float[] old = exists ? read(name) : new float[0];
    int oldColumns = old.length / width;
    if (exists && !part.equals("ffn_down")) {
      old = GgufExport.transposed(old, oldColumns);
    }
    for (int i = 0; i < all.length; i++) {
      int row = i / columns;
      int column = i % columns;
      if (row < width && column < oldColumns) {
        all[i] = (float) (old[row * oldColumns + column] * (writes ? 1 : normedLess));
      } else if (writes) {
        all[i] = 0;
      }
    }
  }

  private int extent(String name, int dimension) throws IOException {
    return head.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .map(tensor -> tensor.dimensions().get(dimension).intValue())
        .findFirst()
        .orElseThrow(() -> new IOException(file + " has no tensor " + name));
  }

  private static long count(GgufFile.Tensor tensor) {
    return tensor.dimensions().stream().reduce(1L, (a, b) -> a * b);
  }

  private float[] read(String name) throws IOException {
    for (GgufFile.Tensor tensor : head.tensors()) {
      if (tensor.name().equals(name) && tensor.type() == FLOAT32) {
        float[] values = new float[(int) count(tensor)];
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          channel.read(bytes, data + tensor.offset());
        }
        bytes.flip().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
      }
    }
    throw new IOException(file + " has no 32-bit tensor " + name);
  }
}
