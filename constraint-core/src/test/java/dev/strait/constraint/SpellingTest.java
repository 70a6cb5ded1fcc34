package dev.strait.constraint;

import static dev.strait.rule.Expression.choice;
import static dev.strait.rule.Expression.literal;
import static dev.strait.rule.Expression.optional;
import static dev.strait.rule.Expression.reference;
import static dev.strait.rule.Expression.sequence;
import static dev.strait.rule.Expression.zeroOrMore;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.Capture;
import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Edges;
import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Vocabularies that lack bytes: what is allowed is what some tokens can finish. */
class SpellingTest {

  /** Whether tokens lead to an end, as far as a search through few of their ways can tell. */
  private enum Way {
    SURELY,
    NEVER,
    PERHAPS
  }

  /**
   * Words of a list, each followed by a semicolon, none twice, at least so many: where a word's
   * text leads depends on the text.
   */
  private static final class Different implements Rule<Different.State> {

    /**
     * Between words, or after one.
     *
     * @param vague whether a word has come that is not known
     */
    record State(Set<String> seen, int count, boolean vague, boolean after) {}

    private record Seeing(Different rule, State before) implements Capture<State> {
      @Override
      public State returnState(byte[] text) {
        Set<String> seen = new TreeSet<>(before.seen);
        seen.add(new String(text, StandardCharsets.UTF_8));
        return new State(seen, before.count + 1, before.vague, true);
      }

      @Override
      public State anyReturn() {
        return new State(before.seen, before.count + 1, true, true);
      }

      @Override
      public long longestReturn() {
        return rule.shortest(anyReturn());
      }
    }

    private final List<String> words;
    private final int least;
    private final Map<Set<String>, Rule<?>> left = new ConcurrentHashMap<>();

    Different(List<String> words, int least) {
      this.words = words;
      this.least = least;
    }

    @Override
    public String name() {
      return "different";
    }

    @Override
    public State start() {
      return new State(Set.of(), 0, false, false);
    }

    @Override
    public void expand(State state, Edges<State> edges) {
      if (state.after) {
        edges.bytes(';', ';', new State(state.seen, state.count, state.vague, false));
        return;
      }
      if (state.count >= least) {
        edges.accept();
      }
      if (state.vague) {
        edges.vague();
      }
      if (state.count < words.size()) {
        edges.capture(left.computeIfAbsent(state.seen, this::except), new Seeing(this, state));
      }
    }

    private Rule<?> except(Set<String> seen) {
      return new DfaRule(
          "word",
          Dfa.literals(
              words.stream()
                  .filter(word -> !seen.contains(word))
                  .map(word -> word.getBytes(StandardCharsets.UTF_8))
                  .toList()));
    }

    @Override
    public long shortest(State state) {
      long most = words.stream().mapToInt(String::length).max().orElse(0);
      return (state.after ? 1 : 0) + Math.max(0, least - state.count) * (most + 1);
    }
  }

