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
}
