package dev.strait.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;

/**
 * The forward pass of a Llama-architecture transformer: RMS norms without weights, interleaved
 * rotary positions, SwiGLU, output tied to the embedding.
 */
final class Transformer {

  private final ModelSize size;
  private final Parameters parameters;
  private final NDArray cosines;
  private final NDArray sines;
  private final NDArray rotation;
  private final NDArray causal;

  Transformer(Parameters parameters, NDManager manager) {
    this.size = parameters.size;
    this.parameters = parameters;
    int width = size.headWidth();
    float[] cos = new float[size.context() * width];
    float[] sin = new float[size.context() * width];
    for (int t = 0; t < size.context(); t++) {
      for (int i = 0; i < width; i++) {
        double angle = t * Math.pow(ModelSize.ROPE_BASE, -(i / 2 * 2) / (double) width);
        cos[t * width + i] = (float) Math.cos(angle);
        sin[t * width + i] = (float) Math.sin(angle);
      }
    }
    cosines = manager.create(cos, new Shape(size.context(), width));
    sines = manager.create(sin, new Shape(size.context(), width));
    rotation = manager.create(quarterTurns(width), new Shape(width, width));
    causal = manager.create(mask(size.context()), new Shape(size.context(), size.context()));
  }

  /** The matrix that takes each neighbouring pair (a, b) to (-b, a). */
  private static float[] quarterTurns(int width) {
    float[] turns = new float[width * width];
    for (int i = 0; i < width; i += 2) {
      turns[i * width + i + 1] = 1;
      turns[(i + 1) * width + i] = -1;
    }
    return turns;
  }

  private static float[] mask(int context) {
    float[] mask = new float[context * context];
    for (int query = 0; query < context; query++) {
      for (int key = query + 1; key < context; key++) {
        mask[query * context + key] = -1e9f;
      }
    }
    return mask;
  }

  /**
   * Returns the logits at some positions, [positions, vocabulary].
   *
   * @param tokens ids, [batch, time], int32
   * @param positions row numbers in the flattened batch, int32
   */
  NDArray logits(NDArray tokens, NDArray positions) {
    NDManager step = tokens.getManager();
    long batch = tokens.getShape().get(0);
    long time = tokens.getShape().get(1);
    NDArray cos = cosines.get("0:" + time);
    NDArray sin = sines.get("0:" + time);
    NDArray mask = causal.get("0:" + time + ",0:" + time);
    cos.attach(step);
    sin.attach(step);
    mask.attach(step);
    NDArray x = rows(tokens.reshape(batch * time), parameters.embedding);
    for (int layer = 0; layer < size.layers(); layer++) {
      NDArray normed = norm(x);
      NDArray q = turned(heads(normed, 4 * layer, batch, time), cos, sin);
      NDArray k = turned(heads(normed, 4 * layer + 1, batch, time), cos, sin);
      NDArray v = heads(normed, 4 * layer + 2, batch, time);
      NDArray scores =
          q.matMul(k.transpose(0, 1, 3, 2)).mul(1 / Math.sqrt(size.headWidth())).add(mask);
      NDArray mixed =
          scores.softmax(-1).matMul(v).transpose(0, 2, 1, 3).reshape(batch * time, size.width());
      x = x.add(mixed.matMul(attention(step, 4 * layer + 3)));
      x = x.add(feedForward(norm(x), layer));
    }
    NDArray hidden = norm(rows(positions, x));
    NDArray output = parameters.embedding.transpose();
    output.attach(step);
    return hidden.matMul(output);
  }

  private static NDArray rows(NDArray indices, NDArray table) {
    NDArray rows =
        indices
            .getNDArrayInternal()
            .embedding(indices, table, SparseFormat.DENSE)
            .singletonOrThrow();
    rows.attach(indices.getManager());
    return rows;
  }

  private NDArray attention(NDManager step, long index) {
    NDArray matrix = parameters.attention.get(index);
    matrix.attach(step);
    return matrix;
  }

  private NDArray heads(NDArray x, long index, long batch, long time) {
    return x.matMul(attention(x.getManager(), index))
        .reshape(batch, time, size.heads(), size.headWidth())
        .transpose(0, 2, 1, 3);
  }

  private NDArray turned(NDArray x, NDArray cos, NDArray sin) {
    return x.mul(cos).add(x.matMul(rotation).mul(sin));
  }

  private static NDArray norm(NDArray x) {
    return x.div(x.square().mean(new int[] {-1}, true).add(ModelSize.NORM_EPSILON).sqrt());
  }

  private NDArray feedForward(NDArray x, int layer) {
    NDArray gate = x.matMul(inner(x.getManager(), 3L * layer));
    NDArray up = x.matMul(inner(x.getManager(), 3L * layer + 1));
    NDArray silu = gate.mul(gate.getNDArrayInternal().sigmoid());
    return silu.mul(up).matMul(inner(x.getManager(), 3L * layer + 2).transpose());
  }

  private NDArray inner(NDManager step, long index) {
    NDArray matrix = parameters.feedForward.get(index);
    matrix.attach(step);
    return matrix;
  }

  static final DataType TYPE = DataType.FLOAT32;
}
