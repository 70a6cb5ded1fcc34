package dev.strait.examples.cite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.strait.examples.cite.Analyzer.Result;
import dev.strait.examples.legal.Registry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The analyzer with the model in the program. */
class AnalyzerTest {

  private static Analyzer analyzer;

  @BeforeAll
  static void load() {
    analyzer = new Analyzer(CitationModel.embedded(), true, false);
  }

  @AfterAll
  static void close() {
    analyzer.close();
  }

  private static List<String> texts(String input) {
    Result result = analyzer.analyze(input, at -> {});
    for (FoundCitation found : result.citations()) {
      assertEquals(found.citation().text(), input.substring(found.start(), found.end()));
    }
    assertTrue(result.answers().stream().allMatch(Analyzer.Answer::valid));
    return result.citations().stream().map(found -> found.citation().text()).toList();
  }

  @Test
  void findsStatuteAndCase() {
    assertEquals(
        List.of("42 U.S.C. § 1983", "Monroe v. Pape, 365 U.S. 167, 171 (1961)"),
        texts(
            "The plaintiff sued under 42 U.S.C. § 1983 for damages. See Monroe v. Pape, 365 U.S. 167,"
                + " 171 (1961)."));
  }

  @Test
  void findsRuleAndRegulation() {
    assertEquals(
        List.of("Fed. R. Civ. P. 12(b)(6)", "29 C.F.R. § 1614.105(a)"),
        texts(
            "Defendant moved to dismiss under Fed. R. Civ. P. 12(b)(6). The charge was late under 29"
                + " C.F.R. § 1614.105(a)."));
  }

  @Test
  void theOutputObeysThePublishedSchema() {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(new CitationSchema(Registry.load()).published());
    ArrayNode output = new ObjectMapper().createArrayNode();
    analyzer
        .analyze(
            "Roe v. Wade, 410 U.S. 113 (1973); 28 U.S.C. § 1331; Fed. R. Evid. 403; id. at 7.",
            at -> {})
        .citations()
        .forEach(citation -> output.add(citation.toJson()));
    assertEquals(4, output.size());
    assertEquals(Set.of(), schema.validate(output));
    ((ObjectNode) output.get(0)).remove("page");
    assertEquals(false, schema.validate(output).isEmpty());
  }

  @Test
  void textWithoutCitationsGivesNone() {
    assertEquals(List.of(), texts(""));
    assertEquals(List.of(), texts("   \n\t "));
    assertEquals(List.of(), texts("The contract price was $28,243.95, due on May 3, 2019."));
  }

  @Test
  void oddCharactersDoNoHarm() {
    assertEquals(1, texts("\0\0He sued\u202e under 42\u00a0U.S.C. §\n1983\0.").size());
    assertEquals(List.of(), texts("\ud800\udc00\ud800 \u200f\u202a"));
  }
}
