package dev.strait.llama.cpp;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/**
 * The C structures that cross the border by value, laid out as in llama.cpp build {@link
 * LlamaLibrary#BUILD}. Pointers are 64-bit numbers, C's {@code bool} is a byte. None has a
 * constructor from a pointer: JNA would leave a returned one on the dead native stack.
 */
final class Structs {

  private Structs() {}

  /** {@code llama_model_params}, 64 bytes. */
  @FieldOrder({
    "devices",
    "gpuLayers",
    "splitMode",
    "mainGpu",
    "tensorSplit",
    "progressCallback",
    "progressData",
    "overrides",
    "vocabularyOnly",
    "useMmap",
    "useMlock",
    "checkTensors"
  })
  public static final class ModelParams extends Structure implements Structure.ByValue {
    public long devices;
    public int gpuLayers;
    public int splitMode;
    public int mainGpu;
    public long tensorSplit;
    public long progressCallback;
    public long progressData;
    public long overrides;
    public byte vocabularyOnly;
    public byte useMmap;
    public byte useMlock;
    public byte checkTensors;
  }

  /** {@code llama_context_params}, 120 bytes. */
  @FieldOrder({
    "tokens",
    "batch",
    "microBatch",
    "sequences",
    "threads",
    "batchThreads",
    "ropeScaling",
    "pooling",
    "attention",
    "ropeBase",
    "ropeScale",
    "yarnExtension",
    "yarnAttention",
    "yarnBetaFast",
    "yarnBetaSlow",
    "yarnOriginal",
    "defragThreshold",
    "evalCallback",
    "evalData",
    "keyType",
    "valueType",
    "logitsAll",
    "embeddings",
    "offloadCache",
    "flashAttention",
    "noTimings",
    "abortCallback",
    "abortData"
  })
  public static final class ContextParams extends Structure implements Structure.ByValue {
    public int tokens;
    public int batch;
    public int microBatch;
    public int sequences;
    public int threads;
    public int batchThreads;
    public int ropeScaling;
    public int pooling;
    public int attention;
    public float ropeBase;
    public float ropeScale;
    public float yarnExtension;
    public float yarnAttention;
    public float yarnBetaFast;
    public float yarnBetaSlow;
    public int yarnOriginal;
    public float defragThreshold;
    public long evalCallback;
    public long evalData;
    public int keyType;
    public int valueType;
    public byte logitsAll;
    public byte embeddings;
    public byte offloadCache;
    public byte flashAttention;
    public byte noTimings;
    public long abortCallback;
    public long abortData;
  }

  /** {@code llama_batch}, 56 bytes. */
  @FieldOrder({
    "count",
    "tokens",
    "embeddings",
    "positions",
    "sequenceCounts",
    "sequences",
    "outputs"
  })
  public static final class Batch extends Structure implements Structure.ByValue {
    public int count;
    public long tokens;
    public long embeddings;
    public long positions;
    public long sequenceCounts;
    public long sequences;
    public long outputs;
  }

  /** {@code llama_sampler_chain_params}, 1 byte. */
  @FieldOrder("noTimings")
  public static final class ChainParams extends Structure implements Structure.ByValue {
    public byte noTimings;
  }
}
