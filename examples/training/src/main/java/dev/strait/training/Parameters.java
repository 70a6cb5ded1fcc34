package dev.strait.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * The weights, stacked by kind so that the optimizer handles all layers at once: the embedding
 * [vocabulary, width], the attention matrices [4 * layers, width, width] in the order q, k, v, o of
 * each layer, and the feed-forward matrices [3 * layers, width, inner] in the order gate, up, down
 * (down transposed) of each layer. Rows are inputs, columns outputs, except for down.
 */
final class Parameters {

  final ModelSize size;
  final NDArray embedding;
  final NDArray attention;
  final NDArray feedForward;

  Parameters(ModelSize size, NDManager manager, long seed) {
    this.size = size;
    Random random = new Random(seed);
    embedding = normal(manager, random, 0.05, 1, size.vocabulary(), size.width()).squeeze(0);
    attention =
        normal(
            manager,
            random,
            1 / Math.sqrt(size.width()),
            4 * size.layers(),
            size.width(),
            size.width());
    feedForward =
        normal(
            manager,
            random,
            1 / Math.sqrt(size.width()),
            3 * size.layers(),
            size.width(),
            size.inner());
    shrinkResidualOutputs();
  }

  private static NDArray normal(
      NDManager manager, Random random, double scale, int n, int rows, int columns) {
    float[] values = new float[n * rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return manager.create(values, new Shape(n, rows, columns));
  }

  /**
   * The matrices that write to the residual start at a tenth, so that depth does not blow it up.
   */
  private void shrinkResidualOutputs() {
    for (int layer = 0; layer < size.layers(); layer++) {
      attention.get(4L * layer + 3).muli(0.1);
      feedForward.get(3L * layer + 2).muli(0.1);
    }
  }

  NDArray[] all() {
    return new NDArray[] {embedding, attention, feedForward};
  }

  /** Writes arrays as raw little-endian floats. */
  static void write(DataOutputStream out, NDArray... arrays) throws IOException {
    for (NDArray array : arrays) {
      float[] values = array.toFloatArray();
      ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      out.writeInt(values.length);
      out.write(bytes.array());
    }
  }

  /** Reads arrays written by {@link #write} into arrays of the same sizes. */
  static void read(DataInputStream in, NDArray... arrays) throws IOException {
    for (NDArray array : arrays) {
      int n = in.readInt();
      if (n != array.size()) {
        throw new IOException("the checkpoint is of another model size");
      }
      ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(n * 4)).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[n];
      bytes.asFloatBuffer().get(values);
      array.set(java.nio.FloatBuffer.wrap(values));
    }
  }

  static final DataType TYPE = DataType.FLOAT32;
}
