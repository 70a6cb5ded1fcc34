package dev.strait.llama.cpp;

import dev.strait.llama.model.EvaluationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A sequence's state as bytes: a head that tells the model and the length, a checksum, and
 * llama.cpp's own data, which must not be given back to it changed.
 *
 * @param length tokens of the sequence
 * @param data llama.cpp's data
 */
record SavedState(int length, byte[] data) {

  private static final int MAGIC = 0x53545331;
  private static final int HEAD = 4 + 4 + 8 + 8;

  static int checkedSize(long bytes) {
    if (bytes < 0 || bytes > Integer.MAX_VALUE - 64) {
      throw new EvaluationException("a state of " + bytes + " bytes is too large for one array");
    }
    return (int) bytes;
  }

  static byte[] write(String model, int length, byte[] data) {
    return ByteBuffer.allocate(HEAD + data.length)
        .putInt(MAGIC)
        .putInt(length)
        .putLong(checksum(model, 0, data))
        .putLong(checksum(model, length, data))
        .put(data)
        .array();
  }

  static SavedState read(String model, byte[] bytes) {
    if (bytes.length < HEAD || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
      throw new EvaluationException("these bytes are not a saved state");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int length = in.getInt(4);
    byte[] data = Arrays.copyOfRange(bytes, HEAD, bytes.length);
    boolean same =
        in.getLong(8) == checksum(model, 0, data)
            && in.getLong(16) == checksum(model, length, data);
    if (!same || length < 0) {
      throw new EvaluationException("the saved state is damaged, or of another model");
    }
    return new SavedState(length, data);
  }

  private static long checksum(String model, int length, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update((model + '/' + length).getBytes(StandardCharsets.UTF_8));
    crc.update(data);
    return crc.getValue();
  }
}
