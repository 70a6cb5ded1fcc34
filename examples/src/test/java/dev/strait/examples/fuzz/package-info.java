/**
 * What the fuzzer tries: one target for each kind of input that a stranger may hand to Strait. A
 * target is a class with {@code fuzzerTestOneInput(byte[])}, as Jazzer calls it; anything but a
 * typed refusal is a fault. Seeds and found inputs are resources beside the targets, and {@link
 * dev.strait.examples.fuzz.FuzzInputsTest} runs them all in every build.
 */
@NullMarked
package dev.strait.examples.fuzz;

import org.jspecify.annotations.NullMarked;
