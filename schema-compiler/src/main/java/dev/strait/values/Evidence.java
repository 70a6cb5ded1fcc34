package dev.strait.values;

import dev.strait.automaton.ByteDfa;
import dev.strait.automaton.SuffixAutomaton;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Rule;
import java.nio.charset.StandardCharsets;
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
    if (text.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("spans are asked of a text that is empty or malformed");
    }
    ByteDfa spans = SuffixAutomaton.spans(text);
    return new DfaRule("span of the text", JsonEscaper.quoted(spans, escapes));
  }

  /**
   * Returns the rule of the JSON strings that are one of {@code entries}. Linear in the sum of
   * their lengths, plus a sort.
   *
   * @throws IllegalArgumentException if there is no entry
   */
  public static Rule<?> entryOf(Collection<String> entries, Escapes escapes) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("an entry is asked of an empty registry");
    }
    ByteDfa words = ByteDfa.ofStrings(entries);
    return new DfaRule("entry of the registry", JsonEscaper.quoted(words, escapes));
  }
}
