/** Compilers of JSON Schema, regular expressions and grammars to the engine's rules. */
module dev.strait.compiler {
  requires static transitive org.jspecify;
  requires transitive dev.strait.core;
  requires transitive com.fasterxml.jackson.databind;
  requires automaton;
  requires com.fasterxml.classmate;
  requires com.fasterxml.jackson.datatype.jdk8;
  requires com.fasterxml.jackson.datatype.jsr310;
  requires com.github.victools.jsonschema.generator;
  requires com.github.victools.jsonschema.module.jackson;
  requires com.github.victools.jsonschema.module.jakarta.validation;
  requires com.networknt.schema;
  requires jakarta.validation;

  exports dev.strait.grammar;
  exports dev.strait.regex;
  exports dev.strait.schema;
  exports dev.strait.schema.graph; // Draft
  exports dev.strait.schema.report;
  exports dev.strait.schema.rules; // TextPolicy
  exports dev.strait.values; // Escapes, NumberPolicy
}
