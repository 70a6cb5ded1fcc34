package dev.strait.llama.cpp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.strait.llama.model.Logits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of a {@code llama_token_data_array} that holds allowed tokens only: what is masked out
 * is never seen by a sampler, and a sparse mask makes a short array.
 */
final class Candidates {

  private static final int STRIDE = 12; // int id, float logit, float p

  private final Memory data;
  private final Memory head = new Memory(32);
  private final ByteBuffer out;
  private final int[] ids;
  private final float[] values;

  Candidates(int vocabulary) {
    data = new Memory((long) STRIDE * vocabulary);
    out = data.getByteBuffer(0, data.size()).order(ByteOrder.nativeOrder());
    ids = new int[vocabulary];
    values = new float[vocabulary];
  }

  /** Collects the allowed tokens that have a usable number; returns how many there are. */
  int gather(Logits logits, long[] allowed) {
    int count = logits.collect(allowed, ids, values);
    for (int i = 0; i < count; i++) {
      out.putInt(i * STRIDE, ids[i]);
      out.putFloat(i * STRIDE + 4, values[i]);
      out.putFloat(i * STRIDE + 8, 0);
    }
    return count;
  }

  /** Returns the structure over the first tokens, nothing selected, unsorted. */
  Pointer array(int count) {
    head.setPointer(0, data);
    head.setLong(8, count);
    head.setLong(16, -1);
    head.setByte(24, (byte) 0);
    return head;
  }

  /** Returns the likeliest of the first tokens, as a sampler left them; -1 if all are ruled out. */
  int best(int count) {
    int best = -1;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      float value = out.getFloat(i * STRIDE + 4);
      if (value > most) {
        most = value;
        best = out.getInt(i * STRIDE);
      }
    }
    return best;
  }

  /** Returns the first token. */
  int first() {
    return out.getInt(0);
  }

  /** Returns the selected token, -1 if there is none. */
  int selected() {
    long index = head.getLong(16);
    return index < 0 || index >= head.getLong(8) ? -1 : out.getInt((int) index * STRIDE);
  }
}
