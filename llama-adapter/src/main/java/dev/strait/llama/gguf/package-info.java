/**
 * GGUF files, llama.cpp's model format: read their metadata, write small models.
 *
 * <pre>{@code
 * GgufFile file = GgufFile.read(path);
 * System.out.println(file.text("general.architecture"));
 * }</pre>
 *
 * <p>First package of the module's line; imports {@code dev.strait.vocabulary} only.
 */
@NullMarked
package dev.strait.llama.gguf;

import org.jspecify.annotations.NullMarked;
