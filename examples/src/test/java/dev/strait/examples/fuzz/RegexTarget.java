package dev.strait.examples.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.automaton.ByteDfa;
import dev.strait.regex.Regex;
import dev.strait.regex.RegexException;

/** Regular expressions: refused with a typed error, or what matches as a whole is also found. */
public final class RegexTarget {
  private RegexTarget() {}

  /** Tries one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Regex regex = Regex.parse(new String(input, UTF_8));
      ByteDfa whole = regex.whole();
      ByteDfa found = regex.search();
      if (!whole.minus(found).isEmpty()) {
        throw new AssertionError("matches as a whole and is not found: " + regex);
      }
    } catch (RegexException expected) {
      if (expected.position() < 0 || expected.position() > expected.pattern().length()) {
        throw new AssertionError("a refusal at no place: " + expected.position(), expected);
      }
    }
  }
}
