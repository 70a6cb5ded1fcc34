package dev.strait.examples.input;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.examples.console.CommandException;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a user says what may be generated. */
public final class ConstraintOptions {

  @Option(
      names = "--regex",
      paramLabel = "PATTERN",
      description = "A regular expression (ECMA-262) that the whole output matches.")
  @Nullable String regex;

  /** Returns whether an output is constrained. */
  public boolean isPresent() {
    return regex != null;
  }

  /** Returns words that name the constraint. */
  public String describe() {
    return regex == null ? "unconstrained" : "regex " + regex;
  }

  /**
   * Compiles the constraint.
   *
   * @return the constraint, or empty if none is named
   * @throws CommandException if it cannot be compiled
   */
  public Optional<Constraint> compile(Vocabulary vocabulary) {
    return rule().map(rule -> Constraint.compile(rule, vocabulary, Limits.defaults()));
  }

  /**
   * Compiles the constraint.
   *
   * @throws CommandException if none is named, or it cannot be compiled
   */
  public Constraint require(Vocabulary vocabulary) {
    return compile(vocabulary)
        .orElseThrow(() -> CommandException.usage("say what may be generated: --regex"));
  }

  private Optional<Rule<?>> rule() {
    return regex == null ? Optional.empty() : Optional.of(PatternRule.of(regex));
  }
}
