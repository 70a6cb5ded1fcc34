package dev.strait.llama.cpp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** The memory of a {@code llama_batch}, each row in one sequence; allocated once. */
final class NativeBatch {

  private final Memory tokens;
  private final Memory positions;
  private final Memory counts;
  private final Memory ids;
  private final Memory idPointers;
  private final Memory outputs;
  private final Structs.Batch struct = new Structs.Batch();

  NativeBatch(int rows) {
    tokens = new Memory(4L * rows);
    positions = new Memory(4L * rows);
    counts = new Memory(4L * rows);
    ids = new Memory(4L * rows);
    idPointers = new Memory(8L * rows);
    outputs = new Memory(rows);
    for (int row = 0; row < rows; row++) {
      counts.setInt(4L * row, 1);
      idPointers.setPointer(8L * row, ids.share(4L * row));
    }
    struct.tokens = Pointer.nativeValue(tokens);
    struct.positions = Pointer.nativeValue(positions);
    struct.sequenceCounts = Pointer.nativeValue(counts);
    struct.sequences = Pointer.nativeValue(idPointers);
    struct.outputs = Pointer.nativeValue(outputs);
  }

  /** Fills a row; the index must be within the rows. */
  void set(int row, int token, int position, int sequence, boolean output) {
    tokens.setInt(4L * row, token);
    positions.setInt(4L * row, position);
    ids.setInt(4L * row, sequence);
    outputs.setByte(row, (byte) (output ? 1 : 0));
  }

  /** Returns the structure for the first rows. */
  Structs.Batch of(int count) {
    struct.count = count;
    return struct;
  }
}
