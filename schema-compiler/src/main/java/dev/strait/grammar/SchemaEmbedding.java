package dev.strait.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.rule.Rule;

/** Compiles the JSON Schemas that a grammar embeds. */
@FunctionalInterface
public interface SchemaEmbedding {

  /** Returns the rule of the JSON texts that the schema allows. */
  Rule<?> compile(JsonNode schema);
}
