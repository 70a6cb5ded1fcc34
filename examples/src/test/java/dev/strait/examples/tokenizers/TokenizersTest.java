package dev.strait.examples.tokenizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.console.CommandException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizersTest {

  private static final String BYTE_LEVEL =
      """
      {"added_tokens":[{"id":300,"content":"<|end|>","special":true}],
       "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true},
       "model":{"type":"BPE","vocab":{%s"lo":256,"he":257,"hel":258,"\u0120w":259},
        "merges":["l o","h e","he l","\u0120 w"]}}
      """;

  private static Tokenizer byteLevel() {
    StringBuilder bytes = new StringBuilder();
    for (int b = 0; b < 256; b++) {
      String c = ByteAlphabet.write(new String(new byte[] {(byte) b}, StandardCharsets.ISO_8859_1));
      if (b < 0x80) {
        bytes.append('"').append(c.replace("\\", "\\\\").replace("\"", "\\\"")).append("\":");
        bytes.append(b).append(',');
      }
    }
    String json = String.format(BYTE_LEVEL, bytes);
    return TokenizerJson.read("small", json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bytePairsAreMergedInTheOrderOfTheMerges() {
    // "hello": l+o comes first, then h+e; he+l needs a free l: he, l, lo -> hel, lo.
    assertArrayEquals(new int[] {258, 256}, byteLevel().encode("hello"));
    assertArrayEquals(new int[] {258, 256, 259, 'o'}, byteLevel().encode("hello wo"));
  }

  @Test
  void specialTokensInTheTextAreOneToken() {
    assertArrayEquals(new int[] {257, 300, 257}, byteLevel().encode("he<|end|>he"));
    assertTrue(byteLevel().isSpecial(300));
    assertFalse(byteLevel().isSpecial(257));
  }

  @Test
  void aTextThatCannotBeSpelledIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> byteLevel().encode("\u00e9"));
    assertTrue(String.valueOf(e.getMessage()).contains("no token"), e.getMessage());
  }

  @Test
  void fallbackBytesSpellWhatHasNoPiece() {
    String json =
        """
        {"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"\u2581"},
         {"type":"Replace","pattern":{"String":" "},"content":"\u2581"}]},
         "model":{"type":"BPE","byte_fallback":true,"vocab":{"\u2581":0,"a":1,"\u2581a":2,"<0xC3>":3,"<0xA9>":4},
         "merges":["\u2581 a"]}}
        """;
    Tokenizer tokenizer = TokenizerJson.read("pieces", json.getBytes(StandardCharsets.UTF_8));
    int[] ids = tokenizer.encode("a a\u00e9");
    assertArrayEquals(new int[] {2, 2, 3, 4}, ids);
    assertEquals(" a a\u00e9", tokenizer.decodeText(ids));
  }

  @ParameterizedTest
  @ValueSource(strings = {"WordPiece", "Unigram"})
  void otherModelsAreRefusedByName(String type) {
    String json = "{\"model\":{\"type\":\"" + type + "\",\"vocab\":{}}}";
    var e =
        assertThrows(
            CommandException.class,
            () -> TokenizerJson.read("t", json.getBytes(StandardCharsets.UTF_8)));
    assertTrue(String.valueOf(e.getMessage()).contains(type), e.getMessage());
  }

  @Test
  void mergesAgreeWithANaiveMerger() {
    Random random = new Random(5);
    PairMerger.Ranks ranks =
        (l, r) ->
            l.length() + r.length() > 6
                ? PairMerger.NEVER
                : Math.floorMod((l + "|" + r).hashCode(), 97) % 50 > 30
                    ? PairMerger.NEVER
                    : Math.floorMod((l + "|" + r).hashCode(), 97);
    for (int i = 0; i < 300; i++) {
      StringBuilder word = new StringBuilder();
      random.ints(random.nextInt(30), 'a', 'd').forEach(c -> word.append((char) c));
      assertEquals(naive(word.toString(), ranks), PairMerger.merge(word.toString(), ranks));
    }
  }

  private static List<String> naive(String word, PairMerger.Ranks ranks) {
    List<String> pieces = new ArrayList<>();
    word.chars().forEach(c -> pieces.add(String.valueOf((char) c)));
    while (true) {
      int best = -1;
      double rank = PairMerger.NEVER;
      for (int i = 0; i + 1 < pieces.size(); i++) {
        double here = ranks.of(pieces.get(i), pieces.get(i + 1));
        if (here < rank) {
          rank = here;
          best = i;
        }
      }
      if (best < 0) {
        return pieces;
      }
      pieces.set(best, pieces.get(best) + pieces.remove(best + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "cl100k", "o200k"})
  void builtInTokenizersGiveTextBack(String name) {
    Tokenizer tokenizer = Tokenizers.find(name);
    String text = "42 U.S.C. \u00a7 1983, \u65e5\u672c\u8a9e \ud83d\ude00\n\tend";
    assertEquals(text, tokenizer.decodeText(tokenizer.encode(text)));
  }

  @Test
  void misreadCharsetsAreNamedAndUndone() {
    var finding = Diagnosis.of("caf\u00c3\u00a9").get(0);
    assertTrue(finding.cause().contains("Latin-1"), finding.cause());
    assertEquals("caf\u00e9", finding.repaired().orElseThrow());
    assertEquals(List.of(), Diagnosis.of("caf\u00e9 na\u00efve"));
  }

  @Test
  void undecodedPiecesAndSpecialTokensAreFound() {
    assertEquals(
        " Hello world", Diagnosis.of("\u0120Hello\u0120world").get(0).repaired().orElseThrow());
    assertEquals(
        " Hi \u00e9", Diagnosis.of("\u2581Hi\u2581<0xC3><0xA9>").get(0).repaired().orElseThrow());
    assertEquals("Sure", Diagnosis.of("Sure<|im_end|>").get(0).repaired().orElseThrow());
    assertTrue(Diagnosis.of("a\uFFFDb").get(0).cause().contains("U+FFFD"));
    assertEquals(List.of(), Diagnosis.of("if (a < b | c > d) { return; }"));
  }

  @Test
  void idsReadWithTheWrongVocabularyAreTraced() {
    Tokenizer gpt2 = Tokenizers.find("gpt2");
    Tokenizer cl100k = Tokenizers.find("cl100k");
    String text =
        "The plaintiff sued the city for damages after the accident, and the court agreed.";
    String garbled = cl100k.decodeText(gpt2.encode(text));
    var finding = Diagnosis.wrongTokenizer(garbled, List.of(gpt2, cl100k)).orElseThrow();
    assertTrue(finding.cause().startsWith("ids of gpt2"), finding.cause());
    assertTrue(Diagnosis.wrongTokenizer(text, List.of(gpt2, cl100k)).isEmpty());
    String code = "for (int i = 0; i < 10; i++) { foo_bar(x86, i); }";
    assertTrue(Diagnosis.wrongTokenizer(code, List.of(gpt2, cl100k)).isEmpty());
  }
}
