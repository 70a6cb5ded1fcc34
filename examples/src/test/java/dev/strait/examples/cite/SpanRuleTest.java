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

  private Rule<?> citation(String kind) {
    Sites sites = Sites.of(cores.find(TEXT), TEXT, new Sentences(Registry.load()).split(TEXT));
    for (Sites.Run run : sites.partitions().get(0)) {
      for (Cores.Core core : sites.cores(run)) {
        if (core.kind().equals(kind)) {
          return SpanRule.citation(TEXT, core, sites.zone(run), false);
        }
      }
    }
    throw new AssertionError(kind);
  }

  @Test
  void aCitationHoldsItsCoreAndEndsWhereItEnds() {
    assertTrue(allows(citation("statute"), "28 U.S.C. § 1332(a)"));
    assertFalse(allows(citation("statute"), "28 U.S.C. § 133"));
    assertFalse(allows(citation("statute"), "28 U.S.C. § 1332"));
    assertFalse(allows(citation("statute"), "28 U.S.C. § 1332(a), \"so"));
    assertFalse(allows(citation("statute"), "Under 28 U.S.C. § 1332(a)"));
    assertTrue(allows(citation("rule"), "Fed. R. Evid. 404(b)(1)"));
    assertFalse(allows(citation("rule"), "Fed. R. Evid. 404(b)"));
    assertFalse(allows(citation("rule"), "28 U.S.C. § 1332(a)"));
  }

  @Test
  void wordsAreNotCut() {
    Sentences.Span all = new Sentences.Span(0, TEXT.length());
    assertTrue(allows(SpanRule.words(TEXT, all), "1332"));
    assertTrue(allows(SpanRule.words(TEXT, all), "(b)(1)"));
    assertTrue(allows(SpanRule.words(TEXT, all), "\"so\""));
    assertFalse(allows(SpanRule.words(TEXT, all), "133"));
    assertFalse(allows(SpanRule.words(TEXT, all), "1332(a),"));
    assertFalse(allows(SpanRule.words(TEXT, all), ""));
    assertFalse(allows(SpanRule.words(TEXT, all), "Over"));
    assertFalse(allows(SpanRule.words(TEXT, new Sentences.Span(0, 10)), "1332"));
  }
}
