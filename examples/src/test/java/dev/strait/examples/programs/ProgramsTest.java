package dev.strait.examples.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs run and print what they promise: without a model, and on a real one loaded by
 * llama.cpp, which knows nothing of what it is asked and must be valid all the same.
 */
class ProgramsTest {

  /** A program's entry. */
  private interface Program {
    void main(String[] args) throws Exception;
  }

  private static List<String> run(Program program, boolean withModel) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.main(withModel ? new String[] {model()} : new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String model() throws Exception {
    URL model = ProgramsTest.class.getResource("/dev/strait/examples/cite/citations.gguf");
    return Path.of(Objects.requireNonNull(model).toURI()).toString();
  }

  private static void matches(String pattern, String text) {
    assertTrue(text.matches(pattern), () -> text + " does not match " + pattern);
  }

  @ParameterizedTest
  @ValueSource(booleans = false)
  void checkText(boolean withModel) throws Exception {
    List<String> lines = run(CheckText::main, withModel);
    assertEquals(List.of("true", "false"), lines.subList(0, 2));
    assertTrue(lines.get(2).contains("next: '0'..'9'"), lines.get(2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void extractRecord(boolean withModel) throws Exception {
    String all = String.join("\n", run(ExtractRecord::main, withModel));
    matches("(?s)Person\\[name=.*, age=-?\\d+, skills=\\[.*\\]\\]", all);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void generateJson(boolean withModel) throws Exception {
    List<String> lines = run(GenerateJson::main, withModel);
    matches(
        "\\{\"city\": \"[A-Z][a-z]{2,10}\", \"celsius\": -?\\d{1,2}(\\.[05]0*)?,"
            + " \"sky\": \"(clear|clouds|rain|snow)\"}",
        lines.get(0));
    matches("[A-Z_]+, valid: true", lines.get(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void matchPattern(boolean withModel) throws Exception {
    matches("[A-Z]{2}-[1-9]\\d{3}( (blue|red))?", run(MatchPattern::main, withModel).get(0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void followGrammar(boolean withModel) throws Exception {
    matches("[-+*()\\d]+ = \\d{1,3}", run(FollowGrammar::main, withModel).get(0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callTools(boolean withModel) throws Exception {
    List<String> lines = run(CallTools::main, withModel);
    assertEquals("<tool_call>", lines.get(0));
    matches("\\{\"name\": \"(weather|time)\", \"arguments\": \\{.*}}", lines.get(1));
    assertEquals("</tool_call>", lines.get(2));
    matches("arguments: (\\{}|\\{\"city\":\"(Oslo|Rome)\",\"days\":[1-7]})", lines.get(3));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void runBatch(boolean withModel) throws Exception {
    List<String> lines = run(RunBatch::main, withModel);
    assertEquals(4, lines.size());
    lines.forEach(line -> matches(".* -> \"(good|bad|mixed)\"", line));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void searchBeams(boolean withModel) throws Exception {
    List<String> lines = run(SearchBeams::main, withModel);
    assertEquals(3, lines.stream().distinct().count());
    lines.forEach(line -> matches("18(1[5-9]|[234]\\d|5[0-2])  -\\d+\\.\\d\\d", line));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void streamFields(boolean withModel) throws Exception {
    List<String> lines = run(StreamFields::main, withModel);
    matches("/number = -?\\d+", lines.get(0));
    matches("/express = (true|false)", lines.get(lines.size() - 2));
    matches(
        "Order\\[number=-?\\d+, items=\\[.*], express=(true|false)]", lines.get(lines.size() - 1));
  }
}
