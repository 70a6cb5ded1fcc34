package dev.strait.regex;

import dev.strait.automaton.AutomatonLimitException;
import dev.strait.automaton.ByteDfa;
import dev.strait.automaton.TextAlphabet;
import dev.strait.regex.RegexException.Kind;

/** Tree to automaton: Thompson, subsets over classes of code points, UTF-8. */
final class Compiler {
  private Compiler() {}

  /** Returns the texts in which a match is found, or that match as a whole. */
  static ByteDfa compile(Regex regex, boolean search, int limit) {
    try {
      Nfa nfa = new Nfa(regex);
      TextAlphabet alphabet = alphabet(nfa);
      TextAlphabet.Dfa classes =
          nfa.assertions().isEmpty()
              ? new Subsets(nfa, alphabet, search, limit).run()
              : new Assertions(nfa, alphabet, search, limit).run();
      return classes.utf8(4 * limit);
    } catch (AutomatonLimitException e) {
      throw new RegexException(Kind.LIMIT, regex.pattern(), 0, e.getMessage() + ",");
    }
  }

  private static TextAlphabet alphabet(Nfa nfa) {
    TextAlphabet.Builder builder = TextAlphabet.builder();
    for (CodePoints set : nfa.sets()) {
      int number = builder.set();
      for (int i = 0; i < set.rangeCount(); i++) {
        builder.range(number, set.first(i), set.last(i));
      }
    }
    return builder.build();
  }
}
