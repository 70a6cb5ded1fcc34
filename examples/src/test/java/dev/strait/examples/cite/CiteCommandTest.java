package dev.strait.examples.cite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on files that are not as one would like them. */
class CiteCommandTest {

  private static final String CITATION = "42 U.S.C. \u00a7 1983";

  @TempDir Path folder;

  private Run cite(byte[] bytes) throws IOException {
    Path file = folder.resolve("input.txt");
    Files.write(file, bytes);
    return Run.of("cite", "--lines", "--file", file.toString());
  }

  private Run cite(String text) throws IOException {
    return cite(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nulBytesAndDirectionMarksAreNoWords() throws IOException {
    Run run = cite("\0He\0 sued under\u200f 42 U.S.C. \u202b\u00a7 1983\u202c.\0\0");
    assertEquals(0, run.exitCode());
    assertEquals(1, run.out().lines().count());
    assertTrue(run.out().contains("\"section\":\"1983\""));
  }

  @Test
  void anEmptyFileHasNone() throws IOException {
    assertEquals(new Run(0, "", ""), cite(""));
    assertEquals(new Run(0, "", ""), cite("\ufeff"));
  }

  @Test
  void otherScriptsAndUnpairedSurrogatesAreRead() throws IOException {
    Run run = cite("\u5e74\u6708 \ud83d\ude00 \u0645\u0627 " + CITATION + " \u05d0\u05d1.");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains(CITATION));
    Run wide = cite("\u6cd5".repeat(3000) + " " + CITATION + ". " + "\u6cd5".repeat(3000));
    assertEquals(0, wide.exitCode());
    assertTrue(wide.out().contains(CITATION));
  }

  @Test
  void bytesThatAreNoUtf8AreSaidSo() throws IOException {
    Run run = cite(new byte[] {'a', (byte) 0xc3, (byte) 0x28, (byte) 0xff});
    assertTrue(run.exitCode() == 0 || run.err().contains("UTF-8"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void tenMegabytesAreRead() throws IOException {
    String filler = "The motion was late, and the court denied it on May 3, 2019.\n";
    Run run = cite(filler.repeat(10_000_000 / filler.length()) + "See " + CITATION + ".");
    assertEquals(0, run.exitCode());
    assertEquals(1, run.out().lines().count());
    assertTrue(run.out().contains(CITATION));
  }
}
