package dev.strait.examples.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.llama.model.RandomModel;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs that the README quotes run and print what it says. */
class ProgramsTest {

  @Test
  void checkText() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      CheckText.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(List.of("true", "false"), lines.subList(0, 2));
    assertTrue(lines.get(2).contains("next: '0'..'9'"), lines.get(2));
  }

  @Test
  void extractRecord() {
    List<byte[]> tokens = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      tokens.add(new byte[] {(byte) b});
    }
    tokens.add("<end>".getBytes(StandardCharsets.UTF_8));
    try (RandomModel model = new RandomModel(Vocabulary.of(tokens, 256), 1)) {
      ExtractRecord.Person person = ExtractRecord.extract(model, "Ada, 36, writes programs.");
      assertNotNull(person.name());
      assertNotNull(person.skills());
    }
  }
}
