package dev.strait.examples.cite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Matcher;
import dev.strait.examples.legal.Passage;
import dev.strait.examples.legal.PassageGenerator;
import dev.strait.examples.legal.PassageGenerator.Split;
import dev.strait.examples.legal.Registry;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SitesTest {

  private final Registry registry = Registry.load();
  private final Cores cores = new Cores(registry);
  private final CitationSchema schema = new CitationSchema(registry);

  private static Vocabulary bytes() {
    List<byte[]> bytes = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      bytes.add(new byte[] {(byte) b});
    }
    bytes.add("</s>".getBytes(StandardCharsets.UTF_8));
    return Vocabulary.of(bytes, 256);
  }

  private boolean allows(String text, String json) {
    Matcher matcher = schema.constraint(text, cores.find(text), bytes()).matcher();
    return matcher.acceptBytes(json.getBytes(StandardCharsets.UTF_8)) && matcher.isComplete();
  }

  @Test
  void parallelReportersAreOneCaseOrTwo() {
    String text = "Roe v. Wade, 410 U.S. 113, 93 S. Ct. 705 (1973); 28 U.S.C. § 1331.";
    Sites sites = Sites.of(cores.find(text), text, new Sentences(registry).split(text));
    assertEquals(
        List.of(
            List.of(new Sites.Run(0, 1), new Sites.Run(2, 2)),
            List.of(new Sites.Run(0, 0), new Sites.Run(1, 1), new Sites.Run(2, 2))),
        sites.partitions());
  }

  @Test
  void everySiteHasItsCitation() {
    String text = "See 1 U.S. 2; 28 U.S.C. § 1331.";
    String first =
        "{\"kind\":\"case\",\"text\":\"1 U.S."
            + " 2\",\"volume\":\"1\",\"reporter\":\"U.S.\",\"page\":\"2\"}";
    String second =
        "{\"kind\":\"statute\",\"text\":\"28 U.S.C. § 1331\",\"title\":\"28\",\"code\":\"U.S.C.\","
            + "\"section\":\"1331\"}";
    assertTrue(allows(text, "[" + first + "," + second + "]"));
    assertFalse(allows(text, "[" + first + "]"));
    assertFalse(allows(text, "[" + second + "," + first + "]"));
    assertFalse(allows(text, "[" + first + "," + first + "]"));
    assertFalse(allows(text, "[]"));
  }

  @Test
  void theNameOfACaseIsInItsTextAndInItsParties() {
    String text = "Roe v. Wade, 410 U.S. 113 (1973).";
    String rest = "\"volume\":\"410\",\"reporter\":\"U.S.\",\"page\":\"113\",\"year\":\"1973\"}]";
    String named = "[{\"kind\":\"case\",\"text\":\"Roe v. Wade, 410 U.S. 113 (1973)\",";
    assertTrue(allows(text, named + "\"parties\":\"Roe v. Wade\"," + rest));
    assertFalse(allows(text, named + rest));
    assertFalse(allows(text, "[{\"kind\":\"case\",\"text\":\"410 U.S. 113 (1973)\"," + rest));
    assertFalse(
        allows(text, named.replace("(1973)\"", "\"") + "\"parties\":\"Roe v. Wade\"," + rest));
  }

  @Test
  void anOnlineReporterWithoutADateIsAShortForm() {
    Registry all = Registry.load();
    for (String text :
        List.of("Roe, 2001 WL 55, at *3.", "Roe, 2001 WL 55, at *3 (D. Me. 2001).")) {
      Sites sites = Sites.of(new Cores(all).find(text), text, new Sentences(all).split(text));
      assertEquals(
          List.of(text.contains("(") ? "case" : "short"),
          sites.cores(new Sites.Run(0, 0)).stream().map(Cores.Core::kind).toList());
    }
  }

  @Test
  void theRightAnswerIsAllowed() {
    PassageGenerator generator = new PassageGenerator(11, Split.TRAINING);
    int windows = 0;
    for (int i = 0; i < 300; i++) {
      Passage passage = generator.next(3, 360);
      boolean cited = !passage.citations().isEmpty();
      assertEquals(cited, !cores.find(passage.text()).isEmpty(), passage.text());
      if (cited) {
        windows++;
        assertTrue(allows(passage.text(), passage.citationsJson()), passage.toJson());
      }
    }
    assertTrue(windows > 100);
  }
}
