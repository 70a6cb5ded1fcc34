package dev.strait.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Matcher;
import dev.strait.rule.EmptyLanguageException;
import dev.strait.rule.Rule;
import dev.strait.testkit.Grammars;
import dev.strait.testkit.Grammars.GrammarCase;
import dev.strait.testkit.WrittenGrammar;
import dev.strait.testkit.WrittenGrammar.Choice;
import dev.strait.testkit.WrittenGrammar.Literal;
import dev.strait.testkit.WrittenGrammar.Part;
import dev.strait.testkit.WrittenGrammar.Range;
import dev.strait.testkit.WrittenGrammar.Reference;
import dev.strait.testkit.WrittenGrammar.Repeat;
import dev.strait.testkit.WrittenGrammar.Sequence;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Random grammars, written in GBNF and in Lark: after every prefix, the bytes that the engine
 * allows, and whether it may end, are those of Earley's algorithm.
 */
class EarleyPropertyTest {

  @Property(tries = 150, seed = "20261123")
  void gbnfAllowsWhatEarleyAllows(@ForAll("cases") GrammarCase c) {
    compare(c, Gbnf.parse(Notation.GBNF.write(c.grammar())));
  }

  @Property(tries = 150, seed = "20261124")
  void larkAllowsWhatEarleyAllows(@ForAll("cases") GrammarCase c) {
    compare(c, Lark.parse(Notation.LARK.write(c.grammar())));
  }

  @Provide
  Arbitrary<GrammarCase> cases() {
    return Grammars.any(6);
  }

  private static void compare(GrammarCase c, TextGrammar read) {
    if (new Earley(c.grammar()).isEmpty()) {
      assertThrows(EmptyLanguageException.class, read::compile);
      return;
    }
    Rule<?> rule = read.compile();
    c.texts().forEach(text -> follow(c, rule, text.getBytes(UTF_8)));
    walk(c, rule, new Random(c.seed()));
  }

  /** Follows a text as far as it is allowed; there both refuse it. */
  private static void follow(GrammarCase c, Rule<?> rule, byte[] text) {
    Earley judge = new Earley(c.grammar());
    Matcher matcher = Walks.constraint(rule).matcher();
    boolean allowed = true;
    for (int i = 0; allowed && i < text.length; i++) {
      assertSame(c, judge, matcher);
      allowed = judge.next().get(text[i] & 0xff);
      assertEquals(allowed, matcher.acceptBytes(new byte[] {text[i]}), c::toString);
      if (allowed) {
        judge.read(text[i] & 0xff);
      }
    }
    if (allowed) {
      assertSame(c, judge, matcher);
    }
    boolean matches = allowed && judge.isComplete();
    assertEquals(c.grammar().matches(new String(text, UTF_8)), matches, "two definitions agree");
  }

  /** Walks at random over what both allow. */
  private static void walk(GrammarCase c, Rule<?> rule, Random random) {
    Earley judge = new Earley(c.grammar());
    Matcher matcher = Walks.constraint(rule).matcher();
    for (int i = 0; i < 12; i++) {
      assertSame(c, judge, matcher);
      int[] next = judge.next().stream().toArray();
      if (next.length == 0) {
        return;
      }
      int value = next[random.nextInt(next.length)];
      assertTrue(matcher.acceptBytes(new byte[] {(byte) value}), c::toString);
      judge.read(value);
    }
  }

  private static void assertSame(GrammarCase c, Earley judge, Matcher matcher) {
    long[] mask = new long[Walks.VOCABULARY.maskWords()];
    matcher.mask(mask);
    BitSet bytes = BitSet.valueOf(mask).get(0, 256);
    assertEquals(judge.next(), bytes, () -> matcher + "\n" + c);
    assertEquals(judge.isComplete(), matcher.isComplete(), () -> matcher + "\n" + c);
  }

  /** Writes a grammar down. */
  private enum Notation {
    GBNF("root ::= r0\n", " ::= "),
    LARK("start: r0\n", ": ");

    private final String head;
    private final String colon;

    Notation(String head, String colon) {
      this.head = head;
      this.colon = colon;
    }

    String write(WrittenGrammar grammar) {
      StringBuilder text = new StringBuilder(head);
      grammar
          .rules()
          .forEach((name, body) -> text.append(name).append(colon).append(part(body)).append('\n'));
      return text.toString();
    }

    private String part(Part part) {
      if (part instanceof Literal literal) {
        return '"' + literal.text().replace("\"", "\\\"") + '"';
      } else if (part instanceof Range range) {
        return this == GBNF
            ? String.format("[\\u%04x-\\u%04x]", (int) range.first(), (int) range.last())
            : String.format("\"\\u%04x\"..\"\\u%04x\"", (int) range.first(), (int) range.last());
      } else if (part instanceof Reference reference) {
        return reference.rule();
      } else if (part instanceof Repeat repeat) {
        return "(" + part(repeat.body()) + ")" + times(repeat);
      } else if (part instanceof Sequence sequence) {
        return sequence.parts().stream().map(this::part).collect(Collectors.joining(" ", "(", ")"));
      }
      return ((Choice) part)
          .parts().stream().map(this::part).collect(Collectors.joining(" | ", "(", ")"));
    }

    private String times(Repeat repeat) {
      boolean open = repeat.most() == WrittenGrammar.UNBOUNDED;
      if (this == GBNF) {
        return "{" + repeat.least() + "," + (open ? "" : repeat.most()) + "}";
      } else if (!open) {
        return "~" + repeat.least() + ".." + repeat.most();
      }
      String body = "(" + part(repeat.body()) + ")";
      return "~" + repeat.least() + " " + body + "*";
    }
  }
}
