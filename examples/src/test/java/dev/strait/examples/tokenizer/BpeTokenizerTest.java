package dev.strait.examples.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BpeTokenizerTest {

  private static BpeTokenizer tokenizer() {
    BpeTrainer trainer = new BpeTrainer(BpeTokenizer.GPT2_PATTERN, BpeTrainer::isLegalWord);
    for (int i = 0; i < 50; i++) {
      trainer.add("the court held that the court 1983 Court");
    }
    return new BpeTokenizer(
        trainer.learn(100, 2, n -> {}), List.of("U.S.", "U.S.C."), List.of("<|end|>"));
  }

  @Test
  void anyTextComesBack() {
    BpeTokenizer tokenizer = tokenizer();
    for (String text :
        List.of("", "the court", "  a\n\t§ 42 U.S.C. § 1983", "日本\0", "U.S.U.S.C.")) {
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
  }

  @Test
  void digitsStaySingleAndOnlyLowerCaseWordsTakeTheSpace() {
    BpeTokenizer tokenizer = tokenizer();
    assertEquals(4, tokenizer.encode("1983").length);
    assertEquals(1, tokenizer.encode(" court").length);
    assertEquals(' ', tokenizer.encode(" Court")[0]);
  }

  @Test
  void theLongestPhraseIsFoundFirst() {
    BpeTokenizer tokenizer = tokenizer();
    assertArrayEquals(new int[] {tokenizer.firstPhrase() + 1}, tokenizer.encode("U.S.C."));
  }
}
