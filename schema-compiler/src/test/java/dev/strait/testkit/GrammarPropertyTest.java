package dev.strait.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.rule.Rule;
import dev.strait.testkit.Grammars.GrammarCase;
import dev.strait.vocabulary.Vocabulary;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random grammars: constraints accept what the definition matches, and their walks belong. */
class GrammarPropertyTest {

  @Property(seed = "20261123")
  void acceptsTheLanguage(@ForAll("cases") GrammarCase c) {
    Constraint constraint = Checks.overBytes(rule(c));
    for (String text : c.texts()) {
      assertEquals(
          c.grammar().matches(text), Checks.accepts(constraint, text.getBytes(UTF_8)), text);
    }
  }

  @Property(seed = "20261123")
  void walksEndAndBelong(@ForAll("cases") GrammarCase c, @ForAll("tokens") Vocabulary tokens) {
    Constraint constraint = Constraint.compile(rule(c), tokens, Limits.defaults());
    String text = new String(Checks.alive(constraint, Dice.of(c.seed())), UTF_8);
    assertTrue(text.length() > 200 || c.grammar().matches(text), text);
  }

  @Property(seed = "20261123")
  void budgetsSuffice(@ForAll("cases") GrammarCase c, @ForAll("tokens") Vocabulary tokens) {
    Constraint constraint = Constraint.compile(rule(c), tokens, Limits.defaults());
    String text = new String(Checks.budgeted(constraint, Dice.of(c.seed()), 8), UTF_8);
    assertTrue(text.length() > 200 || c.grammar().matches(text), text);
  }

  @Property(seed = "20261123")
  void masksEqualBytes(@ForAll("cases") GrammarCase c, @ForAll("tokens") Vocabulary tokens) {
    Checks.maskEqualsBytes(rule(c), tokens, Dice.of(c.seed()));
  }

  @Property(seed = "20261123")
  void rollbackLeavesNoTrace(@ForAll("cases") GrammarCase c, @ForAll("tokens") Vocabulary tokens) {
    Checks.rollback(Constraint.compile(rule(c), tokens, Limits.defaults()), Dice.of(c.seed()));
  }

  private static Rule<?> rule(GrammarCase c) {
    return c.grammar()
        .compile()
        .orElseThrow(() -> new org.opentest4j.TestAbortedException("no text matches"));
  }

  @Provide
  Arbitrary<GrammarCase> cases() {
    return Grammars.any(6);
  }

  @Provide
  Arbitrary<Vocabulary> tokens() {
    return TokenSets.any();
  }
}
