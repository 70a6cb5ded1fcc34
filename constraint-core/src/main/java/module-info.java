/** The engine: bytes, tokens, rules, stacks and masks. It knows nothing of JSON or of models. */
module dev.strait.core {
  requires static transitive org.jspecify;
  requires automaton;

  exports dev.strait.vocabulary;
  exports dev.strait.rule;
  exports dev.strait.constraint;
}
