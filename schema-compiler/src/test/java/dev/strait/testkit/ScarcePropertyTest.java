package dev.strait.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.LimitException;
import dev.strait.constraint.Limits;
import dev.strait.rule.Rule;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.testkit.Grammars.GrammarCase;
import dev.strait.vocabulary.Vocabulary;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.opentest4j.TestAbortedException;

/**
 * Random schemas and grammars over vocabularies that lack single bytes: a token is allowed if and
 * only if tokens can go on to an end, whatever was asked before and whatever is remembered.
 */
class ScarcePropertyTest {
  private static final SchemaOptions OPTIONS =
      SchemaOptions.defaults()
          .withPolicy(SchemaContract.ANY_COMPACT_TEXT)
          .withLimits(new SchemaLimits(1_024, 2_000_000, 400));

  private static final Limits SMALL = new Limits(3_000, 1, 1_000_000);

  private static int decided;
  private static int undecided;

  @Property(seed = "20261130", tries = 12)
  void masksOfSchemasAreWhatTokensCanEnd(
      @ForAll("schemas") SchemaCase c, @ForAll("tokens") Vocabulary tokens) {
    unlessRefused(c, rule -> Checks.maskIsWhatTokensCanEnd(rule, tokens, Dice.of(c.seed())));
  }

  @Property(seed = "20261130", tries = 12)
  void masksOfGrammarsAreWhatTokensCanEnd(
      @ForAll("grammars") GrammarCase c, @ForAll("tokens") Vocabulary tokens) {
    Checks.maskIsWhatTokensCanEnd(rule(c), tokens, Dice.of(c.seed()));
  }

  @Property(seed = "20261130", tries = 12)
  void answersDoNotDependOnWhatIsRemembered(
      @ForAll("schemas") SchemaCase c, @ForAll("tokens") Vocabulary tokens) {
    unlessRefused(
        c,
        rule ->
            Checks.agree(
                Constraint.compile(rule, tokens, Limits.defaults()),
                Constraint.compile(rule, tokens, SMALL),
                Dice.of(c.seed())));
  }

  @Property(seed = "20261130", tries = 12)
  void budgetsSufficeForGrammars(
      @ForAll("grammars") GrammarCase c, @ForAll("tokens") Vocabulary tokens) {
    spend(rule(c), tokens, Dice.of(c.seed()));
  }

  private static void spend(Rule<?> rule, Vocabulary tokens, Dice dice) {
    Constraint constraint = Constraint.compile(rule, tokens, Limits.defaults());
    if (constraint.matcher().sufficientTokens() < Long.MAX_VALUE) {
      Checks.budgeted(constraint, dice, 5);
    }
  }

  /** A limit is a right answer too, but not to most schemas. */
  private static void unlessRefused(SchemaCase c, Consumer<Rule<?>> check) {
    Rule<?> rule;
    try {
      rule = JsonSchema.compile(c.schema(), OPTIONS).rule();
    } catch (SchemaException e) {
      throw new TestAbortedException(e.getMessage());
    }
    try {
      check.accept(rule);
      decided++;
    } catch (SchemaException e) {
      throw new TestAbortedException(e.getMessage());
    } catch (LimitException e) {
      undecided++;
      throw new TestAbortedException(e.getMessage());
    }
  }

  @AfterContainer
  static void limitsAreRare() {
    assertTrue(undecided * 20 <= decided + 20, undecided + " of " + (decided + undecided));
  }

  private static Rule<?> rule(GrammarCase c) {
    return c.grammar().compile().orElseThrow(() -> new TestAbortedException("no text matches"));
  }

  @Provide
  Arbitrary<SchemaCase> schemas() {
    return SchemaCase.any(1);
  }

  @Provide
  Arbitrary<GrammarCase> grammars() {
    return Grammars.any(1);
  }

  @Provide
  Arbitrary<Vocabulary> tokens() {
    return TokenSets.scarce();
  }
}
