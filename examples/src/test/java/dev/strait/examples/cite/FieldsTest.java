package dev.strait.examples.cite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.cite.Cores.Core;
import dev.strait.examples.legal.Registry;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldsTest {

  private final Cores cores = new Cores(Registry.load());

  private static Sentences.Span all(String text) {
    return new Sentences.Span(0, text.length());
  }

  private Optional<Set<String>> choices(String field, String text) {
    return Fields.choices(field, text, cores.find(text).get(0), all(text));
  }

  @Test
  void theCoreFixesVolumePageAndYear() {
    String text = "Roe v. Wade, 410 U.S. 113, 120-21 & n.4 (1973), and 5 others";
    assertEquals(Optional.of(Set.of("410")), choices("volume", text));
    assertEquals(Optional.of(Set.of("113")), choices("page", text));
    assertEquals(Optional.of(Set.of("120-21", "120-21 & n.4")), choices("pinpoint", text));
    assertEquals(Optional.of(Set.of("1973")), choices("year", text));
    assertEquals(Optional.empty(), choices("court", text));
    assertEquals(Optional.of(Set.of()), choices("pinpoint", "Roe v. Wade, 410 U.S. 113 (1973)"));
  }

  @Test
  void theNumberBeforeACodeIsItsTitle() {
    assertEquals(Optional.of(Set.of("42")), choices("title", "Under 42 U.S.C. § 1983"));
    assertEquals(Optional.of(Set.of()), choices("title", "Under Cal. Penal Code § 187"));
  }

  @Test
  void theYearInParenthesesBelongsToTheCitation() {
    String dated = "Roe v. Wade, 410 U.S. 113, 120 (1973) (noting 1972)";
    Core core = cores.find(dated).get(0);
    assertEquals(dated.indexOf(" (noting"), Fields.leastEnd(dated, core, all(dated)));
    assertTrue(Fields.isSure("pinpoint", dated, core, all(dated)));
    String open = "Roe v. Wade, 410 U.S. 113, 41 courts (and 2 others in 1973)";
    Core second = cores.find(open).get(0);
    assertEquals(second.end(), Fields.leastEnd(open, second, all(open)));
    assertFalse(Fields.isSure("pinpoint", open, second, all(open)));
  }

  @Test
  void parallelReportersReachToTheirPagesOrBeyond() {
    String text = "95 N.Y.2d 24, 29, 731 N.E.2d 608, 610 (2000)";
    Core last = cores.find(text).get(1);
    assertEquals(
        Set.of("731 N.E.2d 608", "731 N.E.2d 608, 610"),
        Fields.parallels(text, last.start(), last, all(text)));
  }
}
