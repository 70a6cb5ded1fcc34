package dev.strait.examples.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.examples.Run;
import dev.strait.examples.console.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Allows the tokens of one text, one after another; refuses schemas that are strings. */
  private record OneText(int[] tokens) implements Engine {
    @Override
    public String name() {
      return "one text";
    }

    @Override
    public Grammar compile(JsonNode schema) {
      if (schema.isTextual()) {
        throw new IllegalArgumentException("a string is no schema");
      }
      return () ->
          new Walk() {
            private int at;

            @Override
            public void mask(long[] words) {
              java.util.Arrays.fill(words, 0);
              if (at < tokens.length) {
                words[tokens[at] >>> 6] |= 1L << tokens[at];
              }
            }

            @Override
            public boolean accept(int token) {
              return at < tokens.length && tokens[at++] == token;
            }

            @Override
            public boolean isComplete() {
              return at == tokens.length;
            }
          };
    }
  }

  private static MaskCase.Test text(boolean valid, int... tokens) {
    return new MaskCase.Test(valid, "", tokens);
  }

  @Test
  void everyEndOfATestIsToldApart() {
    MaskRunner runner = new MaskRunner(new OneText(new int[] {3, 70, 5}), 2, null);
    MaskCase next =
        new MaskCase(
            "x",
            MAPPER.createObjectNode(),
            List.of(
                text(true, 3, 70, 5),
                text(false, 3, 70),
                text(false, 3, 5),
                text(true, 3, 70, 5, 6)));
    MaskResult result = runner.run(next);
    assertEquals(
        List.of(
            new MaskResult.Verdict(true, true, true, -1),
            new MaskResult.Verdict(false, false, true, -1),
            new MaskResult.Verdict(false, false, false, 1),
            new MaskResult.Verdict(true, false, false, 3)),
        result.tests());
    assertEquals(3 + 2 + 2 + 4, result.nanos().length);
    assertFalse(result.isRight());
  }

  @Test
  void anotherOrderOfKeysIsToldApart() {
    MaskRunner runner =
        new MaskRunner(new OneText(new int[] {3, 5}), 2, null)
            .tellingOrders(new OneText(new int[] {5, 3}));
    MaskCase next =
        new MaskCase("x", MAPPER.createObjectNode(), List.of(text(true, 5, 3), text(false, 5, 3)));
    MaskResult result = runner.run(next);
    assertEquals(
        List.of(
            new MaskResult.Verdict(true, false, false, 0, true),
            new MaskResult.Verdict(false, false, false, 0)),
        result.tests());
    assertTrue(result.isRight());
    MaskResult wrong =
        runner.run(new MaskCase("y", MAPPER.createObjectNode(), List.of(text(true, 3, 3))));
    assertFalse(wrong.isRight());
    MaskSummary summary = new MaskSummary();
    summary.add(result);
    summary.add(wrong);
    assertEquals(1, summary.json().path("other_key_order").asInt());
    assertEquals(1, summary.json().path("valid_rejected").asInt());
  }

  @Test
  void aHardFailureIsALine() throws Exception {
    MaskRunner runner = new MaskRunner(new OneText(new int[0]), 1, null);
    MaskResult result = runner.run(new MaskCase("y", MAPPER.readTree("\"s\""), List.of()));
    assertTrue(String.valueOf(result.compileError()).contains("a string is no schema"));
    java.io.StringWriter out = new java.io.StringWriter();
    try (var json = new com.fasterxml.jackson.core.JsonFactory().createGenerator(out)) {
      result.write(json);
    }
    JsonNode line = MAPPER.readTree(out.toString());
    assertEquals("y", line.path("id").asText());
    assertTrue(line.path("compile_error").isTextual() && line.path("masks").isEmpty());
  }

  @Test
  void percentilesAreExact() {
    Distribution distribution = new Distribution();
    for (int i = 10_000; i > 0; i--) {
      distribution.add(i * 1000L);
    }
    assertEquals(5000.5, distribution.mean(), 1e-6);
    double[] at = distribution.percentiles(0.5, 0.999, 1);
    assertEquals(List.of(5000.0, 9990.0, 10_000.0), List.of(at[0], at[1], at[2]));
    assertEquals(0.0199, distribution.shareOfSlowest(0.01), 1e-4);
  }

  @Test
  void casesAreReadOneByOneAndSelected(@TempDir Path folder) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      lines.append("{\"id\":\"c").append(i).append("\",\"schema\":{},\"tests\":[]}\n");
    }
    Path file = Files.writeString(folder.resolve("cases.jsonl"), lines);
    List<String> ids = new ArrayList<>();
    MaskCase.read(file, new MaskCase.Selection(3, 1, 2), next -> ids.add(next.id()));
    assertEquals(List.of("c1", "c4"), ids);
  }

  private static final String GROUPS =
      """
      [{"description":"g","schema":{"type":"number"},"tests":[
        {"description":"as written","data":1.50e2,"valid":true},
        {"description":"nested \\"data\\"","data":{"data":[1.0,{"x":null}]},"valid":false}]}]
      """;

  @Test
  void instancesKeepTheTextOfTheirNumbers(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("number.json"), GROUPS);
    List<SuiteCase.Test> tests = SuiteCase.read(file).get(0).tests();
    assertEquals("1.50e2", tests.get(0).text());
    assertEquals("{\"data\":[1.0,{\"x\":null}]}", tests.get(1).text());
  }

  @Test
  void theSuiteCountsAndReports(@TempDir Path folder) throws Exception {
    Path draft = Files.createDirectories(folder.resolve("tests/draft2020-12"));
    Files.createDirectories(folder.resolve("remotes"));
    Files.writeString(draft.resolve("number.json"), GROUPS);
    Path out = folder.resolve("out.jsonl");
    Run run = Run.of("suite", "--dir", folder.toString(), "--out", out.toString());
    assertEquals(ExitCode.OK, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains("2 required tests right, 0 wrong"), run.out());
    JsonNode line = MAPPER.readTree(Files.readAllLines(out).get(1));
    assertEquals("draft2020-12/number.json", line.path("file").asText());
    assertFalse(line.path("accepted").asBoolean());
    Files.writeString(
        draft.resolve("number.json"), GROUPS.replace("\"valid\":true", "\"valid\":false"));
    assertEquals(ExitCode.CHECK_FAILED, Run.of("suite", "--dir", folder.toString()).exitCode());
  }

  @Test
  void maskbenchRunsOverAByteVocabulary(@TempDir Path folder) throws Exception {
    StringBuilder vocabulary = new StringBuilder();
    for (int b = 0; b < 256; b++) {
      vocabulary.append(String.format("n %02x%n", b));
    }
    vocabulary
        .append("c ")
        .append(java.util.HexFormat.of().formatHex("</s>".getBytes(StandardCharsets.UTF_8)));
    Path vocab = Files.writeString(folder.resolve("bytes.vocab"), vocabulary.toString());
    String good = "{\"a\": 1}";
    String bad = "{\"a\": \"x\"}";
    String line =
        "{\"id\":\"i\",\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}},\"tests\":["
            + test(true, good)
            + ","
            + test(false, bad)
            + "]}\n{\"id\":\"r\",\"schema\":{\"pattern\":\"(a)\\\\1\"},\"tests\":[]}\n";
    Path cases = Files.writeString(folder.resolve("cases.jsonl"), line);
    Path out = folder.resolve("out.jsonl");
    Run run =
        Run.of(
            "maskbench",
            "--vocab",
            vocab.toString(),
            "--cases",
            cases.toString(),
            "--out",
            out.toString(),
            "--warmup",
            "1",
            "--profile");
    assertEquals(ExitCode.OK, run.exitCode(), run.out() + run.err());
    List<String> lines = Files.readAllLines(out);
    assertEquals(2, lines.size());
    JsonNode first = MAPPER.readTree(lines.get(0));
    assertTrue(first.path("tests").path(0).path("accepted").asBoolean(), lines.get(0));
    assertFalse(first.path("tests").path(1).path("prefix_ok").asBoolean(), lines.get(0));
    assertEquals(good.length() + bad.indexOf('"', 4) + 1, first.path("masks").size());
    assertTrue(MAPPER.readTree(lines.get(1)).path("compile_error").isTextual(), lines.get(1));
  }

  private static String test(boolean valid, String text) throws Exception {
    StringBuilder tokens = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      tokens.append(tokens.length() == 0 ? "" : ",").append(b);
    }
    return "{\"valid\":"
        + valid
        + ",\"text\":"
        + MAPPER.writeValueAsString(text)
        + ",\"tokens\":["
        + tokens
        + "]}";
  }
}
