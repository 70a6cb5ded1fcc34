package dev.strait.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Constraint;
import dev.strait.schema.CompiledSchema;

/**
 * The properties of compiled schemas; each check throws an {@link AssertionError} that says where.
 */
public final class SchemaChecks {
  private SchemaChecks() {}

  /**
   * Checks that the constraint accepts a random text of the value if and only if the oracle says
   * that the value is valid, and that {@code isValid} agrees (but in draft 4, whose integers are
   * texts). The schema's policy must allow any order, escapes and numbers.
   */
  public static void judgesAsOracle(
      CompiledSchema schema, Oracle oracle, JsonNode value, Dice dice) {
    boolean otherNumbers = Dialect.of(oracle.schema()) != Dialect.DRAFT_4;
    String text = JsonText.spelled(value, dice, otherNumbers);
    if (OracleFault.misjudges(oracle.schema(), JsonText.read(text))) {
      return;
    }
    boolean valid = oracle.isValid(value);
    boolean accepted = accepts(Checks.overBytes(schema.rule()), text);
    if (accepted != valid) {
      throw new AssertionError(
          (accepted ? "accepts invalid " : "rejects valid ") + text + " of " + oracle.schema());
    }
    if (otherNumbers && schema.isValid(JsonText.read(text)) != valid) {
      throw new AssertionError("isValid is not " + valid + ": " + text + " of " + oracle.schema());
    }
  }

  /** Checks that a text of the constraint is JSON, names no key twice, and is valid. */
  public static void isValid(Oracle oracle, String text) {
    JsonNode value = JsonText.read(text);
    if (!OracleFault.misjudges(oracle.schema(), value) && !oracle.isValid(value)) {
      throw new AssertionError("produces invalid " + text + " of " + oracle.schema());
    }
  }

  /** Checks that the value's text is refused once a member of an object is given twice. */
  public static void refusesKeysTwice(CompiledSchema schema, JsonNode value, Dice dice) {
    if (!value.isObject() || value.isEmpty()) {
      return;
    }
    String key = value.fieldNames().next();
    String member = value.get(key).toString();
    StringBuilder again = new StringBuilder();
    key.chars().forEach(c -> again.append(String.format(dice.once(2) ? "\\u%04x" : "\\u%04X", c)));
    String whole = JsonText.spelled(value, dice, false);
    String text = whole.substring(0, whole.length() - 1) + ",\"" + again + "\":" + member + "}";
    if (accepts(Checks.overBytes(schema.rule()), text)) {
      throw new AssertionError("accepts a key given twice: " + text);
    }
  }

  private static boolean accepts(Constraint constraint, String text) {
    return Checks.accepts(constraint, text.getBytes(UTF_8));
  }
}
