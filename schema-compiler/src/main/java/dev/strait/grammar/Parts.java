package dev.strait.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.automaton.ByteDfa;
import dev.strait.regex.Regex;
import dev.strait.rule.CountedRule;
import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Expression;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * Parts of grammars beyond what {@link Expression} builds: JSON by a schema, regular expressions,
 * free text. Parts and expressions mix freely:
 *
 * <pre>{@code
 * Expression answer =
 *     Expression.sequence(
 *         Expression.literal("<think>"),
 *         Expression.named("thoughts", Parts.until("</think>")),
 *         Expression.named("answer", Parts.json(schema, SchemaOptions.defaults())));
 * Rule<?> rule = Grammar.builder().rule("root", answer).build().compile("root");
 * }</pre>
 *
 * <p>A part made by {@link Expression#named} is a capture: {@link Captures} finds its span.
 */
public final class Parts {

  private Parts() {}

  /**
   * Returns the JSON texts that a schema allows.
   *
   * @throws RuntimeException the exceptions of {@link JsonSchema}, if the schema cannot be compiled
   */
  public static Expression json(JsonNode schema, SchemaOptions options) {
    return Expression.call(JsonSchema.compile(schema, options).rule());
  }

  /**
   * Returns the texts that match a regular expression of ECMA-262 as a whole.
   *
   * @throws dev.strait.regex.RegexException if it cannot be read or grows too large
   * @throws dev.strait.rule.EmptyLanguageException if nothing matches
   */
  public static Expression regex(String pattern, Regex.Flag... flags) {
    return texts(Regex.parse(pattern, flags).whole());
  }

  /**
   * Returns a regular set of texts, such as the intersection or the difference of two: {@code
   * texts(Regex.parse("[a-z]+").whole().minus(Regex.parse("if|else").whole()))}.
   *
   * @throws dev.strait.rule.EmptyLanguageException if the set is empty
   */
  public static Expression texts(ByteDfa set) {
    return Expression.regular(Automata.dfa(set));
  }

  /** Returns any text, in well-formed UTF-8, of any length. */
  public static Expression anyText() {
    return textWithout(List.of(), Expression.UNBOUNDED);
  }

  /**
   * Returns the texts in which none of some words occurs.
   *
   * @param words not empty texts
   * @param most most characters (code points), inclusive, or {@link Expression#UNBOUNDED}
   */
  public static Expression textWithout(Collection<String> words, int most) {
    Dfa dfa = Dfa.of(Automata.without(words));
    return most == Expression.UNBOUNDED
        ? Expression.call(new DfaRule("text", dfa))
        : Expression.call(new BoundedText("text", dfa, most));
  }

  /** Returns free text up to the first place where {@code end} occurs, with {@code end}. */
  public static Expression until(String end) {
    return until(end, List.of(end), Expression.UNBOUNDED);
  }

  /**
   * Returns free text that ends with {@code end}, before which no word of {@code words} occurs.
   *
   * @param end one of the words
   * @param most most characters (code points) before the end, inclusive, or {@link
   *     Expression#UNBOUNDED}
   * @throws dev.strait.rule.EmptyLanguageException if another word occurs in {@code end}
   */
  public static Expression until(String end, Collection<String> words, int most) {
    Dfa dfa = Dfa.of(Automata.until(end, words));
    if (most == Expression.UNBOUNDED) {
      return Expression.call(new DfaRule("text until " + end, dfa));
    }
    BitSet boundaries = new BitSet();
    for (int s = 0; s < dfa.states(); s++) {
      boundaries.set(s, beginsCharacter(dfa, s));
    }
    return Expression.call(
        new CountedRule("text until " + end, dfa, boundaries, 0, most + units(end), false));
  }

  /** Whether a state stands between two characters: some first byte of one leads on. */
  private static boolean beginsCharacter(Dfa dfa, int state) {
    boolean[] begins = {false};
    dfa.forEachEdge(state, (first, last, t) -> begins[0] |= first < 0x80 || last >= 0xc2);
    return begins[0];
  }

  /** The characters of an end that are counted: the edge into its accepting state is not. */
  private static int units(String end) {
    int last = end.codePointBefore(end.length());
    int characters = end.codePointCount(0, end.length());
    return last < 0x80 ? characters - 1 : characters;
  }
}
