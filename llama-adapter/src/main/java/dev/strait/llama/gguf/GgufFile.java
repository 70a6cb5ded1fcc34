package dev.strait.llama.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a GGUF file (versions 2 and 3, little endian): metadata and the list of tensors,
 * without their data. Immutable.
 *
 * @param version the format's version
 * @param metadata keys to values in file order: {@code Long}, {@code Double}, {@code Boolean},
 *     {@code String} or a {@code List} of these
 * @param tensors the tensors in file order
 */
public record GgufFile(int version, Map<String, Object> metadata, List<Tensor> tensors) {

  private static final String ALIGNMENT = "general.alignment";
  private static final int MAGIC = 0x46554747;
  private static final long MOST_HEAD_BYTES = 1L << 30;

  /** Freezes the maps. */
  public GgufFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = List.copyOf(tensors);
  }

  /**
   * A tensor's entry.
   *
   * @param name its name
   * @param dimensions its extents, the fastest running first
   * @param type ggml's type code: 0 is 32-bit float, 1 is 16-bit float
   * @param offset where its data begins, in bytes from the start of the data section
   */
  public record Tensor(String name, List<Long> dimensions, int type, long offset) {
    /** Freezes the extents. */
    public Tensor {
      dimensions = List.copyOf(dimensions);
    }
  }

  /** Returns a text value, if the key is there and holds text. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(metadata.get(key))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /** Returns a whole number, if the key is there and holds one. */
  public Optional<Long> number(String key) {
    return Optional.ofNullable(metadata.get(key))
        .filter(Long.class::isInstance)
        .map(Long.class::cast);
  }

  /**
   * Reads the head of a file.
   *
   * @throws GgufException if it is not GGUF, is cut short, has lengths that cannot be, names twice,
   *     or tensors that do not lie one behind the other
   * @throws IOException if the file cannot be read
   */
  public static GgufFile read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = Math.min(channel.size(), MOST_HEAD_BYTES);
      if (size < 24) {
        throw new GgufException(file + " is too short to be a GGUF file: " + size + " bytes");
      }
      ByteBuffer head = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
      return new Parser(file, head.order(ByteOrder.LITTLE_ENDIAN)).file();
    }
  }

  /** Reads the head from front to back; every length is checked against what is left. */
  private static final class Parser {
    private final Path file;
    private final ByteBuffer in;

    Parser(Path file, ByteBuffer in) {
      this.file = file;
      this.in = in;
    }

    GgufFile file() throws GgufException {
      if (in.getInt() != MAGIC) {
        throw new GgufException(file + " does not begin with the bytes GGUF");
      }
      int version = in.getInt();
      if (version != 2 && version != 3) {
        throw new GgufException(file + " has GGUF version " + version + "; 2 and 3 can be read");
      }
      long tensors = in.getLong();
      long keys = in.getLong();
      Map<String, Object> metadata = new LinkedHashMap<>();
      for (long i = checked(keys, 13, "keys"); i > 0; i--) {
        entry(metadata);
      }
      List<Tensor> list = new ArrayList<>();
      for (long i = checked(tensors, 24, "tensors"); i > 0; i--) {
        list.add(tensor());
      }
      TensorLayout.check(file, alignment(metadata), list);
      return new GgufFile(version, metadata, list);
    }

    private void entry(Map<String, Object> metadata) throws GgufException {
      String key = string();
      GgufType type = type();
      if (key.isEmpty() || metadata.containsKey(key)) {
        throw new GgufException(file + ": the key '" + key + "' is empty or there twice" + place());
      }
      if (key.equals(ALIGNMENT) && type != GgufType.UINT32) {
        throw new GgufException(file + ": " + ALIGNMENT + " cannot be of type " + type);
      }
      metadata.put(key, value(type));
    }

    private long alignment(Map<String, Object> metadata) throws GgufException {
      long alignment = (Long) metadata.getOrDefault(ALIGNMENT, 32L);
      if (Long.bitCount(alignment) != 1) {
        throw new GgufException(file + ": " + ALIGNMENT + " cannot be " + alignment);
      }
      return alignment;
    }

    private Tensor tensor() throws GgufException {
      String name = string();
      List<Long> dimensions = new ArrayList<>();
      for (long i = checked(uint32(), 8, "dimensions"); i > 0; i--) {
        dimensions.add(int64());
      }
      return new Tensor(name, dimensions, (int) uint32(), int64());
    }

    private GgufType type() throws GgufException {
      long code = uint32();
      if (code < 0 || code >= GgufType.values().length) {
        throw new GgufException(file + ": unknown value type " + code + place());
      }
      return GgufType.values()[(int) code];
    }

    private Object value(GgufType type) throws GgufException {
      need(type.leastBytes);
      return switch (type) {
        case UINT8 -> (long) (in.get() & 0xff);
        case INT8 -> (long) in.get();
        case UINT16 -> (long) (in.getShort() & 0xffff);
        case INT16 -> (long) in.getShort();
        case UINT32 -> in.getInt() & 0xffffffffL;
        case INT32 -> (long) in.getInt();
        case UINT64, INT64 -> in.getLong();
        case FLOAT32 -> (double) in.getFloat();
        case FLOAT64 -> in.getDouble();
        case BOOL -> in.get() != 0;
        case STRING -> string();
        case ARRAY -> array();
      };
    }

    private List<Object> array() throws GgufException {
      GgufType type = type();
      if (type == GgufType.ARRAY) {
        throw new GgufException(file + ": an array of arrays" + place());
      }
      List<Object> list = new ArrayList<>();
      for (long i = checked(int64(), type.leastBytes, "array elements"); i > 0; i--) {
        list.add(value(type));
      }
      return Collections.unmodifiableList(list);
    }

    private String string() throws GgufException {
      byte[] bytes = new byte[(int) checked(int64(), 1, "characters")];
      in.get(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private long uint32() throws GgufException {
      need(4);
      return in.getInt() & 0xffffffffL;
    }

    private long int64() throws GgufException {
      need(8);
      return in.getLong();
    }

    private long checked(long count, int leastBytes, String what) throws GgufException {
      if (count < 0 || count > in.remaining() / leastBytes) {
        throw new GgufException(
            file + ": " + Long.toUnsignedString(count) + " " + what + " cannot be there" + place());
      }
      return count;
    }

    private void need(int bytes) throws GgufException {
      if (in.remaining() < bytes) {
        throw new GgufException(file + " is cut short" + place());
      }
    }

    private String place() {
      return " (at byte " + in.position() + " of " + in.limit() + ")";
    }
  }
}
