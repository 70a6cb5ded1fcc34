package dev.strait.llama.cpp;

import java.util.function.DoublePredicate;

/**
 * How a model is loaded. Start from {@link #defaults()}.
 *
 * @param gpuLayers layers put on the GPU, 0 to 10,000; of no effect in a build without one
 * @param mainGpu the GPU used, from 0
 * @param mmap whether the file is mapped (fast, shared between processes) instead of read
 * @param mlock whether the memory is kept from being swapped out
 * @param checkTensors whether all numbers are checked (slow)
 * @param warmUp whether the vocabulary is made ready for JSON schemas in a background thread
 * @param progress told the part that is loaded, 0 to 1; false stops the loading
 */
public record LoadSettings(
    int gpuLayers,
    int mainGpu,
    boolean mmap,
    boolean mlock,
    boolean checkTensors,
    boolean warmUp,
    DoublePredicate progress) {

  /** Checks the bounds. */
  public LoadSettings {
    if (gpuLayers < 0 || gpuLayers > 10_000 || mainGpu < 0 || mainGpu > 255) {
      throw new IllegalArgumentException("no such GPU layers: " + gpuLayers + " on " + mainGpu);
    }
  }

  /** Returns: no GPU, mapped, warmed up, no progress. */
  public static LoadSettings defaults() {
    return new LoadSettings(0, 0, true, false, false, true, part -> true);
  }

  /** Returns these settings with another number of layers on the GPU. */
  public LoadSettings withGpuLayers(int layers) {
    return new LoadSettings(layers, mainGpu, mmap, mlock, checkTensors, warmUp, progress);
  }

  /** Returns these settings with the file mapped or read. */
  public LoadSettings withMmap(boolean mapped) {
    return new LoadSettings(gpuLayers, mainGpu, mapped, mlock, checkTensors, warmUp, progress);
  }

  /** Returns these settings with another listener. */
  public LoadSettings withProgress(DoublePredicate listener) {
    return new LoadSettings(gpuLayers, mainGpu, mmap, mlock, checkTensors, warmUp, listener);
  }

  /**
   * Returns these settings with the vocabulary warmed up for JSON schemas once it is loaded ({@link
   * dev.strait.schema.JsonSchema#warmUp}), or not. Loading does not wait for it; it takes one to
   * two seconds of one processor, and the first masks of a process are some milliseconds slower
   * without.
   */
  public LoadSettings withWarmUp(boolean wanted) {
    return new LoadSettings(gpuLayers, mainGpu, mmap, mlock, checkTensors, wanted, progress);
  }
}
