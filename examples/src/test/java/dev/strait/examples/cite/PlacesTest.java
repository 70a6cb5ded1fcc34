package dev.strait.examples.cite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.examples.cite.CitationModel.Step;
import dev.strait.examples.cite.CitationModel.Written;
import dev.strait.examples.cite.FoundCitation.FieldScore;
import dev.strait.examples.legal.Citation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where found citations go, and which tokens count for which field. */
class PlacesTest {

  private static FoundCitation found(int start, int end) {
    Citation citation = new Citation("id", Map.of("text", start + "-" + end));
    return new FoundCitation(citation, start, end, List.of());
  }

  private static String order(int[]... spans) {
    List<FoundCitation> found = new ArrayList<>();
    for (int[] span : spans) {
      Analyzer.add(found, found(span[0], span[1]));
    }
    return found.stream().map(f -> f.citation().text()).toList().toString();
  }

  @Test
  void citationsAreKeptInTheOrderOfTheText() {
    assertEquals("[0-3, 5-9]", order(new int[] {0, 3}, new int[] {5, 9}));
    assertEquals("[0-3, 5-9]", order(new int[] {5, 9}, new int[] {0, 3}));
    assertEquals("[0-3, 3-5, 5-9]", order(new int[] {0, 3}, new int[] {5, 9}, new int[] {3, 5}));
  }

  @Test
  void ofTwoThatOverlapTheLongerStays() {
    assertEquals("[0-6]", order(new int[] {0, 3}, new int[] {0, 6}));
    assertEquals("[0-6]", order(new int[] {0, 6}, new int[] {3, 7}));
    assertEquals("[0-6, 8-9]", order(new int[] {0, 6}, new int[] {8, 9}, new int[] {0, 6}));
    assertEquals("[0-6, 7-12]", order(new int[] {0, 6}, new int[] {8, 9}, new int[] {7, 12}));
  }

  /** The token that closes a field and opens the next is of both. */
  @Test
  void everyTokenCountsForItsField() {
    String[] tokens = {
      "[{\"kind\":\"",
      "id",
      "\",\"text\":\"",
      "Id. at ",
      "7",
      "\",\"",
      "pinpoint",
      "\":\"",
      "7",
      "\"}",
      "]"
    };
    List<Step> steps = new ArrayList<>();
    int at = 0;
    for (String token : tokens) {
      double removed = token.equals("pinpoint") ? 0.25 : token.equals("\",\"text\":\"") ? 0.5 : 0;
      steps.add(new Step(at, token.length(), Math.log(0.5), removed, removed > 0 ? "!" : ""));
      at += token.length();
    }
    List<FieldScore> scores =
        Analyzer.scores(new Written(String.join("", tokens), true, true, steps)).get(0);
    assertEquals(
        List.of("kind", "text", "pinpoint"), scores.stream().map(FieldScore::name).toList());
    assertEquals(List.of(0.5, 0.5, 0.25), scores.stream().map(FieldScore::removed).toList());
    assertEquals(Math.pow(0.5, 3), scores.get(0).probability(), 1e-12);
    assertEquals(Math.pow(0.5, 4), scores.get(1).probability(), 1e-12);
    assertEquals(Math.pow(0.5, 5), scores.get(2).probability(), 1e-12);
  }
}
