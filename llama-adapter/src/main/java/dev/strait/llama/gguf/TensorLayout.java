package dev.strait.llama.gguf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of a file's list of tensors, as llama.cpp's reader has them: names, extents, types, and
 * that the data of one begins where that of the one before ends.
 */
final class TensorLayout {

  private static final int MOST_NAME_BYTES = 63;
  private static final int MOST_DIMENSIONS = 4;

  /**
   * Bytes of a block by ggml's type code, 0 where a code has no type (any more): F32, F16, Q4_0,
   * Q4_1, two gone, Q5_0, Q5_1, Q8_0, Q8_1, Q2_K to Q8_K, IQ2_XXS to IQ4_XS, I8 to I64, F64, IQ1_M,
   * BF16, three gone, TQ1_0, TQ2_0.
   */
  private static final int[] BLOCK_BYTES = {
    4, 2, 18, 20, 0, 0, 22, 24, 34, 36, 84, 110, 144, 176, 210, 292, 66, 74, 98, 50, 18, 110, 82,
    136, 1, 2, 4, 8, 8, 56, 2, 0, 0, 0, 54, 66
  };

  /** Numbers of a block by ggml's type code. */
  private static final int[] BLOCK_NUMBERS = {
    1, 1, 32, 32, 0, 0, 32, 32, 32, 32, 256, 256, 256, 256, 256, 256, 256, 256, 256, 256, 32, 256,
    256, 256, 1, 1, 1, 1, 1, 256, 1, 0, 0, 0, 256, 256
  };

  private final Path file;
  private final long alignment;

  private TensorLayout(Path file, long alignment) {
    this.file = file;
    this.alignment = alignment;
  }

  /** Throws at the first tensor that breaks a rule. */
  static void check(Path file, long alignment, List<GgufFile.Tensor> tensors) throws GgufException {
    new TensorLayout(file, alignment).check(tensors);
  }

  private void check(List<GgufFile.Tensor> tensors) throws GgufException {
    Set<String> names = new HashSet<>();
    long end = 0;
    for (GgufFile.Tensor tensor : tensors) {
      String name = tensor.name();
      require(
          name.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES && names.add(name),
          tensor,
          "has too long a name, or is there twice");
      require(tensor.dimensions().size() <= MOST_DIMENSIONS, tensor, "has too many dimensions");
      require(
          tensor.offset() == end,
          tensor,
          "begins at " + tensor.offset() + ", where " + end + " is expected");
      long bytes = bytes(tensor);
      end += Math.floorDiv(bytes + alignment - 1, alignment) * alignment;
      require(end >= 0, tensor, "is too large");
    }
  }

  private long bytes(GgufFile.Tensor tensor) throws GgufException {
    int type = tensor.type();
    boolean known = type >= 0 && type < BLOCK_BYTES.length && BLOCK_BYTES[type] > 0;
    require(known, tensor, "is of the unknown type " + type);
    List<Long> extents = tensor.dimensions();
    long row = extents.isEmpty() ? 1 : extents.get(0);
    require(
        row % BLOCK_NUMBERS[type] == 0,
        tensor,
        "has rows of " + row + " numbers, not of whole blocks of " + BLOCK_NUMBERS[type]);
    long numbers = 1;
    for (long extent : extents) {
      require(
          extent >= 0 && (extent == 0 || numbers <= (Long.MAX_VALUE >> 10) / extent),
          tensor,
          "cannot have the extents " + extents);
      numbers *= extent;
    }
    return numbers / BLOCK_NUMBERS[type] * BLOCK_BYTES[type];
  }

  private void require(boolean holds, GgufFile.Tensor tensor, String fault) throws GgufException {
    if (!holds) {
      throw new GgufException(file + ": the tensor '" + tensor.name() + "' " + fault);
    }
  }
}
