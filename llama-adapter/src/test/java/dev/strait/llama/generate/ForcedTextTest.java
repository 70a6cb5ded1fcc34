package dev.strait.llama.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.llama.TestGrammar;
import dev.strait.llama.TestModels;
import dev.strait.llama.cpp.LlamaModel;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Forced tokens must be those that the tokenizer writes, whatever text follows. */
class ForcedTextTest {

  @Test
  void boundariesAreThoseOfBytePairs() {
    walks(TestModels.byteLevel(1));
  }

  @Test
  void boundariesAreThoseOfSentencePieces() {
    walks(TestModels.sentencePiece(1));
  }

  private static void walks(Path file) {
    Random random = new Random(8);
    int forced = 0;
    try (LlamaModel model = LlamaModel.load(file)) {
      for (int i = 0; i < 150; i++) {
        forced += walk(model, TestGrammar.random(random, 3), random);
      }
    }
    assertTrue(forced > 100, "only " + forced + " tokens were forced");
  }

  private static int walk(LlamaModel model, TestGrammar grammar, Random random) {
    Matcher matcher =
        Constraint.compile(grammar.rule(), model.vocabulary(), Limits.defaults()).matcher();
    ForcedText text = new ForcedText(model);
    Tokens output = new Tokens();
    int forced = 0;
    for (int steps = 0; steps < 60 && !matcher.isComplete(); steps++) {
      int[] tokens = text.tokens(matcher, output);
      if (tokens.length > 0) {
        for (int i = 0; i < 5; i++) {
          check(model, matcher.fork(), output, tokens, random);
        }
      }
      forced += tokens.length;
      for (int token : tokens.length > 0 ? tokens : new int[] {pick(matcher, random)}) {
        assertTrue(matcher.accept(token));
        output.add(token);
      }
    }
    return forced;
  }

  private static int pick(Matcher matcher, Random random) {
    long[] words = new long[matcher.constraint().vocabulary().maskWords()];
    matcher.mask(words, 200);
    int[] allowed =
        java.util.stream.IntStream.range(0, matcher.constraint().vocabulary().size())
            .filter(id -> (words[id >>> 6] >>> id & 1) != 0)
            .toArray();
    return allowed[random.nextInt(allowed.length)];
  }

  /** Goes on at random after the forced tokens and tokenizes the whole again. */
  private static void check(
      LlamaModel model, Matcher matcher, Tokens output, int[] tokens, Random random) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int tail = Math.min(4, output.size());
    for (int i = output.size() - tail; i < output.size(); i++) {
      text.writeBytes(model.vocabulary().bytes(output.get(i)));
    }
    for (int token : tokens) {
      assertTrue(matcher.accept(token));
      text.writeBytes(model.vocabulary().bytes(token));
    }
    for (int i = 0; i < 6 && !matcher.isComplete(); i++) {
      int token = pick(matcher, random);
      matcher.accept(token);
      text.writeBytes(model.vocabulary().bytes(token));
    }
    int[] all = model.tokenizeInside(text.toByteArray()).orElse(new int[0]);
    if (all.length == 0) {
      return; // the walk stopped inside a character
    }
    assertEquals(
        Arrays.toString(tokens),
        Arrays.toString(Arrays.copyOfRange(all, tail, tail + tokens.length)),
        text::toString);
  }
}
