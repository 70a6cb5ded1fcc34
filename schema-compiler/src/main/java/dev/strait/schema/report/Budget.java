package dev.strait.schema.report;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The work still allowed for one schema. Confined to the lock of its compiler. */
public final class Budget {
  private static final int CANCEL_CHECK = 1023;

  private final SchemaLimits limits;
  private final BooleanSupplier cancelled;
  private long steps;

  /** Starts a budget; {@code cancelled} is asked now and then. */
  public Budget(SchemaLimits limits, BooleanSupplier cancelled) {
    this.limits = limits;
    this.cancelled = cancelled;
  }

  /** Returns the limits. */
  public SchemaLimits limits() {
    return limits;
  }

  /** Spends {@code n} steps at {@code place}. */
  public void spend(long n, Supplier<String> place) {
    steps += n;
    if (steps > limits.steps()) {
      throw limit("the work exceeds the limit of " + limits.steps() + " steps", place.get());
    }
    if ((steps & CANCEL_CHECK) < n && cancelled.getAsBoolean()) {
      throw new SchemaException(
          SchemaException.Kind.CANCELLED, "", place.get(), "compiling was cancelled", "");
    }
  }

  /** Checks a number of alternatives. */
  public void alternatives(int n, Supplier<String> place) {
    if (n > limits.alternatives()) {
      throw limit("more than " + limits.alternatives() + " alternatives", place.get());
    }
  }

  /** Returns the error of a limit. */
  public static SchemaException limit(String reason, String place) {
    return new SchemaException(
        SchemaException.Kind.LIMIT,
        "",
        place,
        reason,
        "Raise SchemaLimits, or simplify the schema");
  }
}
