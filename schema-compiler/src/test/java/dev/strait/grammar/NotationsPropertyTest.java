package dev.strait.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.rule.EmptyLanguageException;
import dev.strait.rule.GrammarLimitException;
import dev.strait.rule.Rule;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.opentest4j.TestAbortedException;

/** Random grammars, written in GBNF and in Lark, give equal masks. */
class NotationsPropertyTest {

  /** A grammar in both notations, grown side by side. */
  private static final class Pair {
    private final Random random;
    private final int rules;
    private final StringBuilder gbnf = new StringBuilder();
    private final StringBuilder lark = new StringBuilder();

    Pair(long seed) {
      random = new Random(seed);
      rules = 1 + random.nextInt(4);
      for (int i = 0; i < rules; i++) {
        String[] body = expression(3);
        gbnf.append(i == 0 ? "root" : "r" + i).append(" ::= ").append(body[0]).append('\n');
        lark.append(i == 0 ? "start" : "r" + i).append(": ").append(body[1]).append('\n');
      }
    }

    private String[] expression(int depth) {
      return switch (random.nextInt(depth == 0 ? 5 : 11)) {
        case 0 -> both("\"a\"");
        case 1 -> new String[] {"[b-d]", "/[b-d]/"};
        case 2 -> both("\"é\\n\"");
        case 3, 4 -> reference(random.nextInt(rules));
        case 5, 6 -> join(expression(depth - 1), " ", expression(depth - 1));
        case 7, 8 -> join(expression(depth - 1), " | ", expression(depth - 1));
        case 9 -> suffix(expression(depth - 1), "*+?".substring(random.nextInt(3)).substring(0, 1));
        default -> {
          int min = random.nextInt(3);
          int max = min + random.nextInt(700);
          String[] body = expression(depth - 1);
          yield new String[] {
            "(" + body[0] + "){" + min + "," + max + "}", "(" + body[1] + ")~" + min + ".." + max
          };
        }
      };
    }

    private static String[] both(String text) {
      return new String[] {text, text};
    }

    private static String[] reference(int rule) {
      return rule == 0 ? new String[] {"root", "start"} : both("r" + rule);
    }

    private static String[] join(String[] left, String middle, String[] right) {
      return new String[] {
        "(" + left[0] + middle + right[0] + ")", "(" + left[1] + middle + right[1] + ")"
      };
    }

    private static String[] suffix(String[] body, String operator) {
      return new String[] {"(" + body[0] + ")" + operator, "(" + body[1] + ")" + operator};
    }
  }

  @Property(tries = 150)
  void randomGrammarsGiveEqualMasks(@ForAll long seed) {
    Pair pair = new Pair(seed);
    Rule<?> gbnf;
    try {
      gbnf = Gbnf.parse(pair.gbnf.toString()).compile();
    } catch (EmptyLanguageException nothing) {
      TextGrammar lark = Lark.parse(pair.lark.toString());
      assertThrows(EmptyLanguageException.class, lark::compile, pair.gbnf::toString);
      return;
    } catch (GrammarLimitException nested) {
      throw new TestAbortedException("repeats of repeats: " + nested.getMessage());
    }
    Rule<?> lark = Lark.parse(pair.lark.toString()).compile();
    for (int i = 0; i < 3; i++) {
      Walks.assertSameMasks(gbnf, lark, seed + i, 20);
    }
    assertEquals(Walks.matches(gbnf, "a"), Walks.matches(lark, "a"));
  }
}
