package dev.strait.examples.input;

import dev.strait.examples.console.CommandException;
import dev.strait.grammar.Parts;
import dev.strait.regex.RegexException;
import dev.strait.rule.EmptyLanguageException;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;

/** A regular expression as a rule. */
final class PatternRule {
  private PatternRule() {}

  /**
   * Returns the rule of all texts that match as a whole.
   *
   * @throws CommandException if the pattern is wrong or matches nothing
   */
  static Rule<?> of(String pattern) {
    String name = "regex " + pattern;
    try {
      return Grammar.builder().rule(name, Parts.regex(pattern)).build().compile(name);
    } catch (RegexException e) {
      throw CommandException.badInput("the pattern " + pattern + ": " + e.getMessage(), e);
    } catch (EmptyLanguageException e) {
      throw CommandException.badInput("the pattern " + pattern + " matches no text", e);
    }
  }
}
