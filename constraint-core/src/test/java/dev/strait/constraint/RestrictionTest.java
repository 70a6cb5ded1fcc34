package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Share;
import dev.strait.rule.Capture;
import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import dk.brics.automaton.RegExp;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of words of which none may come twice: restrictions, captures, vague states, twins. */
class RestrictionTest {
  private static final DfaRule WORD = rule("[ab]*;");
  private static final DfaRule OPEN = rule("[ab]*");

  private static DfaRule rule(String pattern) {
    return new DfaRule("word", Dfa.of(new RegExp(pattern).toAutomaton()), true);
  }

  /**
   * Words that are not among some. States: the part read, or all of it once it differs.
   *
   * @param open whether nothing marks the end: a word may begin another
   */
  record Fresh(Set<String> seen, boolean open) implements Rule<String> {
    @Override
    public String name() {
      return "fresh";
    }

    @Override
    public String start() {
      return "";
    }

    private boolean isPrefix(String read) {
      return seen.stream().anyMatch(s -> s.startsWith(read));
    }

    @Override
    public void expand(String read, Edges<String> edges) {
      DfaRule wide = open ? OPEN : WORD;
      int state = Dfa.START;
      for (int i = 0; i < read.length(); i++) {
        state = wide.dfa().step(state, read.charAt(i));
      }
      edges.restricts(wide, state);
      for (char c : new char[] {'a', 'b'}) {
        if (isPrefix(read + c)) {
          edges.bytes(c, c, read + c);
        } else {
          edges.jump(c, c, wide, wide.dfa().step(state, c));
        }
      }
      if (seen.contains(read)) {
        return;
      }
      if (open) {
        edges.accept();
      } else {
        edges.jump(';', ';', wide, wide.dfa().step(state, ';'));
      }
    }

    @Override
    public long shortest(String read) {
      if (!seen.contains(read)) {
        return open ? 0 : 1;
      }
      return 1 + Math.min(shortest(read + "a"), shortest(read + "b"));
    }
  }

  /** A state of the list: the words seen, and whether one is unknown. */
  record Words(Set<String> seen, boolean vague, boolean atWord) {}

  record Next(Set<String> seen, boolean open) implements Capture<Words> {
    @Override
    public Words returnState(byte[] text) {
      Set<String> more = new TreeSet<>(seen);
      String word = new String(text, StandardCharsets.UTF_8);
      more.add(open ? word : word.substring(0, word.length() - 1));
      return new Words(more, false, false);
    }

    @Override
    public Words anyReturn() {
      return new Words(seen, true, false);
    }

    @Override
    public long longestReturn() {
      return 0;
    }
  }

  /** Words in a row, each but once; a comma between. */
  record List(boolean open) implements Rule<Words> {
    @Override
    public String name() {
      return "list";
    }

    @Override
    public Words start() {
      return new Words(Set.of(), false, true);
    }

    @Override
    public void expand(Words s, Edges<Words> edges) {
      if (s.atWord) {
        if (s.vague) {
          edges.vague();
        }
        edges.capture(new Fresh(s.seen, open), new Next(s.seen, open));
      } else {
        edges.accept();
        edges.bytes(',', ',', new Words(s.seen, s.vague, true));
      }
    }

