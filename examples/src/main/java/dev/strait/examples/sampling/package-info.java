/**
 * The sampling lab: a grid of sampler settings and beams on one task, measured, shown side by side,
 * and ranked blindly by people.
 */
@NullMarked
package dev.strait.examples.sampling;

import org.jspecify.annotations.NullMarked;
