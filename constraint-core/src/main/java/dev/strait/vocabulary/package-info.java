/**
 * A model's tokens as bytes: what may be masked.
 *
 * <pre>{@code
 * Vocabulary vocabulary =
 *     Vocabulary.builder()
 *         .add(TokenKind.NORMAL, "yes".getBytes(UTF_8))
 *         .add(TokenKind.NORMAL, "no".getBytes(UTF_8))
 *         .add(TokenKind.CONTROL, "<|end|>".getBytes(UTF_8))
 *         .endOfGeneration(2)
 *         .build();
 * long[] mask = new long[vocabulary.maskWords()]; // one bit for each token
 * }</pre>
 *
 * <p>First package of the line; imports no other package of Strait.
 */
@NullMarked
package dev.strait.vocabulary;

import org.jspecify.annotations.NullMarked;
