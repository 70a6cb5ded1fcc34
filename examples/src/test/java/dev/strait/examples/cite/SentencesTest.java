package dev.strait.examples.cite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.legal.Registry;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {

  private final Sentences sentences = new Sentences(Registry.load());

  private List<String> split(String text) {
    return sentences.split(text).stream()
        .map(span -> text.substring(span.start(), span.end()))
        .toList();
  }

  @Test
  void abbreviationsDoNotEndSentences() {
    String citation = "See Monroe v. Pape, 365 U.S. 167, 171 (1961).";
    assertEquals(List.of("We affirm.", citation), split("We affirm. " + citation));
    assertEquals(
        1, split("He cited Fed. R. Civ. P. 12(b)(6) and J. Smith & Co. Inc. v. Doe.").size());
    assertEquals(1, split("It is Emps.' Ret. Sys. v. Roe.").size());
    assertEquals(1, split("It is Bldg. Ass'n. A. v. Roe.").size());
    assertEquals(2, split("We heard Dan O'Leary. Roe replied.").size());
  }

  @Test
  void everySentenceIsInAWindow() {
    String text = "We affirm. The motion was late. It was denied! Was it? " + "word ".repeat(400);
    List<Sentences.Span> windows = Sentences.windows(sentences.split(text), text, 60, 200);
    int covered = 0;
    for (Sentences.Span window : windows) {
      assertTrue(window.start() <= covered + 1, "a gap before " + window);
      assertTrue(window.length() <= 200);
      covered = Math.max(covered, window.end());
    }
    assertEquals(text.stripTrailing().length(), covered);
  }
}
