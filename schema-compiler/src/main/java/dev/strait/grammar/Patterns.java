package dev.strait.grammar;

import dev.strait.regex.Regex;
import dev.strait.rule.Dfa;
import java.util.EnumSet;
import java.util.Set;

/**
 * Regular expressions as Lark writes them, in the Python way, read as ECMA-262: needless escapes
 * and the form of named groups are translated, everything else must mean the same in both.
 */
final class Patterns {

  /** The characters that ECMA-262 lets one escape. */
  private static final String SYNTAX = "^$\\.*+?()[]{}|/";

  private Patterns() {}

  /**
   * Returns the texts that match as a whole.
   *
   * @throws dev.strait.regex.RegexException if the pattern cannot be read
   * @throws dev.strait.rule.EmptyLanguageException if nothing matches
   */
  static Dfa whole(String pattern, Set<Regex.Flag> flags) {
    String body = pattern;
    Set<Regex.Flag> all = EnumSet.noneOf(Regex.Flag.class);
    all.addAll(flags);
    for (; body.startsWith("(?i)") || body.startsWith("(?s)"); body = body.substring(4)) {
      all.add(body.startsWith("(?i)") ? Regex.Flag.IGNORE_CASE : Regex.Flag.DOT_ALL);
    }
    Regex regex = Regex.parse(translate(body), all.toArray(Regex.Flag[]::new));
    return Automata.dfa(regex.whole());
  }

  /** Returns the letters of a text in either case. */
  static Dfa ignoringCase(String text) {
    StringBuilder pattern = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              pattern.append(SYNTAX.indexOf(c) >= 0 ? "\\" : "");
              pattern.appendCodePoint(c);
            });
    Regex regex = Regex.parse(pattern.toString(), Regex.Flag.IGNORE_CASE);
    return Automata.dfa(regex.whole());
  }

  private static String translate(String pattern) {
    StringBuilder text = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        text.append(escape(pattern.charAt(++i), inClass));
      } else if (!inClass && pattern.startsWith("(?P<", i)) {
        text.append("(?<");
        i += 3;
      } else {
        inClass = c == '[' || (inClass && c != ']');
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String escape(char c, boolean inClass) {
    boolean kept = Character.isLetterOrDigit(c) || SYNTAX.indexOf(c) >= 0 || (inClass && c == '-');
    return kept ? "\\" + c : String.valueOf(c);
  }
}
