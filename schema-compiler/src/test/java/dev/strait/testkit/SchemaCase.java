package dev.strait.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;

/**
 * A schema and values to judge by it, of all three kinds of {@link Instances}. Shrinks to one
 * value, then to a smaller schema, then to a smaller value.
 *
 * @param seed chooses the texts of the values and random walks
 */
public record SchemaCase(JsonNode schema, List<JsonNode> values, long seed) {

  /** Returns cases of all drafts, with so many values each. */
  public static Arbitrary<SchemaCase> any(int values) {
    return arbitrary(values, Dialect.values());
  }

  /** Returns cases of one draft, with so many values each. */
  public static Arbitrary<SchemaCase> any(int values, Dialect dialect) {
    return arbitrary(values, dialect);
  }

  private static Arbitrary<SchemaCase> arbitrary(int values, Dialect... dialects) {
    return Shrinking.arbitrary(
        dice -> draw(dice, dice.pick(dialects), values), SchemaCase::smaller, SchemaCase::size);
  }

  static SchemaCase draw(Dice dice, Dialect dialect, int count) {
    JsonNode schema = Schemas.draw(dice, dialect);
    Instances instances = Instances.of(schema, dice);
    List<JsonNode> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(instances.draw());
    }
    return new SchemaCase(schema, values, dice.seed());
  }

  /** Returns smaller cases. */
  Stream<SchemaCase> smaller() {
    if (values.size() > 1) {
      return values.stream().map(value -> new SchemaCase(schema, List.of(value), seed));
    }
    Stream<SchemaCase> schemas = Schemas.smaller(schema).map(s -> new SchemaCase(s, values, seed));
    return Stream.concat(
        schemas,
        values.stream()
            .flatMap(Shrinking::smaller)
            .map(v -> new SchemaCase(schema, List.of(v), seed)));
  }

  /** Returns a measure that falls from a case to its smaller forms. */
  long size() {
    return Shrinking.size(schema) + values.stream().mapToLong(v -> 4 + Shrinking.size(v)).sum();
  }

  @Override
  public String toString() {
    return "schema " + schema + "\nvalues " + values + " seed " + seed;
  }
}
