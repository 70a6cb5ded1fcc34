package dev.strait.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

/**
 * The properties that a grammar's constraint promises, for a grammar of your own and your own idea
 * of its texts:
 *
 * <pre>{@code
 * class MonthTest implements GrammarContract {
 *   @Override public Rule<?> rule() {
 *     return Grammar.builder().rule("month", Parts.regex("\\d{4}-\\d\\d")).build().compile("month");
 *   }
 *   @Override public boolean matches(String text) { return text.matches("[0-9]{4}-[0-9]{2}"); }
 *   @Override public Arbitrary<String> texts() { return Arbitraries.of("2020-01", "2020-1"); }
 * }
 * }</pre>
 */
public interface GrammarContract {

  /** Returns the rule to check; it may be a new one each time. */
  Rule<?> rule();

  /** Returns whether a text belongs to the language. */
  boolean matches(String text);

  /** Returns texts of the language and others. */
  @Provide
  Arbitrary<String> texts();

  /** Accepted if and only if it belongs to the language. */
  @Property
  default void acceptsTheLanguage(@ForAll("texts") String text) {
    boolean accepted = Checks.accepts(Checks.overBytes(rule()), text.getBytes(UTF_8));
    Assertions.assertEquals(matches(text), accepted, text);
  }

  /** A random walk over allowed tokens is never stuck, ends when asked to, and belongs. */
  @Property
  default void walksEndAndBelong(@ForAll("vocabularies") Vocabulary tokens, @ForAll long seed) {
    byte[] text = Checks.alive(over(tokens), Dice.of(seed));
    Assertions.assertTrue(matches(new String(text, UTF_8)), () -> new String(text, UTF_8));
  }

  /** Within a budget of tokens that suffices, a text ends in time. */
  @Property
  default void budgetsSuffice(@ForAll("vocabularies") Vocabulary tokens, @ForAll long seed) {
    byte[] text = Checks.budgeted(over(tokens), Dice.of(seed), 10);
    Assertions.assertTrue(matches(new String(text, UTF_8)), () -> new String(text, UTF_8));
  }

  /** Forks and rollbacks leave no trace. */
  @Property
  default void rollbackLeavesNoTrace(@ForAll("vocabularies") Vocabulary tokens, @ForAll long seed) {
    Checks.rollback(over(tokens), Dice.of(seed));
  }

  /** A token is in the mask if and only if its bytes may follow, one after the other. */
  @Property
  default void masksEqualBytes(@ForAll("vocabularies") Vocabulary tokens, @ForAll long seed) {
    Checks.maskEqualsBytes(rule(), tokens, Dice.of(seed));
  }

  /** Returns vocabularies that can spell every text. */
  @Provide
  default Arbitrary<Vocabulary> vocabularies() {
    return TokenSets.any();
  }

  private Constraint over(Vocabulary tokens) {
    return Constraint.compile(rule(), tokens, Limits.defaults());
  }
}
