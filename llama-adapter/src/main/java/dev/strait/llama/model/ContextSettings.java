package dev.strait.llama.model;

/**
 * The size of a context. Start from {@link #defaults()} and change what is needed.
 *
 * @param tokens cells for evaluated tokens, shared by all sequences; 1 to 16,777,216
 * @param batch most tokens evaluated in one call; at least 1, at most {@code tokens}
 * @param sequences most sequences at once, 1 to 256
 * @param threads processor threads, 1 to 512
 * @param keys how keys are stored
 * @param values how values are stored; other than 16 or 32 bits needs {@code flashAttention}
 * @param flashAttention whether the fused attention kernel is used
 */
public record ContextSettings(
    int tokens,
    int batch,
    int sequences,
    int threads,
    CacheType keys,
    CacheType values,
    boolean flashAttention) {

  private static final int MOST_TOKENS = 1 << 24;

  /** How numbers are stored in the memory of a context. */
  public enum CacheType {
    /** 32 bits. */
    F32,
    /** 16 bits. */
    F16,
    /** 8.5 bits a number on average. */
    Q8_0,
    /** 4.5 bits a number on average. */
    Q4_0
  }

  /** Checks the bounds. */
  public ContextSettings {
    check("tokens", tokens, MOST_TOKENS);
    check("batch", batch, tokens);
    check("sequences", sequences, 256);
    check("threads", threads, 512);
    boolean plain = values == CacheType.F16 || values == CacheType.F32;
    if (!plain && !flashAttention) {
      throw new IllegalArgumentException("values of type " + values + " need flash attention");
    }
  }

  /** Returns 4,096 tokens, batches of 512, one sequence, half the processors, 16-bit memory. */
  public static ContextSettings defaults() {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new ContextSettings(4096, 512, 1, threads, CacheType.F16, CacheType.F16, false);
  }

  /** Returns these settings with room for another number of tokens; batches shrink to fit. */
  public ContextSettings withTokens(int count) {
    int fitting = Math.max(1, Math.min(batch, count));
    return new ContextSettings(count, fitting, sequences, threads, keys, values, flashAttention);
  }

  /** Returns these settings with another batch size. */
  public ContextSettings withBatch(int count) {
    return new ContextSettings(tokens, count, sequences, threads, keys, values, flashAttention);
  }

  /** Returns these settings with another number of sequences. */
  public ContextSettings withSequences(int count) {
    return new ContextSettings(tokens, batch, count, threads, keys, values, flashAttention);
  }

  /** Returns these settings with another number of threads. */
  public ContextSettings withThreads(int count) {
    return new ContextSettings(tokens, batch, sequences, count, keys, values, flashAttention);
  }

  /** Returns these settings with other types of memory. */
  public ContextSettings withCache(CacheType newKeys, CacheType newValues, boolean flash) {
    return new ContextSettings(tokens, batch, sequences, threads, newKeys, newValues, flash);
  }

  private static void check(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be 1 to " + most + ", not " + value);
    }
  }
}
