package dev.strait.examples.cite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlainTextTest {

  @Test
  void plainFormLeadsBackToTheOriginal() {
    String original = "\0x\u200f“A”\n\n 12\u201314\u00a0§";
    PlainText plain = PlainText.of(original, 0, original.length());
    assertEquals("x\"A\" 12-14 §", plain.text());
    int at = plain.text().indexOf("12-14");
    assertEquals(
        "12\u201314",
        original.substring(plain.originalStart(at), plain.originalEnd(at + "12-14".length())));
  }
}