  @Test
  void whatMayComeAfterAWordCanDependOnTheWord() {
    int[] seen = new int[2];
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Set<String> words = new TreeSet<>(List.of(pieces(random, 4)));
      Different rule = new Different(List.copyOf(words), random.nextInt(words.size() + 1));
      String[] tokens = pieces(random, 12);
      for (int i = 0; i < tokens.length; i++) {
        String half = random.nextBoolean() ? tokens[i] : rule.words.get(i % rule.words.size());
        tokens[i] =
            switch (random.nextInt(5)) {
              case 0 -> half;
              case 1 -> ";" + half;
              case 2 -> half.charAt(0) + ";" + half;
              default -> half + ";";
            };
      }
      Vocabulary vocabulary = vocabulary(tokens);
      Matcher matcher = Constraint.compile(rule, vocabulary, Limits.defaults()).matcher();
      Matcher forgetful = Constraint.compile(rule, vocabulary, new Limits(0, 0, 1_000)).matcher();
      NaiveRecogniser naive = NaiveRecogniser.start(rule);
      for (int step = 0; step < 6; step++) {
        String where = "seed " + seed + " step " + step;
        int token = check(matcher, naive, random, seen, where);
        assertEquals(allowed(matcher), allowed(forgetful), where);
        assertEquals(matcher.sufficientTokens(), forgetful.sufficientTokens(), where);
        if (token < 0) {
          break;
        }
        assertTrue(matcher.accept(token) && forgetful.accept(token));
        naive = naive.step(vocabulary.bytes(token));
      }
    }
    assertTrue(seen[0] > 300 && seen[1] > 300, "both kinds are met: " + List.of(seen[0], seen[1]));
  }

  /** Returns words of one to three letters. */
  private static String[] pieces(Random random, int most) {
    String[] pieces = new String[1 + random.nextInt(most)];
    for (int i = 0; i < pieces.length; i++) {
      StringBuilder piece = new StringBuilder();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        piece.append((char) ('a' + random.nextInt(3)));
      }
      pieces[i] = piece.toString();
    }
    return pieces;
  }

  @Test
  @Tag("slow")
  void allowedIsWhatASearchThroughTokensCanFinish() {
    int[] seen = new int[2];
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = words(random);
      TestNetwork network = TestNetwork.random(random, -1);
      Constraint constraint =
          Constraint.compile(network.rules.get(0), vocabulary, Limits.defaults());
      Matcher matcher = constraint.matcher();
      NaiveRecogniser naive = NaiveRecogniser.start(network.rules.get(0));
      for (int step = 0; step < 5 && naive.items.size() < 20; step++) {
        int token = check(matcher, naive, random, seen, "seed " + seed + " step " + step);
        if (token < 0) {
          break;
        }
        assertTrue(matcher.accept(token));
        naive = naive.step(vocabulary.bytes(token));
      }
    }
    assertTrue(seen[0] > 1000 && seen[1] > 30, "both kinds are met: " + List.of(seen[0], seen[1]));
  }

  /** Compares all tokens and returns one that is allowed, or -1. */
  private static int check(
      Matcher matcher, NaiveRecogniser naive, Random random, int[] seen, String where) {
    Vocabulary vocabulary = matcher.constraint().vocabulary();
    long[] mask = new long[vocabulary.maskWords()];
    matcher.mask(mask);
    int chosen = -1;
    int count = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      if (!vocabulary.isText(id)) {
        continue;
      }
      boolean bit = (mask[id >>> 6] >>> id & 1) != 0;
      NaiveRecogniser after = naive.step(vocabulary.bytes(id));
      Way way = after.isAlive() ? way(after, vocabulary) : Way.NEVER;
      if (way != Way.PERHAPS) {
        assertEquals(way == Way.SURELY, bit, where + " token " + id);
        seen[bit ? 0 : 1] += after.isAlive() ? 1 : 0;
      }
      if (bit && random.nextInt(++count) == 0) {
        chosen = id;
      }
    }
    return chosen;
  }

  private static Way way(NaiveRecogniser from, Vocabulary vocabulary) {
    Set<Set<NaiveRecogniser.Item>> met = new HashSet<>(Set.of(from.items));
    ArrayDeque<NaiveRecogniser> open = new ArrayDeque<>(List.of(from));
    for (int looked = 0; !open.isEmpty(); looked++) {
      NaiveRecogniser at = open.poll();
      if (at.isComplete()) {
        return Way.SURELY;
      }
      if (looked == 30 || at.items.size() > 30) {
        return Way.PERHAPS;
      }
      for (int id = 0; id < vocabulary.size(); id++) {
        NaiveRecogniser after = vocabulary.isText(id) ? at.step(vocabulary.bytes(id)) : at;
        if (after.isAlive() && met.add(after.items)) {
          open.add(after);
        }
      }
    }
    return Way.NEVER;
  }

  private static Vocabulary words(Random random) {
    String[] words = new String[2 + random.nextInt(8)];
    for (int i = 0; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int n = random.nextInt(4) == 0 ? 1 : 2 + random.nextInt(2); n > 0; n--) {
        word.append((char) ('a' + random.nextInt(3)));
      }
      words[i] = word.toString();
    }
    return vocabulary(words);
  }

  private static Vocabulary vocabulary(String... tokens) {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (String token : tokens) {
      builder.add(TokenKind.NORMAL, token.getBytes(StandardCharsets.UTF_8));
    }
    return builder
        .add(TokenKind.CONTROL, "<end>".getBytes(StandardCharsets.UTF_8))
        .endOfGeneration(tokens.length)
        .build();
  }

  /** {@code value = "x" | "[" (value ("," value)*)? "]" | "(" value ")"}. */
  private static Matcher nested(String... tokens) {
    Expression value = reference("value");
    Expression more = zeroOrMore(sequence(literal(","), value));
    Grammar grammar =
        Grammar.builder()
            .rule(
                "value",
                choice(
                    literal("x"),
                    sequence(literal("["), optional(sequence(value, more)), literal("]")),
                    sequence(literal("("), value, literal(")"))))
            .build();
    Vocabulary vocabulary = vocabulary(tokens);
    return Constraint.compile(grammar.compile("value"), vocabulary, Limits.defaults()).matcher();
  }

  private static String allowed(Matcher matcher) {
    Vocabulary vocabulary = matcher.constraint().vocabulary();
    StringBuilder allowed = new StringBuilder();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (matcher.isAllowed(id)) {
        allowed.append(new String(vocabulary.bytes(id), StandardCharsets.UTF_8)).append(' ');
      }
    }
    return allowed.toString().strip();
  }

  @Test
  void whatNoTokenClosesIsNotOpenedHoweverDeepItMayNest() {
    assertEquals("x (", allowed(nested("x", "[", ",", "(", ")")));
    assertEquals("x", allowed(nested("x", "[", ",", "(", "[(", "(x")));
  }

  @Test
  void whatOnlyLongerTokensCloseIsOpenedWhereTheyFit() {
    // Only two brackets at a time can be closed.
    Matcher matcher = nested("x", "[", ",", "]]");
    assertEquals("x [", allowed(matcher));
    assertTrue(matcher.accept(1));
    assertEquals("x [", allowed(matcher), "as in [x,[x]]");
    assertTrue(matcher.accept(0));
    assertEquals(",", allowed(matcher));
    assertTrue(matcher.accept(2) && matcher.accept(1));
    assertEquals(1, matcher.sufficientTokens());
    assertEquals("x [ ]]", allowed(matcher));
    assertTrue(matcher.accept(3));
    assertEquals("<end>", allowed(matcher));
  }

  @Test
  void aLanguageThatCannotBeSpelledHasAnEmptyMask() {
    Matcher matcher = nested("[", ",", "(", ")", "((");
    assertEquals("", allowed(matcher));
    assertEquals(Long.MAX_VALUE, matcher.sufficientTokens());
  }

  @Test
  void tokensOfManyCharactersDoNotMatterWhereTheyCannotCome() {
    String[] tokens = new String[3_003];
    tokens[0] = "[";
    tokens[1] = "x";
    tokens[2] = "x]";
    for (int i = 0; i < 3_000; i++) {
      tokens[3 + i] = "\u00e9" + i;
    }
    Matcher matcher = nested(tokens);
    assertEquals("[ x", allowed(matcher));
    assertTrue(matcher.accept(0));
    assertEquals("x]", allowed(matcher));
  }
}
