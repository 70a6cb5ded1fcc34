package dev.strait.llama.gguf;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shape of a model of the {@code llama} architecture: RMS norm, rotary positions over
 * neighbouring pairs, gated SiLU feed-forward, no biases.
 *
 * @param vocabulary tokens
 * @param embedding width of the residual stream; a multiple of {@code heads}
 * @param layers blocks
 * @param heads query heads
 * @param keyHeads key and value heads; divides {@code heads}
 * @param feedForward width of the feed-forward layer
 * @param context longest sequence
 * @param ropeBase base of the rotary frequencies, usually 10,000
 * @param epsilon added under the root of the RMS norm
 * @param tied whether the output matrix is the embedding matrix
 */
public record LlamaShape(
    int vocabulary,
    int embedding,
    int layers,
    int heads,
    int keyHeads,
    int feedForward,
    int context,
    float ropeBase,
    float epsilon,
    boolean tied) {

  /** Checks the shape. */
  public LlamaShape {
    int least = Math.min(Math.min(vocabulary, embedding), Math.min(layers, heads));
    if (Math.min(least, Math.min(keyHeads, Math.min(feedForward, context))) < 1) {
      throw new IllegalArgumentException("every size must be at least 1");
    }
    if (embedding % heads != 0 || (embedding / heads) % 2 != 0 || heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "the embedding must split into heads of even width, the heads into key heads");
    }
  }

  /** Returns the width of a head. */
  public int headWidth() {
    return embedding / heads;
  }

  /**
   * Returns the tensors' names and extents in file order, the fastest running extent first: a
   * matrix from n inputs to m outputs is {@code n, m}, output by output.
   */
  public Map<String, long[]> tensors() {
    Map<String, long[]> tensors = new LinkedHashMap<>();
    tensors.put("token_embd.weight", new long[] {embedding, vocabulary});
    for (int layer = 0; layer < layers; layer++) {
      block(tensors, "blk." + layer + ".");
    }
    tensors.put("output_norm.weight", new long[] {embedding});
    if (!tied) {
      tensors.put("output.weight", new long[] {embedding, vocabulary});
    }
    return tensors;
  }

  private void block(Map<String, long[]> tensors, String prefix) {
    long keys = (long) keyHeads * headWidth();
    tensors.put(prefix + "attn_norm.weight", new long[] {embedding});
    tensors.put(prefix + "attn_q.weight", new long[] {embedding, embedding});
    tensors.put(prefix + "attn_k.weight", new long[] {embedding, keys});
    tensors.put(prefix + "attn_v.weight", new long[] {embedding, keys});
    tensors.put(prefix + "attn_output.weight", new long[] {embedding, embedding});
    tensors.put(prefix + "ffn_norm.weight", new long[] {embedding});
    tensors.put(prefix + "ffn_gate.weight", new long[] {embedding, feedForward});
    tensors.put(prefix + "ffn_up.weight", new long[] {embedding, feedForward});
    tensors.put(prefix + "ffn_down.weight", new long[] {feedForward, embedding});
  }
}
