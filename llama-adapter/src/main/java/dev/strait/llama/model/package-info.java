/**
 * The seam to language models: what a decoder needs of one, a model of random numbers that needs no
 * native code, sampling settings, and the errors of all of them.
 *
 * <pre>{@code
 * try (LanguageModel model = new RandomModel(vocabulary, 42);
 *     Workspace workspace = Workspace.open(model, ContextSettings.defaults().withTokens(4096))) {
 *   GenerationOptions options =
 *       GenerationOptions.defaults().withSampling(Sampling.temperature(0.7, 42).withTopK(40));
 * }
 * }</pre>
 *
 * <p>Imports {@code dev.strait.vocabulary} only.
 */
@NullMarked
package dev.strait.llama.model;

import org.jspecify.annotations.NullMarked;
