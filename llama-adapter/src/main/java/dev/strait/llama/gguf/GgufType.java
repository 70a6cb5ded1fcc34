package dev.strait.llama.gguf;

/** The type codes of metadata values, in the order of the format. */
enum GgufType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  BOOL(1),
  STRING(8),
  ARRAY(12),
  UINT64(8),
  INT64(8),
  FLOAT64(8);

  /** The bytes of a value; the least number of bytes where it varies. */
  final int leastBytes;

  GgufType(int leastBytes) {
    this.leastBytes = leastBytes;
  }
}
