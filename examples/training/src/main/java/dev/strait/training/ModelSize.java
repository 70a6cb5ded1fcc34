package dev.strait.training;

/**
 * The size of a Llama-architecture model with tied embeddings.
 *
 * @param vocabulary number of token ids
 * @param width length of the residual vector
 * @param layers number of blocks
 * @param heads attention heads; the width is a multiple of twice this
 * @param inner width of the feed-forward layer
 * @param context largest number of tokens of one sequence
 */
record ModelSize(int vocabulary, int width, int layers, int heads, int inner, int context) {

  static final float ROPE_BASE = 10_000f;
  static final float NORM_EPSILON = 1e-5f;

  int headWidth() {
    return width / heads;
  }

  long parameters() {
    return (long) vocabulary * width + (long) layers * (4L * width * width + 3L * width * inner);
  }
}
