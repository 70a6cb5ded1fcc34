package dev.strait.examples.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.Run;
import dev.strait.examples.console.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {

  private static final String PERSON =
      """
      {"type":"object","properties":{"name":{"type":"string","maxLength":12},"age":{"type":"integer",
      "minimum":0,"maximum":120}},"required":["name","age"],"additionalProperties":false}
      """;

  @Test
  void randomOutputsMatchThePattern() {
    Run run =
        Run.of(
            "generate", "--random", "--vocab", "bytes", "--regex", "[a-c]{2}-\\d{3}", "-n", "20");
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    assertEquals(20, run.out().lines().count());
    run.out().lines().forEach(line -> assertTrue(line.matches("[a-c]{2}-\\d{3}"), line));
    assertTrue(run.out().lines().distinct().count() > 10, run.out());
  }

  @Test
  void equalSeedsGiveEqualOutputs() {
    String[] args = {
      "generate", "--random", "--vocab", "bytes", "--regex", "[a-z]{8}", "--seed", "7"
    };
    assertEquals(Run.of(args).out(), Run.of(args).out());
  }

  @Test
  void tooSmallABudgetIsOneMessage() {
    Run run =
        Run.of(
            "generate", "--random", "--vocab", "bytes", "--regex", "a{40}", "--max-tokens", "10");
    assertEquals(ExitCode.BAD_INPUT, run.exitCode());
    assertTrue(run.err().contains("raise --max-tokens to 40"), run.err());
    assertEquals(1, run.err().lines().count());
  }

  @Test
  void aTraceIsOnePage(@TempDir Path folder) throws Exception {
    Path html = folder.resolve("trace.html");
    Run run =
        Run.of(
            "trace",
            "--random",
            "--vocab",
            "bytes",
            "--regex",
            "<[a-z]{5}>",
            "--html",
            html.toString());
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    String page = Files.readString(html);
    assertTrue(page.contains("7 tokens; 2 forced"), run.out());
    assertTrue(page.contains("</html>") && !page.contains("http"), "self-contained");
  }

  @Test
  void charactersArePrintedWhole() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Utf8Printer printer = new Utf8Printer(new PrintStream(out, true, StandardCharsets.UTF_8));
    byte[] text = "a\u00e9\u65e5\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
    for (byte b : text) {
      printer.print(new byte[] {b});
      assertTrue(out.toString(StandardCharsets.UTF_8).indexOf('\uFFFD') < 0);
    }
    printer.end();
    assertEquals("a\u00e9\u65e5\ud83d\ude00", out.toString(StandardCharsets.UTF_8).strip());
  }
}
