package dev.strait.llama.gguf;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Writes a GGUF file (version 3, little endian, 32-bit float tensors).
 *
 * <p>Metadata and tensors are collected, then written at once. Keys and tensor names are written in
 * the order given; one given twice is an error. Not thread-safe.
 */
public final class GgufWriter {

  private static final int ALIGNMENT = 32;

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private record Entry(GgufType type, Object value) {}

  private record Tensor(long[] dimensions, long count, Supplier<float[]> data) {}

  /** Makes a writer without metadata or tensors. */
  public GgufWriter() {}

  /** Sets a text value. */
  public GgufWriter put(String key, String value) {
    return entry(key, GgufType.STRING, value);
  }

  /** Sets an unsigned 32-bit value; it must not be negative. */
  public GgufWriter put(String key, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(key + " must not be negative: " + value);
    }
    return entry(key, GgufType.UINT32, value);
  }

  /** Sets a 32-bit float. */
  public GgufWriter put(String key, float value) {
    return entry(key, GgufType.FLOAT32, value);
  }

  /** Sets a truth value. */
  public GgufWriter put(String key, boolean value) {
    return entry(key, GgufType.BOOL, value);
  }

  /** Sets an array of texts. */
  public GgufWriter putStrings(String key, List<String> values) {
    return entry(key, GgufType.ARRAY, List.copyOf(values));
  }

  /** Sets an array of signed 32-bit numbers. */
  public GgufWriter putInts(String key, int... values) {
    return entry(key, GgufType.ARRAY, values.clone());
  }

  /** Sets an array of 32-bit floats. */
  public GgufWriter putFloats(String key, float... values) {
    return entry(key, GgufType.ARRAY, values.clone());
  }

  /**
   * Adds a tensor of 32-bit floats.
   *
   * @param dimensions the extents, the fastest running first (a matrix that maps n inputs to m
   *     outputs and is stored row by row is {@code n, m})
   * @param data called once, when the file is written
   */
  public GgufWriter tensor(String name, Supplier<float[]> data, long... dimensions) {
    long count = LongStream.of(dimensions).reduce(1, Math::multiplyExact);
    if (dimensions.length < 1 || dimensions.length > 4 || count < 1) {
      throw new IllegalArgumentException(name + " needs 1 to 4 extents of at least 1");
    }
    if (tensors.putIfAbsent(name, new Tensor(dimensions.clone(), count, data)) != null) {
      throw new IllegalArgumentException("tensor given twice: " + name);
    }
    return this;
  }

  /**
   * Writes the file, replacing what was there.
   *
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if a tensor's data has not as many values as its extents say
   */
  public void write(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      Sink sink = new Sink(out);
      head(sink);
      pad(sink);
      for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
        data(sink, tensor.getKey(), tensor.getValue());
        pad(sink);
      }
    }
  }

  private GgufWriter entry(String key, GgufType type, Object value) {
    if (entries.putIfAbsent(key, new Entry(type, value)) != null) {
      throw new IllegalArgumentException("key given twice: " + key);
    }
    return this;
  }

  private void head(Sink out) throws IOException {
    out.bytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    out.int32(3);
    out.int64(tensors.size());
    out.int64(entries.size());
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      out.string(entry.getKey());
      out.int32(entry.getValue().type().ordinal());
      value(out, entry.getValue());
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      out.string(entry.getKey());
      out.int32(tensor.dimensions().length);
      for (long extent : tensor.dimensions()) {
        out.int64(extent);
      }
      out.int32(0);
      out.int64(offset);
      offset += padded(tensor.count() * Float.BYTES);
    }
  }

  private static void value(Sink out, Entry entry) throws IOException {
    switch (entry.type()) {
      case STRING -> out.string((String) entry.value());
      case UINT32 -> out.int32((Integer) entry.value());
      case FLOAT32 -> out.int32(Float.floatToRawIntBits((Float) entry.value()));
      case BOOL -> out.bytes(new byte[] {(byte) ((Boolean) entry.value() ? 1 : 0)});
      case ARRAY -> array(out, entry.value());
      default -> throw new AssertionError(entry.type());
    }
  }

  private static void array(Sink out, Object values) throws IOException {
    if (values instanceof int[] ints) {
      out.arrayHead(GgufType.INT32, ints.length);
      for (int value : ints) {
        out.int32(value);
      }
    } else if (values instanceof float[] floats) {
      out.arrayHead(GgufType.FLOAT32, floats.length);
      for (float value : floats) {
        out.int32(Float.floatToRawIntBits(value));
      }
    } else {
      List<?> texts = (List<?>) values;
      out.arrayHead(GgufType.STRING, texts.size());
      for (Object text : texts) {
        out.string((String) text);
      }
    }
  }

  private static void data(Sink out, String name, Tensor tensor) throws IOException {
    float[] values = tensor.data().get();
    if (values.length != tensor.count()) {
      throw new IllegalStateException(
          name + " has " + values.length + " values, not " + tensor.count());
    }
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += chunk.capacity() / Float.BYTES) {
      int count = Math.min(values.length - from, chunk.capacity() / Float.BYTES);
      chunk.asFloatBuffer().put(values, from, count);
      out.bytes(chunk.array(), count * Float.BYTES);
    }
  }

  private static void pad(Sink out) throws IOException {
    out.bytes(new byte[(int) (padded(out.written) - out.written)]);
  }

  private static long padded(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Little-endian output that counts its bytes. */
  private static final class Sink {
    private final DataOutputStream out;
    private long written;

    Sink(OutputStream out) {
      this.out = new DataOutputStream(out);
    }

    void bytes(byte[] bytes) throws IOException {
      bytes(bytes, bytes.length);
    }

    void bytes(byte[] bytes, int count) throws IOException {
      out.write(bytes, 0, count);
      written += count;
    }

    void int32(int value) throws IOException {
      out.writeInt(Integer.reverseBytes(value));
      written += Integer.BYTES;
    }

    void int64(long value) throws IOException {
      out.writeLong(Long.reverseBytes(value));
      written += Long.BYTES;
    }

    void string(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int64(bytes.length);
      bytes(bytes);
    }

    void arrayHead(GgufType type, int length) throws IOException {
      int32(type.ordinal());
      int64(length);
    }
  }
}
