package dev.strait.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {

  @Test
  void aBarShowsWhatIsDoneAndWhatIsLeft() {
    Progress progress = new Progress("cases", 200, false, System.err);
    progress.at(50);
    assertEquals(
        "cases [#######.......................] 50/200  0:10, 0:30 to go", progress.line(10));
  }

  @Test
  void workThatIsNotCountedHasAClock() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Progress clock = Progress.waiting("compiling", true, new PrintStream(out, true))) {
      assertEquals("compiling 0:10", clock.line(10));
      for (int i = 0; i < 100 && out.size() == 0; i++) {
        Thread.sleep(100);
      }
    }
    String drawn = out.toString(StandardCharsets.UTF_8);
    assertTrue(drawn.startsWith("\r\u001b[Kcompiling 0:0"), drawn);
    assertTrue(drawn.endsWith("\r\u001b[K"), drawn);
    assertEquals(7, Progress.during("thinking", () -> 7));
  }

  @Test
  void nothingIsDrawnWithoutATerminal() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Progress progress = new Progress("cases", 2, false, new PrintStream(out, true))) {
      progress.step();
    }
    assertEquals(0, out.size());
  }

  @Test
  void aMissingFileAndAFolderAreNamed(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.txt");
    var e = assertThrows(CommandException.class, () -> Inputs.text(missing));
    assertTrue(String.valueOf(e.getMessage()).contains(missing.toString()), e.getMessage());
    assertThrows(CommandException.class, () -> Inputs.text(folder));
    Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'a', (byte) 0xe9});
    var l = assertThrows(CommandException.class, () -> Inputs.text(latin));
    assertTrue(String.valueOf(l.getMessage()).contains("UTF-8"), l.getMessage());
  }
}
