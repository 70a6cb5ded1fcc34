package dev.strait.values;

import dev.strait.rule.Rule;
import java.util.Collection;

/** Rules of strings bound to evidence given at run time: spans of a text, entries of a registry. */
public final class Evidence {
  private Evidence() {}

  /**
   * Returns the rule of the JSON strings that are non-empty verbatim spans of {@code text}. Linear
   * in time and memory in the length of the text.
   *
   * @throws IllegalArgumentException if the text is empty or holds half a surrogate pair
   */
  public static Rule<?> spanOf(String text, Escapes escapes) {
    throw new UnsupportedOperationException("in work");
  }

  /**
   * Returns the rule of the JSON strings that are one of {@code entries}. Linear in the sum of
   * their lengths, plus a sort.
   *
   * @throws IllegalArgumentException if there is no entry
   */
  public static Rule<?> entryOf(Collection<String> entries, Escapes escapes) {
    throw new UnsupportedOperationException("in work");
  }
}
