package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Share;
import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Edges;
import dev.strait.rule.ExceptWordsRule;
import dev.strait.rule.Rule;
import dev.strait.rule.Words;
import dev.strait.rule.WordsRule;
import dev.strait.vocabulary.Vocabulary;
import dk.brics.automaton.RegExp;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Words, each once and with its own successor, beside a language less words. */
class WordsTest {
  private static final DfaRule WORD = rule("[ab]*;");
  private static final DfaRule SHORT = rule("[ab]{0,3};");

  private static DfaRule rule(String pattern) {
    return new DfaRule("word", Dfa.of(new RegExp(pattern).toAutomaton()), true);
  }

  /** A plain trie. */
  static final class Trie extends Words {
    private final TreeMap<Integer, Trie> next = new TreeMap<>();
    private int word = NONE;

    static Trie of(List<String> words) {
      Trie root = new Trie();
      for (int w = 0; w < words.size(); w++) {
        Trie at = root;
        for (char c : words.get(w).toCharArray()) {
          at = at.next.computeIfAbsent((int) c, x -> new Trie());
        }
        at.word = w;
      }
      return root;
    }

    @Override
    public int edges() {
      return next.size();
    }

    @Override
    public int label(int edge) {
      return next.keySet().stream().skip(edge).findFirst().orElseThrow();
    }

    @Override
    public Words target(int edge) {
      return next.values().stream().skip(edge).findFirst().orElseThrow();
    }

    @Override
    public int word() {
      return word;
    }

    @Override
    public boolean has(BitSet wanted) {
      return word >= 0 ? wanted.get(word) : next.values().stream().anyMatch(t -> t.has(wanted));
    }

    @Override
    public int rest(int wanted) {
      if (word >= 0) {
        return word == wanted ? 0 : 1_000;
      }
      return next.values().stream().mapToInt(t -> 1 + t.rest(wanted)).min().orElse(1_000);
    }
  }

  /** The words that may come; -1 is the end. */
  record State(BitSet left, int last) {}

  /** Words of a set, each at most once; after a word its number modulo 3 in letters, or others. */
  static final class Each implements Rule<State> {
    private final Trie trie;
    private final BitSet all = new BitSet();
    private final WordsRule<State> words = new WordsRule<>(this);
    private final Rule<?> others;

    Each(List<String> list, DfaRule base) {
      this.trie = Trie.of(list);
      this.all.set(0, list.size());
      this.others = ExceptWordsRule.of(base, trie).orElseThrow();
    }

    record Left(BitSet words) implements WordsRule.Selection<State> {
      @Override
      public State after(int word) {
        BitSet fewer = (BitSet) words.clone();
        fewer.clear(word);
        return new State(fewer, word);
      }
    }

    @Override
    public String name() {
      return "each";
    }

    @Override
    public State start() {
      return new State(all, -1);
    }

    @Override
    public void expand(State s, Edges<State> edges) {
      if (s.last >= 0) {
        char c = "ab,".charAt(s.last % 3);
        edges.bytes(c, c, new State(s.left, -1));
        return;
      }
      edges.accept();
      edges.call(others, s);
      if (!s.left.isEmpty()) {
        edges.jump(':', ':', words, new WordsRule.State<>(trie, new Left(s.left)));
      }
    }

    @Override
    public long shortest(State s) {
      return s.last >= 0 ? 1 : 0;
    }
  }

  @Test
  void masksEqualBruteForce() {
    for (int seed = 0; seed < Share.of(200); seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = MaskTest.vocabulary(random, "aabb;;:,", 80, 8);
      TreeSet<String> words = new TreeSet<>();
      for (int i = 1 + random.nextInt(12); i > 0; i--) {
        StringBuilder word = new StringBuilder();
        for (int n = random.nextInt(5); n > 0; n--) {
          word.append((char) ('a' + random.nextInt(2)));
        }
        words.add(word + ";");
      }
      if (seed % 16 == 0) {
        words.add("abbabbbabaabbbababbabaaabab;");
      }
      Rule<?> each = new Each(List.copyOf(words), random.nextBoolean() ? WORD : SHORT);
      Limits limits = seed % 3 == 0 ? new Limits(30, 1, 100) : Limits.defaults();
      walk(Constraint.compile(each, vocabulary, limits), NaiveRecogniser.start(each), random, seed);
    }
  }

  /** Texts of a rule, each followed by a comma or the end. */
  record Separated(Rule<?> text) implements Rule<Boolean> {
    @Override
    public String name() {
      return "separated";
    }

    @Override
    public Boolean start() {
      return false;
    }

    @Override
    public void expand(Boolean read, Edges<Boolean> edges) {
      if (read) {
        edges.accept();
        edges.bytes(',', ',', false);
      } else {
        edges.call(text, true);
      }
    }

    @Override
    public long shortest(Boolean read) {
      return read ? 0 : shortest(text);
    }

    private static <S> long shortest(Rule<S> rule) {
      return rule.shortest(rule.start());
    }
  }

  /** Nothing marks the end of a text: what is taken out may be the beginning of what is not. */
  @Test
  void wordsMayBeginOtherTexts() {
    DfaRule open = rule("[ab]*");
    DfaRule few = rule("(ab|b)?a?");
    for (int seed = 0; seed < Share.of(100); seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = MaskTest.vocabulary(random, "aabb,", 60, 6);
      TreeSet<String> words = new TreeSet<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        words.add("aababba".substring(random.nextInt(4), 4 + random.nextInt(4)));
      }
      if (random.nextBoolean()) {
        words.add("");
      }
      DfaRule base = seed % 4 == 0 ? few : open;
      Rule<?> rest = ExceptWordsRule.of(base, Trie.of(List.copyOf(words))).orElseThrow();
      Rule<?> separated = new Separated(rest);
      Constraint constraint = Constraint.compile(separated, vocabulary, Limits.defaults());
      walk(constraint, NaiveRecogniser.start(separated), random, seed);
    }
  }

  private static void walk(Constraint constraint, NaiveRecogniser start, Random random, int seed) {
    Vocabulary vocabulary = constraint.vocabulary();
    Matcher matcher = constraint.matcher();
    NaiveRecogniser naive = start;
    for (int step = 0; step < 14; step++) {
      long[] mask = new long[vocabulary.maskWords()];
      matcher.mask(mask);
      String where = "seed " + seed + " step " + step;
      assertEquals(naive.isComplete(), matcher.isComplete(), where);
      for (int id = 0; id + 1 < vocabulary.size(); id++) {
        boolean expected = naive.step(vocabulary.bytes(id)).isAlive();
        assertEquals(expected, (mask[id >>> 6] >>> id & 1) != 0, where + " token " + id);
      }
      if (seed % 16 == 0 && step < 6) {
        BudgetTest.check(constraint, matcher, random, where);
      }
      int token = MaskTest.pick(mask, vocabulary, random);
      if (token < 0) {
        assertTrue(matcher.isComplete(), where);
        return;
      }
      assertTrue(matcher.accept(token), where);
      naive = naive.step(vocabulary.bytes(token));
    }
  }

  @Test
  void nothingMayBeLeft() {
    DfaRule few = rule("(a|b);");
    assertTrue(ExceptWordsRule.of(few, Trie.of(List.of("a;", "b;"))).isEmpty());
    assertTrue(ExceptWordsRule.of(few, Trie.of(List.of("a;"))).isPresent());
    ExceptWordsRule rule = ExceptWordsRule.of(SHORT, Trie.of(List.of(";", "a;"))).orElseThrow();
    assertEquals(2, rule.shortest(rule.start()));
  }
}
