package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.rule.CountedRule;
import dev.strait.rule.Dfa;
import dev.strait.rule.EmptyLanguageException;
import dev.strait.vocabulary.Vocabulary;
import dk.brics.automaton.RegExp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks of counted texts, put together from folds, are what stepping each token's bytes says. */
class FoldTest {
  private static final String[] EXPRESSIONS = {
    "[ab]*", "(ab)*", "(aa|bbb)*", "a*b", "(aab)*(b|a)", "(a|bb(ab)*)*", "a?b?"
  };

  /** States that loop on all bytes of a bucket: subtrees of such tokens are not read. */
  private static final String[] LOOPING = {
    "[a-f]*", "[a-f]*g", "(g|[a-f])*", "g*[a-f]*", "([a-f]*g)*", "a[a-f]*|g"
  };

  /** What the tokens at some positions can do, a byte at a time. */
  private static final class Naive {
    final Set<Integer> allowed = new TreeSet<>();
    final Set<Integer> exits = new TreeSet<>();
    long worst = Node.NO_END;
    private final CountedRule rule;
    private final TokenTrie trie;

    Naive(CountedRule rule, TokenTrie trie) {
      this.rule = rule;
      this.trie = trie;
    }

    void run(int node, CountedRule.State state) {
      if (rule.dfa().accepts(state.state()) && trie.hasChildren(node)) {
        exits.add(node);
      }
      for (int n = node + 1; n < trie.end[node]; n = trie.end[n]) {
        CountedRule.State next = rule.step(state, trie.label[n] & 0xff);
        if (next != null) {
          for (int i = trie.firstId[n]; i < trie.firstId[n + 1]; i++) {
            allowed.add(trie.ids[i]);
            worst = Math.max(worst, rule.shortest(next));
          }
          run(n, next);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, FoldFamily.LARGE})
  void walksAreThoseOfEveryToken(int large) {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      boolean looping = seed % 2 == 1;
      CountedRule rule = rule(random, looping ? LOOPING : EXPRESSIONS);
      Vocabulary vocabulary =
          looping
              ? MaskTest.vocabulary(random, "aaaaabbbbbcdefg!", 600, 6)
              : MaskTest.vocabulary(random, "aabb!", 200, 6);
      VocabularyIndex index = VocabularyIndex.of(vocabulary);
      FoldFamily family = new FoldFamily(index, FoldFamily.Key.of(rule), large);
      for (CountedRule.State state : states(rule)) {
        if (random.nextInt(8) == 0) {
          index.chargeFolds(1L << 30); // more than may be held: everything is forgotten
        }
        for (int k = 0; k < 4; k++) {
          Tails tails = tails(index, random, k);
          if (tails != null) {
            check(family, rule, state, tails, index, "seed " + seed + " " + state);
          }
        }
      }
    }
  }

  /** Where nothing shorter ends, the longest way to the end is that of tokens in a loop. */
  @ParameterizedTest
  @ValueSource(ints = {0, FoldFamily.LARGE})
  void tokensInALoopCountForTheWorst(int large) {
    List<byte[]> tokens = new ArrayList<>();
    for (char a = 'a'; a <= 'f'; a++) {
      for (char b = 'a'; b <= 'f'; b++) {
        tokens.add(new byte[] {'a', 'b', (byte) a, (byte) b});
      }
    }
    VocabularyIndex index = VocabularyIndex.of(Vocabulary.of(tokens));
    Dfa dfa = Dfa.of(new RegExp("[a-f]*!", RegExp.NONE).toAutomaton(false));
    BitSet counting = new BitSet();
    counting.set(Dfa.START);
    for (int min = 0; min < 8; min++) {
      CountedRule rule = new CountedRule("text", dfa, counting, min, min + 3, false);
      FoldFamily family = new FoldFamily(index, FoldFamily.Key.of(rule), large);
      Tails root = index.tails.root();
      check(family, rule, rule.start(), root, index, "at least " + min);
    }
  }

