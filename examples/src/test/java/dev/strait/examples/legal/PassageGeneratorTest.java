package dev.strait.examples.legal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.legal.PassageGenerator.Split;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassageGeneratorTest {

  @Test
  void citationsStandInTheTextInOrder() {
    Set<String> kinds = new HashSet<>();
    PassageGenerator generator = new PassageGenerator(3, Split.TRAINING);
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
        new PassageGenerator(5, Split.HELD_OUT).next(4, 600),
        new PassageGenerator(5, Split.HELD_OUT).next(4, 600));
  }

  /** Lines kept for evaluation, slots taken out, are not among those of training. */
  @Test
  void keptStylesAreNotTrainedOn() {
    Set<String> kept = new HashSet<>();
    Set<String> trained = new HashSet<>();
    for (String file : new String[] {"prose.txt", "styles.txt", "heldout.txt", "heldout3.txt"}) {
      for (String line : Registry.Resources.lines(file)) {
        boolean isKept = "~?=".indexOf(line.charAt(0)) >= 0;
        String plain = line.replaceAll("^[~?=]?(\\d+\\*)?", "").replaceAll("<[^>]*>", "<>").strip();
        if (plain.replaceAll("[<>.,; ]", "").length() > 12) {
          (isKept ? kept : trained).add(plain);
        }
      }
    }
    assertTrue(kept.size() > 50);
    int before = kept.size();
    kept.removeAll(trained);
    assertEquals(before, kept.size(), "styles both kept and trained on");
  }
}
