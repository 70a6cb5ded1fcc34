package dev.strait.examples.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.console.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplingTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void varietyAndRepetitionAreCounted() {
    assertEquals(0.75, Texts.distinct(List.of("a b", "a c"), 1));
    assertEquals(1.0, Texts.distinct(List.of("a b", "a c"), 2));
    assertEquals(1.0, Texts.distinct(List.of("a"), 3));
    assertEquals(0.0, Texts.repetition("a b c d e"));
    assertEquals(0.5, Texts.repetition("a b c d a b c d a b c"), 1e-9);
    assertEquals(List.of("it's", "3", ".", "5"), Texts.words("it's 3.5"));
  }

  @Test
  void bleuIsOneForEqualTextsAndSmallForOthers() {
    String text = "the cat sat on the mat";
    assertEquals(1.0, Texts.selfBleu(List.of(text, text)), 1e-12);
    double other = Texts.selfBleu(List.of(text, "colourless green ideas sleep furiously now"));
    assertTrue(other < 0.2, "unlike texts: " + other);
    double half = Texts.bleu(Texts.words("the cat sat"), List.of(Texts.words(text)));
    assertEquals(Math.exp(1 - 6.0 / 3), half, 1e-9);
  }

  @Test
  void leavesAreComparedAsOftenAsTheyOccur() throws Exception {
    var expected = MAPPER.readTree("{\"a\":[1,2,2],\"b\":\"x\"}");
    assertEquals(1.0, Leaves.f1(expected, expected));
    assertEquals(6.0 / 7, Leaves.f1(MAPPER.readTree("{\"a\":[1,2],\"b\":\"x\"}"), expected), 1e-12);
    assertEquals(0.0, Leaves.f1(MAPPER.readTree("{\"b\":\"y\"}"), expected));
    assertTrue(Leaves.parse("{\"a\":").isEmpty());
  }

  @Test
  void theGridHasEveryCombinationAndTheBeams() {
    List<Setting> grid =
        Setting.grid(
            List.of(0.7, 1.0, 1.2),
            List.of(0.8, 0.95),
            List.of(0),
            List.of(0.0),
            List.of(1.0, 1.2),
            List.of(4, 5));
    assertEquals(14, grid.size());
    assertEquals(14, grid.stream().map(Setting::name).distinct().count());
    assertEquals("t0.7 p0.8 r1.0", grid.get(0).name());
    assertEquals("beam 5", grid.get(13).name());
  }

  @Test
  void strengthsAreFoundAgainFromVotes() {
    double[] truth = {2, 1, 0, -1};
    Random random = new Random(11);
    List<BradleyTerry.Vote> votes = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      int a = random.nextInt(4);
      int b = (a + 1 + random.nextInt(3)) % 4;
      double chance = 1 / (1 + Math.exp(truth[b] - truth[a]));
      votes.add(new BradleyTerry.Vote(a, b, random.nextDouble() < chance ? 1 : 0));
    }
    List<BradleyTerry.Place> order = BradleyTerry.order(4, votes, 100, 1);
    assertEquals(List.of(0, 1, 2, 3), order.stream().map(BradleyTerry.Place::player).toList());
    double gap = order.get(0).rating().value() - order.get(3).rating().value();
    assertEquals(3 * 400 / Math.log(10), gap, 90);
    order.forEach(
        place -> {
          assertTrue(place.rating().low() < place.rating().value(), place.toString());
          assertTrue(place.rating().high() > place.rating().value(), place.toString());
        });
  }

  @Test
  void anUnbeatenPlayerStaysFinite() {
    double[] ratings = BradleyTerry.ratings(2, List.of(new BradleyTerry.Vote(0, 1, 1)));
    assertTrue(Double.isFinite(ratings[0]) && ratings[0] > ratings[1]);
    assertEquals(0, ratings[0] + ratings[1], 1e-6);
  }

  private static Output output(String setting, int sample, String text) {
    return new Output(setting, 0, sample, text, 5, -1, true, null, null);
  }

  @Test
  void aStoppedRunGoesOnWhereItWas(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("run.jsonl");
    ObjectNode header = MAPPER.createObjectNode().put("run", "x");
    RunFile first = RunFile.open(file, header);
    first.add(output("t0.7 p0.8 r1.0", 0, "one <two>\n\"three\""));
    Files.writeString(file, "{\"setting\":\"cut o", java.nio.file.StandardOpenOption.APPEND);
    RunFile second = RunFile.open(file, header);
    assertTrue(second.has("t0.7 p0.8 r1.0/0/0"));
    assertFalse(second.has("t0.7 p0.8 r1.0/0/1"));
    second.add(output("t0.7 p0.8 r1.0", 1, "two"));
    assertEquals(2, RunFile.outputs(file).size());
    assertEquals(first.outputs().get(0), RunFile.outputs(file).get(0));
    assertThrows(
        CommandException.class,
        () -> RunFile.open(file, MAPPER.createObjectNode().put("run", "y")));
  }

  @Test
  void theReportHoldsEveryTextAndLoadsNothing() {
    List<Setting> settings = List.of(new Setting(0.7, 0.8, 0, 0, 1, 0), Setting.beams(4));
    List<Output> outputs =
        List.of(
            output("t0.7 p0.8 r1.0", 0, "a </script> b"),
            output("t0.7 p0.8 r1.0", 1, "c d"),
            output("beam 4", 0, "e f"));
    SamplingReport report = new SamplingReport("test", List.of("prompt"), settings, outputs);
    String html = report.html();
    assertFalse(html.contains("a </script> b"), "texts are escaped");
    assertTrue(html.contains("a &lt;/script&gt; b") && html.contains("a \\u003c/script> b"));
    assertFalse(html.contains("http"), "loads nothing");
    assertTrue(report.text().contains("For factual use: "), report.text());
  }

  @Test
  void votesAreReadByTheirSettings() {
    String json =
        "{\"votes\":[{\"a\":\"beam 4/0/0\",\"b\":\"t1.0 p0.8 r1.0/0/2\",\"winner\":\"a\"},"
            + "{\"a\":\"t1.0 p0.8 r1.0/1/0\",\"b\":\"beam 4/1/0\",\"winner\":\"tie\"}]}";
    var ranking = SamplingCommand.Ranking.read(Path.of("votes.json"), json);
    assertEquals(List.of("beam 4", "t1.0 p0.8 r1.0"), ranking.settings());
    assertEquals(0.5, ranking.votes().get(1).score());
    assertThrows(
        CommandException.class, () -> SamplingCommand.Ranking.read(Path.of("v"), "{\"votes\":[]}"));
  }
}
