package dev.strait.examples.cite;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.examples.legal.Registry;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanRuleTest {

  private static final String TEXT =
      "Under 28 U.S.C. § 1332(a), \"so\" he said; see Fed. R. Evid. 404(b)(1).";
  private final Cores cores = new Cores(Registry.load());

  private static boolean allows(Rule<?> rule, String string) {
    List<byte[]> bytes = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      bytes.add(new byte[] {(byte) b});
    }
    bytes.add("</s>".getBytes(StandardCharsets.UTF_8));
    Matcher matcher =
        Constraint.compile(rule, Vocabulary.of(bytes, 256), Limits.defaults()).matcher();
    String json = "\"" + string.replace("\"", "\\\"") + "\"";
    return matcher.acceptBytes(json.getBytes(StandardCharsets.UTF_8)) && matcher.isComplete();
  }

  private Rule<?> citations(String kind) {
    return SpanRule.citations(
        TEXT, cores.find(TEXT).stream().filter(core -> core.kind().equals(kind)).toList());
  }

  @Test
  void aCitationHoldsItsCoreAndEndsWhereItEnds() {
    assertTrue(allows(citations("statute"), "28 U.S.C. § 1332(a)"));
    assertFalse(allows(citations("statute"), "28 U.S.C. § 133"));
    assertFalse(allows(citations("statute"), "28 U.S.C. § 1332"));
    assertFalse(allows(citations("statute"), "Under 28 U.S.C. § 1332(a)"));
    assertTrue(allows(citations("rule"), "Fed. R. Evid. 404(b)(1)"));
    assertFalse(allows(citations("rule"), "Fed. R. Evid. 404(b)"));
    assertFalse(allows(citations("rule"), "28 U.S.C. § 1332(a)"));
  }

  @Test
  void wordsAreNotCut() {
    assertTrue(allows(SpanRule.words(TEXT), "1332"));
    assertTrue(allows(SpanRule.words(TEXT), "(b)(1)"));
    assertTrue(allows(SpanRule.words(TEXT), "\"so\""));
    assertFalse(allows(SpanRule.words(TEXT), "133"));
    assertFalse(allows(SpanRule.words(TEXT), ""));
    assertFalse(allows(SpanRule.words(TEXT), "Over"));
  }
}
