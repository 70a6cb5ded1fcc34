package dev.strait.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;

/** Random grammars with members and other texts: recursive in every way, ambiguous, nullable. */
public final class Grammars {
  private static final List<String> WORDS =
      List.of("a", "b", "ab", "ba", "aa", "[", "]", ",", "\"", "é", "", "abc");

  private static final int RULES = 3;

  private Grammars() {}

  /**
   * A grammar and texts to judge by it.
   *
   * @param seed chooses random walks
   */
  public record GrammarCase(WrittenGrammar grammar, List<String> texts, long seed) {
    Stream<GrammarCase> smaller() {
      Stream<GrammarCase> fewer =
          texts.size() < 2
              ? Stream.empty()
              : texts.stream().map(text -> new GrammarCase(grammar, List.of(text), seed));
      return Stream.concat(
          fewer, grammar.smaller().map(next -> new GrammarCase(next, texts, seed)));
    }

    long size() {
      return grammar.size() + texts.stream().mapToLong(text -> 1 + text.length()).sum();
    }
  }

  /** Returns grammars, each with so many texts: members, changed members, and others. */
  public static Arbitrary<GrammarCase> any(int texts) {
    return Shrinking.arbitrary(dice -> draw(dice, texts), GrammarCase::smaller, GrammarCase::size);
  }

  /** Returns texts that a grammar matches. */
  public static Arbitrary<String> members(WrittenGrammar grammar) {
    return Shrinking.arbitrary(
        dice -> grammar.member(dice).orElse(""), text -> Stream.empty(), String::length);
  }

  static GrammarCase draw(Dice dice, int count) {
    WrittenGrammar grammar = grammar(dice);
    Optional<String> first = grammar.member(dice);
    while (first.isEmpty()) {
      grammar = grammar(dice);
      first = grammar.member(dice);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String member = grammar.member(dice).orElse(first.get());
      texts.add(
          switch (dice.between(0, 3)) {
            case 0 -> member + dice.pick(WORDS);
            case 1 -> cut(member, dice);
            default -> member;
          });
    }
    return new GrammarCase(grammar, texts, dice.seed());
  }

  private static String cut(String text, Dice dice) {
    int at = dice.between(0, text.length());
    int to = Math.min(text.length(), at + dice.between(1, 2));
    return text.substring(0, at) + text.substring(to);
  }

  private static WrittenGrammar grammar(Dice dice) {
    Map<String, WrittenGrammar.Part> rules = new LinkedHashMap<>();
    for (int i = 0; i < RULES; i++) {
      rules.put("r" + i, part(dice, 3));
    }
    return new WrittenGrammar(rules, "r0");
  }

  private static WrittenGrammar.Part part(Dice dice, int depth) {
    return switch (dice.between(0, depth == 0 ? 3 : 8)) {
      case 0, 1 -> new WrittenGrammar.Literal(dice.pick(WORDS));
      case 2 ->
          new WrittenGrammar.Range(dice.pick('a', 'b'), dice.pick('b', 'c', '\u00ff', '\u2000'));
      case 3, 4 -> new WrittenGrammar.Reference("r" + dice.between(0, RULES - 1));
      case 5 -> repeat(dice, depth);
      case 6, 7 -> new WrittenGrammar.Sequence(parts(dice, depth));
      default -> new WrittenGrammar.Choice(parts(dice, depth));
    };
  }

  private static WrittenGrammar.Part repeat(Dice dice, int depth) {
    int least = dice.between(0, 2);
    int most = dice.once(3) ? WrittenGrammar.UNBOUNDED : least + dice.between(0, 2);
    return new WrittenGrammar.Repeat(part(dice, depth - 1), least, most);
  }

  private static List<WrittenGrammar.Part> parts(Dice dice, int depth) {
    List<WrittenGrammar.Part> parts = new ArrayList<>();
    for (int i = dice.between(1, 3); i > 0; i--) {
      parts.add(part(dice, depth - 1));
    }
    return parts;
  }
}
