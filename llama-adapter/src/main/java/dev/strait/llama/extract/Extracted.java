package dev.strait.llama.extract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.llama.generate.Generated;

/**
 * An extracted value and how it came about.
 *
 * @param value the value
 * @param json the same as JSON
 * @param generated the raw text, tokens, timings and, if asked for, probabilities
 * @param <T> the value's type
 */
public record Extracted<T>(T value, JsonNode json, Generated generated) {}
