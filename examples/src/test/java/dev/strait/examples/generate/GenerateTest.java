package dev.strait.examples.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.Run;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {

  private static final byte[] CITATIONS =
      Inputs.resource("/dev/strait/examples/cite/citations.gguf");

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
  void wrongInputsAreOneMessageEach(@TempDir Path folder) throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"type\": \"string\",}");
    Path impossible =
        Files.writeString(
            folder.resolve("no.json"), "{\"allOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}");
    message(
        "no such file", "generate", "--random", "--schema", folder.resolve("x.json").toString());
    message("line 1", "generate", "--random", "--schema", broken.toString());
    message(
        "unsatisfiable",
        "generate",
        "--random",
        "--vocab",
        "bytes",
        "--schema",
        impossible.toString());
    message("unclosed group", "generate", "--random", "--regex", "(a");
    message("no such file", "generate", "--model", folder.resolve("m.gguf").toString());
    message("GGUF", "generate", "--model", broken.toString());
    String pieces = "src/test/resources/dev/strait/examples/fuzz/gguf/pieces.gguf";
    message("cannot write the character", "cite", "--model", pieces, "42 U.S.C. \u00a7 1983");
  }

  @Test
  void anUnsupportedKeywordIsNamedWithItsPlace(@TempDir Path folder) throws Exception {
    Path schema =
        Files.writeString(
            folder.resolve("s.json"),
            "{\"type\":\"object\",\"required\":[\"a\"],"
                + "\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"(x)\\\\1\"}}}");
    String[] all = {"generate", "--random", "--vocab", "bytes", "--schema", schema.toString()};
    message("s.json: unsupported: 'pattern' at #/properties/a", all);
    message("back-reference", all);
    Run check = Run.of("check", schema.toString());
    assertEquals(ExitCode.BAD_INPUT, check.exitCode(), check.err());
    assertTrue(check.out().contains("'pattern' at #/properties/a"), check.out());
  }

  @Test
  void aModelWithoutAChatTemplateIsTold(@TempDir Path folder) throws Exception {
    Path model = Files.write(folder.resolve("m.gguf"), CITATIONS);
    String[] all = {"generate", "-m", model.toString(), "--regex", "[a-c]{2}", "-p", "hello"};
    Run told = Run.of(all);
    assertEquals(ExitCode.OK, told.exitCode(), told.err());
    assertTrue(told.out().strip().matches("[a-c]{2}"), told.out());
    assertTrue(told.err().contains("m.gguf has no chat template"), told.err());
    assertTrue(told.err().contains("--raw"), told.err());
    assertEquals(1, told.err().lines().count());
    Run raw = Run.of(Stream.concat(Stream.of(all), Stream.of("--raw")).toArray(String[]::new));
    assertEquals("", raw.err());
    assertEquals(told.out(), raw.out());
  }

  @Test
  void tooSmallABudgetForAModelIsOneMessageToo(@TempDir Path folder) throws Exception {
    Path model = Files.write(folder.resolve("m.gguf"), CITATIONS);
    message(
        "raise --max-tokens to",
        "generate",
        "-m",
        model.toString(),
        "--raw",
        "--regex",
        "(ab|cd){40}",
        "--max-tokens",
        "3");
  }

  private static void message(String expected, String... args) {
    Run run = Run.of(args);
    assertEquals(ExitCode.BAD_INPUT, run.exitCode(), run.err());
    assertTrue(run.err().contains(expected), run.err());
    assertTrue(run.err().lines().count() <= 5, run.err());
  }

  @Test
  void aSchemaIsChecked(@TempDir Path folder) throws Exception {
    Path person = Files.writeString(folder.resolve("person.json"), PERSON);
    Run run = Run.of("check", person.toString());
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    assertTrue(run.out().contains("can be generated"), run.out());
    assertTrue(run.out().contains("{\"name\": \"\", \"age\": 0}"), run.out());
    Path impossible =
        Files.writeString(
            folder.resolve("no.json"), "{\"type\":\"string\",\"minLength\":5,\"maxLength\":2}");
    Run refused = Run.of("check", impossible.toString());
    assertEquals(ExitCode.CHECK_FAILED, refused.exitCode(), refused.out() + refused.err());
    assertTrue(refused.out().contains("refused"), refused.out());
  }

  @Test
  void explainSaysWhatMayComeAndWhatMayNot(@TempDir Path folder) throws Exception {
    Path person = Files.writeString(folder.resolve("person.json"), PERSON);
    Run run =
        Run.of(
            "explain",
            "--vocab",
            "bytes",
            "--schema",
            person.toString(),
            "--prefix",
            "{\"name\": \"A\", ",
            "--token",
            "\"height\"");
    assertEquals(ExitCode.CHECK_FAILED, run.exitCode(), run.err());
    assertTrue(run.out().contains("forced:     \"age\": "), run.out());
    assertTrue(run.out().contains("not allowed: \"\u2193height\""), run.out());
    Run wrong = Run.of("explain", "--vocab", "bytes", "--regex", "abc", "--prefix", "abd");
    assertEquals(ExitCode.CHECK_FAILED, wrong.exitCode());
    assertTrue(wrong.out().contains("not allowed from byte 2 on"), wrong.out());
  }

  @Test
  void grammarsAndToolsConstrainToo(@TempDir Path folder) throws Exception {
    Path gbnf =
        Files.writeString(
            folder.resolve("g.gbnf"), "root ::= \"(\" root \")\" | [a-c] [0-9]{1,2}\n");
    Path tools =
        Files.writeString(
            folder.resolve("tools.json"),
            "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\","
                + "\"properties\":{\"n\":{\"enum\":[\"x\",\"y\"]}},\"required\":[\"n\"],\"additionalProperties\":false}}}]");
    Run text = Run.of("generate", "--random", "--vocab", "bytes", "--grammar", gbnf.toString());
    assertTrue(text.out().strip().matches("\\(*[a-c]\\d{1,2}\\)*"), text.out() + text.err());
    Run call =
        Run.of(
            "generate",
            "--random",
            "--vocab",
            "bytes",
            "--tools",
            tools.toString(),
            "--tool-style",
            "MISTRAL");
    assertTrue(
        call.out().strip().matches("\\[TOOL_CALLS].*\"f\".*\\{\"n\": \"[xy]\"}}.*]"),
        call.out() + call.err());
    Path broken = Files.writeString(folder.resolve("b.gbnf"), "root ::= missing\n");
    message("missing", "generate", "--random", "--vocab", "bytes", "--grammar", broken.toString());
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

  @Test
  void aShortSoakFindsNothing() {
    Run run = Run.of("soak", "--minutes", "0.05", "--vocab", "bytes", "--walks", "2");
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    assertTrue(run.out().contains(" 0 violations"), run.out());
  }
}