  /** The fewest bytes to the end may have more units than are still allowed after a token. */
  @ParameterizedTest
  @ValueSource(ints = {0, FoldFamily.LARGE})
  void whatIsLeftToBeAllowedCountsForTheWorst(int large) {
    VocabularyIndex index =
        VocabularyIndex.of(
            Vocabulary.of(
                Stream.of("a", "b", "p", "x", "y", "z", "!")
                    .map(token -> token.getBytes(StandardCharsets.US_ASCII))
                    .toList()));
    Dfa dfa = Dfa.of(new RegExp("p(ab|xyz)!", RegExp.NONE).toAutomaton(false));
    BitSet counting = new BitSet();
    counting.set(Dfa.START);
    counting.set(dfa.step(dfa.step(Dfa.START, 'p'), 'a'));
    for (int max = 1; max < 4; max++) {
      CountedRule rule = new CountedRule("text", dfa, counting, 0, max, false);
      FoldFamily family = new FoldFamily(index, FoldFamily.Key.of(rule), large);
      Tails root = index.tails.root();
      assertEquals(max == 1 ? 4 : 3, family.worst(rule, rule.start(), root));
      check(family, rule, rule.start(), root, index, "at most " + max);
    }
  }

  private static CountedRule rule(Random random, String[] expressions) {
    while (true) {
      String expression = expressions[random.nextInt(expressions.length)];
      Dfa dfa = Dfa.of(new RegExp("(" + expression + ")!", RegExp.NONE).toAutomaton(false));
      BitSet counting = BitSet.valueOf(new long[] {random.nextLong()});
      int min = random.nextInt(4);
      int max = random.nextInt(3) == 0 ? CountedRule.UNBOUNDED : min + random.nextInt(5);
      try {
        return new CountedRule("text", dfa, counting, min, max, false);
      } catch (EmptyLanguageException nothing) {
        continue;
      }
    }
  }

  /** Some states that are met, the first ones first. */
  private static List<CountedRule.State> states(CountedRule rule) {
    Set<CountedRule.State> met = new HashSet<>(Set.of(rule.start()));
    List<CountedRule.State> states = new ArrayList<>();
    ArrayDeque<CountedRule.State> open = new ArrayDeque<>(met);
    while (!open.isEmpty() && states.size() < 20) {
      CountedRule.State state = open.poll();
      states.add(state);
      for (char c : new char[] {'a', 'b', 'g', '!'}) {
        CountedRule.State next = rule.step(state, c);
        if (next != null && met.add(next)) {
          open.add(next);
        }
      }
    }
    return states;
  }

  private static @Nullable Tails tails(VocabularyIndex index, Random random, int k) {
    int[] nodes = new int[k];
    for (int i = 0; i < k; i++) {
      nodes[i] = random.nextInt(index.trie.nodes());
    }
    return k == 0 ? index.tails.root() : index.tails.union(nodes, k);
  }

  private static void check(
      FoldFamily family,
      CountedRule rule,
      CountedRule.State state,
      Tails tails,
      VocabularyIndex index,
      String where) {
    Naive naive = new Naive(rule, index.trie);
    for (int member : tails.members) {
      naive.run(member, state);
    }
    Walk walk = family.walk(rule, state, tails);
    long[] mask = new long[index.vocabulary.maskWords()];
    for (Part part : walk.parts) {
      part.addTo(mask);
    }
    assertEquals(
        naive.allowed,
        BitSet.valueOf(mask).stream().boxed().collect(TreeSet::new, TreeSet::add, TreeSet::addAll),
        where);
    assertEquals(0, walk.suspects.length, where);
    assertEquals(naive.worst, family.worst(rule, state, tails), where);
    Set<Integer> exits = new TreeSet<>();
    if (walk.exits != null) {
      Arrays.stream(walk.exits.members).forEach(exits::add);
    }
    boolean counts = state.needed() > 0 || state.allowed() != CountedRule.UNBOUNDED;
    Set<Integer> needless = new TreeSet<>(naive.exits);
    needless.removeAll(exits);
    for (int node : needless) {
      // Where counts cannot matter, an exit is left out if all tokens behind it are allowed anyway.
      assertEquals(false, counts, where);
      for (int i = index.trie.firstId[node + 1];
          i < index.trie.firstId[index.trie.end[node]];
          i++) {
        assertEquals(true, naive.allowed.contains(index.trie.ids[i]), where);
      }
    }
    exits.removeAll(naive.exits);
    assertEquals(Set.of(), exits, where);
  }
}
