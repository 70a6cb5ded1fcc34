package dev.strait.formats;

import dev.strait.automaton.ByteDfa;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The formats by name. */
public final class Formats {
  private static final Map<String, Supplier<ByteDfa>> BUILDERS = Map.of();

  private Formats() {}

  /** Returns the names of the known formats. */
  public static Set<String> names() {
    return BUILDERS.keySet();
  }

  /**
   * Builds the texts of a format, in UTF-8.
   *
   * @throws IllegalArgumentException if the format is not known
   */
  public static ByteDfa automaton(String name) {
    Supplier<ByteDfa> builder = BUILDERS.get(name);
    if (builder == null) {
      throw new IllegalArgumentException("unknown format " + name);
    }
    return builder.get();
  }
}
