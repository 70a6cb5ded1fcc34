package dev.strait.schema.report;

/**
 * Bounds on the work of compiling one schema. A bound that is reached is a typed error; it never
 * widens or narrows what a schema allows.
 *
 * @param alternatives most conjunctive alternatives of one value set, at least 1
 * @param steps most steps of set algebra in all, for the life of the compiled schema, at least 1
 * @param depth most nested subschemas followed without reading a byte of the value, at least 1
 */
public record SchemaLimits(int alternatives, long steps, int depth) {

  /** Checks the bounds. */
  public SchemaLimits {
    if (alternatives < 1 || steps < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "limits must be at least 1: " + alternatives + ", " + steps + ", " + depth);
    }
  }

  /** Returns the defaults: 4,096 alternatives, 20 million steps, a depth of 400. */
  public static SchemaLimits defaults() {
    return new SchemaLimits(4_096, 20_000_000, 400);
  }
}
