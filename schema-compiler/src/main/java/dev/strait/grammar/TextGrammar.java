package dev.strait.grammar;

import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import java.util.List;

/**
 * A grammar read from its text.
 *
 * @param grammar the rules
 * @param start the name of the rule to begin with
 * @param unused names that are defined, but reached from no other rule; often a slip of the pen
 */
public record TextGrammar(Grammar grammar, String start, List<String> unused) {

  /** Copies the list. */
  public TextGrammar {
    unused = List.copyOf(unused);
  }

  /**
   * Compiles the grammar.
   *
   * @throws dev.strait.rule.EmptyLanguageException if no text matches
   * @throws dev.strait.rule.GrammarLimitException if an automaton grows too large
   */
  public Rule<?> compile() {
    return grammar.compile(start);
  }
}
