package dev.strait.examples.input;

import dev.strait.automaton.ByteDfa;
import dev.strait.examples.console.CommandException;
import dev.strait.regex.Regex;
import dev.strait.regex.RegexException;
import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Rule;
import java.util.BitSet;

/** A regular expression as a rule. */
final class PatternRule {
  private PatternRule() {}

  /**
   * Returns the rule of all texts that match as a whole.
   *
   * @throws CommandException if the pattern is wrong or matches nothing
   */
  static Rule<?> of(String pattern) {
    try {
      ByteDfa dfa = Regex.parse(pattern).whole();
      if (dfa.isEmpty()) {
        throw CommandException.badInput("the pattern " + pattern + " matches no text");
      }
      return new DfaRule("regex " + pattern, pack(dfa));
    } catch (RegexException e) {
      throw CommandException.badInput("the pattern " + pattern + ": " + e.getMessage(), e);
    }
  }

  private static Dfa pack(ByteDfa dfa) {
    int edges = dfa.edgesEnd(dfa.states() - 1);
    int[] offsets = new int[dfa.states() + 1];
    byte[] first = new byte[edges];
    byte[] last = new byte[edges];
    int[] target = new int[edges];
    BitSet accepting = new BitSet();
    for (int state = 0; state < dfa.states(); state++) {
      accepting.set(state, dfa.isAccepting(state));
      offsets[state + 1] = dfa.edgesEnd(state);
    }
    for (int edge = 0; edge < edges; edge++) {
      first[edge] = (byte) dfa.low(edge);
      last[edge] = (byte) dfa.high(edge);
      target[edge] = dfa.target(edge);
    }
    return Dfa.of(offsets, first, last, target, accepting, true);
  }
}
