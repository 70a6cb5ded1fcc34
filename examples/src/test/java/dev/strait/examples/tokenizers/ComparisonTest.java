package dev.strait.examples.tokenizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.report.Bootstrap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  /** One token for every {@code width} characters. */
  private record Fixed(String name, int width) implements Tokenizer {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public int[] encode(String text) {
      return new int[(text.length() + width - 1) / width];
    }

    @Override
    public byte[] bytes(int id) {
      return new byte[] {'x'};
    }
  }

  private static Comparison comparison() {
    List<Query> queries =
        List.of(new Query("A", "abcdefgh"), new Query("A", "abcd"), new Query("B", "abcdefghijkl"));
    PriceTable prices =
        new PriceTable(
            "2025-01-01",
            "USD",
            "made up",
            List.of(new PriceTable.Price("two", "m2", 1), new PriceTable.Price("four", "m4", 3)));
    List<Tokenizer> tokenizers = List.of(new Fixed("two", 2), new Fixed("four", 4));
    return Comparison.of(queries, tokenizers, prices, new Bootstrap(3, 500, 1));
  }

  @Test
  void countsAndRatesAreThoseOfTheQueries() {
    Comparison c = comparison();
    assertEquals(List.of(4, 2, 6), c.counts().get(0).tokens());
    assertEquals(6, c.counts().get(1).total());
    assertEquals(0.5, c.perCharacter(c.counts().get(0), c.in("A")));
    assertEquals(4.0, c.perQuery(c.counts().get(0)).value());
  }

  @Test
  void theFewestTokensAndTheCheapestModelMayDiffer() {
    Comparison c = comparison();
    assertEquals("four", c.fewest().name());
    assertEquals(2.0, c.fewest().ratio().value());
    assertEquals("m2", c.cheapest().name());
    assertEquals(1.5, c.cheapest().ratio().value(), 1e-12);
    assertEquals(1.0, c.cheapest().share());
    assertEquals(4e-6, c.costs().get(0).perQuery().value(), 1e-15);
  }

  @Test
  void everyFormOfTheReportIsWhole() throws Exception {
    ComparisonReport report = new ComparisonReport(comparison());
    assertTrue(report.text().contains("Fewest tokens: four; two needs 2.00 times"), report.text());
    assertEquals(1 + 2 * 2 * 3, report.csv().lines().count());
    var json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(report.json());
    assertEquals(12, json.at("/tokenizers/0/tokens").asInt());
    String html = report.html();
    assertTrue(html.contains("</html>") && html.contains("<svg"), html);
    assertTrue(!html.contains("http://") && !html.contains("https://"), "loads nothing");
  }

  @Test
  void intervalsHoldTheFigure() {
    var interval =
        new Bootstrap(50, 1000, 3)
            .interval(s -> java.util.stream.IntStream.of(s).average().orElseThrow());
    assertEquals(24.5, interval.value());
    assertTrue(interval.low() < 22 && interval.low() > 17, interval.toString());
    assertTrue(interval.high() > 27 && interval.high() < 32, interval.toString());
  }

  @Test
  void wrongLinesAreNamed() {
    var e = assertThrows(CommandException.class, () -> Query.read("q.txt", "fine\n{\"text\":1}\n"));
    assertTrue(String.valueOf(e.getMessage()).contains("q.txt, line 2"), e.getMessage());
    byte[] bad = "{\"prices\":[{\"tokenizer\":\"x\"}]}".getBytes(StandardCharsets.UTF_8);
    var p = assertThrows(CommandException.class, () -> PriceTable.read("p.json", bad));
    assertTrue(String.valueOf(p.getMessage()).contains("/prices/0"), p.getMessage());
  }
}
