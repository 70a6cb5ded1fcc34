package dev.strait.vocabulary;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  private static Vocabulary parse(String text, int... ends) {
    return Vocabularies.parse(text.getBytes(US_ASCII), ends);
  }

  private static int lineAtFault(String text) {
    return assertThrows(VocabularyFormatException.class, () -> parse(text)).line();
  }

  @Test
  void readsKindsDuplicatesEmptiesAndGaps() {
    Vocabulary vocabulary = parse("n 61\nn 61\nn\nu\nc 3c2F733E\r\nn C3a9\n", 4);
    assertEquals(6, vocabulary.size());
    assertArrayEquals(vocabulary.bytes(0), vocabulary.bytes(1));
    assertEquals(0, vocabulary.byteLength(2));
    assertFalse(vocabulary.isText(2), "an empty token is never text");
    assertEquals(TokenKind.UNUSED, vocabulary.kind(3));
    assertEquals(TokenKind.CONTROL, vocabulary.kind(4));
    assertArrayEquals("</s>".getBytes(US_ASCII), vocabulary.bytes(4));
    assertTrue(vocabulary.isEndOfGeneration(4));
    assertArrayEquals("é".getBytes(UTF_8), vocabulary.bytes(5));
    assertEquals(2, vocabulary.longestToken());
    assertEquals(1, vocabulary.maskWords());
  }

  @Test
  void namesTheLineAtFault() {
    assertEquals(2, lineAtFault("n 61\nx 61\n"));
    assertEquals(3, lineAtFault("n 61\nn 62\nn 6\n"));
    assertEquals(1, lineAtFault("n 6g"));
    assertEquals(2, lineAtFault("n 61\n\nn 61\n"));
    assertEquals(1, lineAtFault("n61\n"));
    assertEquals(0, parse("").size());
  }

  @Test
  void refusesEndsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> parse("n 61\n", 1));
    assertThrows(IllegalArgumentException.class, () -> parse("n 61\n", -1));
    assertThrows(IllegalArgumentException.class, () -> parse("n 61\n").withEndOfGeneration(7));
    assertThrows(IndexOutOfBoundsException.class, () -> parse("n 61\n").bytes(1));
  }

  @Test
  void everyByteHasOneByteLevelCharacter() {
    boolean[] seen = new boolean[256];
    for (char c = 0; c < 324; c++) {
      byte[] bytes = Vocabularies.byteLevelBytes(String.valueOf(c));
      boolean verbatim = c <= ' ' || (c >= 127 && c <= 160) || c == 173;
      if (verbatim) {
        assertArrayEquals(String.valueOf(c).getBytes(UTF_8), bytes);
      } else {
        assertEquals(1, bytes.length);
        assertFalse(seen[bytes[0] & 0xff]);
        seen[bytes[0] & 0xff] = true;
      }
    }
    assertArrayEquals(" the\n".getBytes(US_ASCII), Vocabularies.byteLevelBytes("ĠtheĊ"));
    assertArrayEquals("é".getBytes(UTF_8), Vocabularies.byteLevelBytes("Ã©"));
    assertArrayEquals("日本".getBytes(UTF_8), Vocabularies.byteLevelBytes("日本"));
  }

  @Test
  void readsByteLevelTokens() {
    Vocabulary vocabulary =
        Vocabularies.ofByteLevel(Arrays.asList("Ġa", null, "<|im_end|>"), id -> id == 2, 2);
    assertArrayEquals(" a".getBytes(US_ASCII), vocabulary.bytes(0));
    assertEquals(TokenKind.UNUSED, vocabulary.kind(1));
    assertArrayEquals("<|im_end|>".getBytes(US_ASCII), vocabulary.bytes(2));
  }

  @Test
  void readsSentencePieces() {
    List<String> pieces = List.of("▁▁hi", "<0x0A>", "<0xfF>", "<0xZZ>", "é", "</s>");
    Vocabulary vocabulary = Vocabularies.ofSentencePiece(pieces, id -> id == 5);
    assertArrayEquals("  hi".getBytes(US_ASCII), vocabulary.bytes(0));
    assertArrayEquals(new byte[] {10}, vocabulary.bytes(1));
    assertArrayEquals(new byte[] {-1}, vocabulary.bytes(2));
    assertArrayEquals("<0xZZ>".getBytes(US_ASCII), vocabulary.bytes(3));
    assertArrayEquals("é".getBytes(UTF_8), vocabulary.bytes(4));
    assertArrayEquals(new int[] {5}, Vocabularies.findEnds(vocabulary));
  }

  @Test
  void findsEndsAmongNormalTokensIfNoControlTokenIsOne() {
    Vocabulary normal = Vocabularies.ofSentencePiece(List.of("a", "</s>"), id -> false);
    assertArrayEquals(new int[] {1}, Vocabularies.findEnds(normal));
    Vocabulary both = Vocabularies.ofSentencePiece(List.of("</s>", "<eos>"), id -> id == 1);
    assertArrayEquals(new int[] {1}, Vocabularies.findEnds(both));
    Vocabulary ended = both.withEndOfGeneration(1, 0, 1);
    assertArrayEquals(new int[] {0, 1}, ended.endOfGeneration());
    assertFalse(ended.isText(0));
    assertTrue(both.isText(0));
  }

  @Test
  @Tag("slow")
  void readsALargeVocabularyFast() throws IOException {
    Path file = Path.of("../../shared/data/llama3.vocab");
    assumeTrue(Files.exists(file));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    Vocabulary vocabulary = Vocabularies.read(file, 128_001, 128_009);
    long millis = (threads.getCurrentThreadCpuTime() - before) / 1_000_000;
    assertEquals(128_256, vocabulary.size());
    assertEquals(2004, vocabulary.maskWords());
    assertTrue(millis < 1_000, "took " + millis + " ms of processor time");
    System.out.println("vocabulary of 128,256 tokens read in " + millis + " ms");
    assertArrayEquals(new int[] {128_001, 128_008, 128_009}, Vocabularies.findEnds(vocabulary));
  }
}
