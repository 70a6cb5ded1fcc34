package dev.strait.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.schema.CompiledSchema;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.values.Escapes;
import dev.strait.values.NumberPolicy;
import dev.strait.vocabulary.Vocabulary;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The properties that a schema's constraint promises, for a schema of your own:
 *
 * <pre>{@code
 * class OrderSchemaTest implements SchemaContract {
 *   @Override
 *   public String schema() {
 *     return "{\"type\": \"object\", \"required\": [\"id\"], ...}";
 *   }
 * }
 * }</pre>
 *
 * <p>jqwik runs them, prints the seed of a failure and makes the failing value smaller.
 */
public interface SchemaContract {

  /** Accepts what other programs write, without whitespace. */
  TextPolicy ANY_COMPACT_TEXT =
      TextPolicy.compact()
          .withOrder(TextPolicy.Order.ANY)
          .withEscapes(Escapes.ANY)
          .withNumbers(NumberPolicy.wide());

  /** Returns the schema's text. */
  String schema();

  /** Returns the policy in which random values are written down and must be accepted. */
  default SchemaOptions options() {
    return SchemaOptions.defaults().withPolicy(ANY_COMPACT_TEXT);
  }

  /** Accepted if and only if valid, by the oracle, whatever the text; and so says isValid. */
  @Property
  default void acceptsWhatIsValid(@ForAll("instances") JsonNode value, @ForAll long seed) {
    CompiledSchema compiled = compiled();
    SchemaChecks.judgesAsOracle(compiled, Oracle.of(JsonText.read(schema())), value, Dice.of(seed));
  }

  /** A random walk over allowed tokens is never stuck, ends when asked to, and is valid. */
  @Property
  default void walksEndAndAreValid(@ForAll("vocabularies") Vocabulary tokens, @ForAll long seed) {
    Constraint constraint = compiled().constraint(tokens, Limits.defaults());
    byte[] text = Checks.alive(constraint, Dice.of(seed));
    SchemaChecks.isValid(Oracle.of(JsonText.read(schema())), new String(text, UTF_8));
  }

  /** Within a budget of tokens that suffices, a text ends in time, and is valid. */
  @Property
  default void budgetsSuffice(@ForAll("vocabularies") Vocabulary tokens, @ForAll long seed) {
    Constraint constraint = compiled().constraint(tokens, Limits.defaults());
    byte[] text = Checks.budgeted(constraint, Dice.of(seed), 10);
    SchemaChecks.isValid(Oracle.of(JsonText.read(schema())), new String(text, UTF_8));
  }

  /** Forks and rollbacks leave no trace. */
  @Property
  default void rollbackLeavesNoTrace(@ForAll("vocabularies") Vocabulary tokens, @ForAll long seed) {
    Checks.rollback(compiled().constraint(tokens, Limits.defaults()), Dice.of(seed));
  }

  /** A token is in the mask if and only if its bytes may follow, one after the other. */
  @Property
  default void masksEqualBytes(@ForAll("vocabularies") Vocabulary tokens, @ForAll long seed) {
    Checks.maskEqualsBytes(compiled().rule(), tokens, Dice.of(seed));
  }

  /** A key given twice, however it is written, is refused. */
  @Property
  default void noKeyTwice(@ForAll("instances") JsonNode value, @ForAll long seed) {
    SchemaChecks.refusesKeysTwice(compiled(), value, Dice.of(seed));
  }

  /** Returns valid, nearly valid and random values. */
  @Provide
  default Arbitrary<JsonNode> instances() {
    return Instances.any(JsonText.read(schema()));
  }

  /** Returns vocabularies that can spell every text. */
  @Provide
  default Arbitrary<Vocabulary> vocabularies() {
    return TokenSets.any();
  }

  private CompiledSchema compiled() {
    return JsonSchema.compile(schema(), options());
  }
}
