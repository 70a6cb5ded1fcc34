/**
 * llama.cpp in this process: its library is found, loaded and guarded; models and contexts.
 *
 * <pre>{@code
 * LoadSettings settings = LoadSettings.defaults().withGpuLayers(99);
 * try (LlamaModel model = LlamaModel.load(path, settings)) {
 *   int[] tokens = model.tokenize("Name a river.", false);
 *   System.out.println(model.vocabulary().size() + " tokens, " + tokens.length + " of them used");
 * }
 * }</pre>
 *
 * <p>The C API trusts its caller and ends the process on a wrong number, so every argument is
 * checked here first.
 *
 * <p>Imports {@code dev.strait.vocabulary}, {@code dev.strait.llama.gguf} and {@code
 * dev.strait.llama.model}.
 */
@NullMarked
package dev.strait.llama.cpp;

import org.jspecify.annotations.NullMarked;
