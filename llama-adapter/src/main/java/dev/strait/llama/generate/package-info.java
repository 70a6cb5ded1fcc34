/**
 * The decoding loop: sessions, single and batched generations, beam search.
 *
 * <pre>{@code
 * try (Workspace workspace = Workspace.open(model, ContextSettings.defaults());
 *     Session session = workspace.session()) {
 *   session.append(Prompts.chat(model, List.of(ChatMessage.user("Name a river."))));
 *   GenerationOptions options = GenerationOptions.defaults().withMaxTokens(200);
 *   try (Generation generation = session.generate(constraint, options)) {
 *     generation.forEachRemaining(piece -> System.out.print(piece.text()));
 *   }
 * }
 * }</pre>
 *
 * <p>Imports {@code dev.strait.vocabulary}, {@code dev.strait.constraint} and {@code
 * dev.strait.llama.model}; it knows no runtime.
 */
@NullMarked
package dev.strait.llama.generate;

import org.jspecify.annotations.NullMarked;
