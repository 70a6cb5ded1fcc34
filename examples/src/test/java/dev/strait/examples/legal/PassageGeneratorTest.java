package dev.strait.examples.legal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassageGeneratorTest {

  @Test
  void citationsStandInTheTextInOrder() {
    Set<String> kinds = new HashSet<>();
    PassageGenerator generator = new PassageGenerator(3, false);
    for (int i = 0; i < 2000; i++) {
      Passage passage = generator.next(4, 600);
      int at = 0;
      for (Citation citation : passage.citations()) {
        int found = passage.text().indexOf(citation.text(), at);
        assertTrue(found >= at, passage.text());
        at = found + citation.text().length();
        kinds.add(citation.kind());
        citation.fields().values().forEach(v -> assertTrue(passage.text().contains(v), v));
      }
    }
    assertEquals(8, kinds.size());
  }

  @Test
  void equalSeedsGiveEqualPassages() {
    assertEquals(
        new PassageGenerator(5, true).next(4, 600), new PassageGenerator(5, true).next(4, 600));
  }
}