    @Override
    public long shortest(Words s) {
      return s.atWord ? new Fresh(s.seen, open).shortest("") : 0;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void masksEqualBruteForce(boolean open) {
    for (int seed = 0; seed < Share.of(80); seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = MaskTest.vocabulary(random, open ? "aabb,," : "aabb;;,,", 60, 7);
      Rule<?> list = new List(open);
      Limits limits = seed % 3 == 0 ? new Limits(30, 1, 100) : Limits.defaults();
      Matcher matcher = Constraint.compile(list, vocabulary, limits).matcher();
      NaiveRecogniser naive = NaiveRecogniser.start(list);
      for (int step = 0; step < 14; step++) {
        long[] mask = new long[vocabulary.maskWords()];
        matcher.mask(mask);
        String where = "seed " + seed + " step " + step;
        assertEquals(naive.isComplete(), matcher.isComplete(), where);
        for (int id = 0; id + 1 < vocabulary.size(); id++) {
          boolean expected = naive.step(vocabulary.bytes(id)).isAlive();
          String token = new String(vocabulary.bytes(id), StandardCharsets.UTF_8);
          assertEquals(expected, (mask[id >>> 6] >>> id & 1) != 0, where + " " + token);
          assertEquals(expected, matcher.isAllowed(id), where + " " + token);
        }
        int token = MaskTest.pick(mask, vocabulary, random);
        matcher.accept(token);
        naive = naive.step(vocabulary.bytes(token));
      }
    }
  }

  /**
   * The texts {@code ac} and {@code ab}, from two edges of {@code a} and a tail of {@code x} each;
   * or of them all but {@code ab}, said to restrict the first: two states are one too many for a
   * comparison byte by byte.
   */
  record Twice(boolean less, boolean later) implements Rule<Integer> {
    private static final int FORK = 1;
    private static final int C = 2;
    private static final int B = 3;
    private static final int TAIL = 4;

    @Override
    public String name() {
      return less ? "less" : "all";
    }

    @Override
    public Integer start() {
      return later ? 0 : FORK;
    }

    @Override
    public void expand(Integer state, Edges<Integer> edges) {
      switch (state) {
        case 0 -> edges.bytes('-', '-', FORK);
        case FORK -> {
          edges.bytes('a', 'a', C);
          if (!less) {
            edges.bytes('a', 'a', B);
          }
        }
        case C -> edges.bytes('c', 'c', TAIL);
        case B -> edges.bytes('b', 'b', TAIL);
        default -> {
          edges.accept();
          edges.bytes('x', 'x', TAIL);
        }
      }
      if (less) {
        edges.restricts(new Twice(false, later), state);
      }
    }

    @Override
    public long shortest(Integer state) {
      return state == TAIL ? 0 : state == FORK ? 2 : state == 0 ? 3 : 1;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatReadsAByteTwiceIsNotComparedByteByByte(boolean later) {
    Vocabulary vocabulary =
        Vocabulary.of(
            Stream.of("a", "b", "c", "x", "-", "ab", "ac", "abx", "acx", "-a", "-ab", "-ac", "-abx")
                .map(token -> token.getBytes(StandardCharsets.US_ASCII))
                .toList());
    Matcher matcher =
        Constraint.compile(new Twice(true, later), vocabulary, Limits.defaults()).matcher();
    long[] mask = new long[vocabulary.maskWords()];
    matcher.mask(mask);
    for (int id = 0; id < vocabulary.size(); id++) {
      boolean alive = matcher.fork().acceptBytes(vocabulary.bytes(id));
      assertEquals(alive, (mask[0] >>> id & 1) != 0, new String(vocabulary.bytes(id)));
    }
  }

  /** A word of one of two kinds; or of the first alone, said to restrict both. */
  record Either(boolean less) implements Rule<Boolean> {
    private static final DfaRule OTHER = rule("[xy]*;");

    @Override
    public String name() {
      return "either";
    }

    @Override
    public Boolean start() {
      return false;
    }

    @Override
    public void expand(Boolean read, Edges<Boolean> edges) {
      if (read) {
        edges.accept();
        return;
      }
      edges.call(WORD, true);
      if (less) {
        edges.restricts(new Either(false), false);
      } else {
        edges.call(OTHER, true);
      }
    }

    @Override
    public long shortest(Boolean read) {
      return read ? 0 : 1;
    }
  }

  @Test
  void whatCallsIsNotComparedByteByByte() {
    checkAlong(new Within(new Either(true)), "[ab;]", "[xy;]", "[;]");
  }

  /** A text in brackets. */
  record Within(Rule<?> text) implements Rule<Integer> {
    @Override
    public String name() {
      return "within";
    }

    @Override
    public Integer start() {
      return 0;
    }

    @Override
    public void expand(Integer state, Edges<Integer> edges) {
      switch (state) {
        case 0 -> edges.bytes('[', '[', 1);
        case 1 -> edges.call(text, 2);
        case 2 -> edges.bytes(']', ']', 3);
        default -> edges.accept();
      }
    }

    @Override
    public long shortest(Integer state) {
      return state > 1 ? 3 - state : 2 - state + shortest(text);
    }

    private static <S> long shortest(Rule<S> rule) {
      return rule.shortest(rule.start());
    }
  }

  /**
   * A list after {@code <x} or {@code <y}; less the second. What follows the letter is the same.
   */
  record Led(boolean less) implements Rule<Integer> {
    @Override
    public String name() {
      return "led";
    }

    @Override
    public Integer start() {
      return 0;
    }

    @Override
    public void expand(Integer state, Edges<Integer> edges) {
      switch (state) {
        case 0 -> edges.bytes('<', '<', 1);
        case 1 -> edges.jump('x', less ? 'x' : 'y', new Led(false), 2);
        case 2 -> edges.call(new List(false), 3);
        default -> edges.accept();
      }
      if (less && state < 2) {
        edges.restricts(new Led(false), state);
      }
    }

    @Override
    public long shortest(Integer state) {
      return state == 3 ? 0 : 3 - state;
    }
  }

  /** A list can end in a token that reads more words than one: only these words tell whether. */
  @Test
  void whatFollowsAListIsDecidedByItsWords() {
    checkAlong(new Within(new List(false)), "[a;,b;]", "[a;,;]", "[;,a;,b;]", "[a;,a;]", "[;,;]");
    checkAlong(new Within(new List(true)), "[a,b]", "[a,]", "[,a,b]", "[a,a]", "[,]");
  }

  /** As above, where the list stands in a rule that restricts another. */
  @Test
  void whatFollowsAListInARestrictedRuleIsDecidedByItsWords() {
    checkAlong(new Within(new Led(true)), "[<xa;,;]", "[<x;,b;,a;]", "[<x;,;]", "[<y;,a;]");
  }

  /** A state after a word: its first byte, or none for any. */
  record First(int b) implements Capture<First> {
    @Override
    public First returnState(byte[] text) {
      return new First(text[0]);
    }

    @Override
    public First anyReturn() {
      return this;
    }

    @Override
    public long longestReturn() {
      return 2;
    }
  }

  /**
   * A word, the byte that it began with once more, and an end in which letters may come.
   *
   * @param end a leaf
   */
  record Echo(DfaRule end) implements Rule<First> {
    private static final First ANY = new First(-1);

    @Override
    public String name() {
      return "echo";
    }

    @Override
    public First start() {
      return new First(0);
    }

    @Override
    public void expand(First state, Edges<First> edges) {
      if (state.b == 0) {
        edges.capture(WORD, ANY);
        return;
      }
      if (state.b < 0) {
        edges.vague();
      }
      for (char c : new char[] {';', 'a', 'b'}) {
        if (state.b < 0 || state.b == c) {
          edges.jump(c, c, end, Dfa.START);
        }
      }
    }

    @Override
    public long shortest(First state) {
      return state.b == 0 ? 3 : 2;
    }
  }

  /** Tokens that go on from a state that stands for several into a leaf, and out of it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavesAfterAWordAreDecidedByIt(boolean shared) {
    Echo echo = new Echo(new DfaRule("end", rule("[xy]*!").dfa(), shared));
    checkAlong(new Within(echo), "[ab;ax!]", "[b;bxy!]", "[;;!]", "[a;b!]", "[b;ay!]");
  }

  /** A list; before its first byte in one of two states, of which one stands for the other. */
  record Twin() implements Rule<Integer> {
    @Override
    public String name() {
      return "twin";
    }

    @Override
    public Integer start() {
      return 0;
    }

    @Override
    public void expand(Integer state, Edges<Integer> edges) {
      if (state == 0) {
        edges.sameMaskAs(1);
      }
      if (state == 2) {
        edges.accept();
      } else {
        edges.call(new List(false), 2);
      }
    }

    @Override
    public long shortest(Integer state) {
      return state == 2 ? 0 : 1;
    }
  }

  @Test
  void whatFollowsAListInAStateWithATwinIsDecidedByItsWords() {
    checkAlong(new Within(new Twin()), "[a;,;]", "[;,b;,a;]", "[;,;]");
  }

  /** Checks masks along some texts; the tokens are all parts of the texts. */
  private static void checkAlong(Rule<?> rule, String... texts) {
    Set<String> parts = new TreeSet<>();
    for (String text : texts) {
      for (int from = 0; from < text.length(); from++) {
        for (int to = from + 1; to <= text.length(); to++) {
          parts.add(text.substring(from, to));
        }
      }
    }
    Vocabulary vocabulary = Vocabulary.of(parts.stream().map(RestrictionTest::ascii).toList());
    Constraint constraint = Constraint.compile(rule, vocabulary, Limits.defaults());
    for (String text : texts) {
      Matcher matcher = constraint.matcher();
      NaiveRecogniser naive = NaiveRecogniser.start(rule);
      for (int i = 0; i < text.length() && naive.isAlive(); i++) {
        long[] mask = new long[vocabulary.maskWords()];
        matcher.mask(mask);
        for (int id = 0; id < vocabulary.size(); id++) {
          boolean alive = naive.step(vocabulary.bytes(id)).isAlive();
          String token = text.substring(0, i) + " " + new String(vocabulary.bytes(id));
          assertEquals(alive, (mask[id >>> 6] >>> id & 1) != 0, token);
        }
        naive = naive.step(text.charAt(i));
        assertEquals(naive.isAlive(), matcher.acceptBytes(ascii(text.substring(i, i + 1))), text);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
