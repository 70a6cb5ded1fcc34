/**
 * What several commands read: vocabularies, schemas, grammars.
 *
 * <p>Imports the console package and the libraries.
 */
@NullMarked
package dev.strait.examples.input;

import org.jspecify.annotations.NullMarked;
