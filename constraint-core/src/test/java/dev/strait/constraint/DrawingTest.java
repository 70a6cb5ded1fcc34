package dev.strait.constraint;

import static dev.strait.rule.Expression.choice;
import static dev.strait.rule.Expression.literal;
import static dev.strait.rule.Expression.reference;
import static dev.strait.rule.Expression.sequence;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.Grammar;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Golden prints and drawings of configurations. */
class DrawingTest {

  /** A word in angle brackets, then what tells which of two rules it was. */
  static Grammar sums() {
    return Grammar.builder()
        .rule("either", choice(reference("left"), reference("right")))
        .rule("left", sequence(reference("word"), literal(","), reference("word")))
        .rule("right", sequence(reference("word"), literal(";")))
        .rule("word", choice(literal("w"), sequence(literal("<"), reference("word"), literal(">"))))
        .build();
  }

  static Matcher after(String text) {
    Vocabulary.Builder bytes = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      bytes.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    Matcher matcher =
        Constraint.compile(sums().compile("either"), bytes.build(), Limits.defaults()).matcher();
    assertTrue(matcher.acceptBytes(text.getBytes(StandardCharsets.UTF_8)), text);
    return matcher;
  }

  @Test
  void printsTheStart() {
    assertEquals(
        """
        either 0 / 0
        0: end
        """,
        after("").print());
  }

  @Test
  void printsSharedStacks() {
    assertEquals(
        """
        word 2 / 0
        0: word 3 / 1
        1: one of / 2 3
        2: left 1 / 4
        3: right 1 / 4
        4: end
        """,
        after("<w").print());
  }

  @Test
  void drawsSharedStacks() {
    assertEquals(
        """
        digraph configuration {
          i0 [shape=box, label="word 1"];
          i0 -> s0;
          s0 [shape=diamond, label="one of"];
          s0 -> s1;
          s0 -> s2;
          s1 [shape=ellipse, label="left 1"];
          s1 -> s3;
          s2 [shape=ellipse, label="right 1"];
          s2 -> s3;
          s3 [shape=doublecircle, label="end"];
        }
        """,
        after("<").dot());
  }

  @Test
  void tailCallsPushNothing() {
    assertEquals("word 1 / 0\n0: end\n", after("w,<").print());
  }

  @Test
  void printsWhatWasLearntInAnotherOrderEqually() {
    Matcher straight = after("<<w>");
    Matcher wandering = after("w,");
    wandering.rollback(1);
    assertTrue(wandering.acceptBytes("<<w>".getBytes(StandardCharsets.UTF_8)));
    assertEquals(straight.print(), wandering.print());
    assertEquals(straight.dot(), wandering.dot());
  }

  @Test
  void deepStacksAreCut() {
    String print = after("<".repeat(10_000)).print();
    assertTrue(print.lines().count() < 250, print);
    assertTrue(print.startsWith("word 1 / 0\n0: word 3 / 1\n"), print);
  }
}
