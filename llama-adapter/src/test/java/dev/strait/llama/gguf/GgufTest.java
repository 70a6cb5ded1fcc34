package dev.strait.llama.gguf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = directory.resolve("a.gguf");
    writer().write(file);
    GgufFile read = GgufFile.read(file);
    assertEquals("naïve", read.text("s").orElseThrow());
    assertEquals(7L, read.number("i").orElseThrow());
    assertEquals(0.5, read.metadata().get("f"));
    assertEquals(true, read.metadata().get("b"));
    assertEquals(List.of("x", ""), read.metadata().get("l"));
    assertEquals(List.of(-1L, 2L), read.metadata().get("n"));
    assertEquals(
        List.of(
            new GgufFile.Tensor("t", List.of(3L), 0, 0),
            new GgufFile.Tensor("u", List.of(2L, 2L), 0, 32)),
        read.tensors());
    assertEquals(0, Files.size(file) % 32);
  }

  @Test
  void everyCutAndManyChangesAreErrorsOrStillReadable() throws IOException {
    Path file = directory.resolve("a.gguf");
    writer().write(file);
    byte[] bytes = Files.readAllBytes(file);
    int head = bytes.length - 64 - 32;
    for (int length = 0; length < head; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThrows(GgufException.class, () -> GgufFile.read(file), "cut to " + length);
    }
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(head)] = (byte) random.nextInt();
      Files.write(file, changed);
      try {
        GgufFile.read(file);
      } catch (GgufException expected) {
        continue;
      }
    }
  }

  @Test
  void listsThatBreakTheFormatAreRefusedWithTheirFault() throws IOException {
    refused(writer().put("general.alignment", 32f), "general.alignment cannot be of type");
    refused(writer().tensor("x".repeat(64), () -> new float[1], 1), "too long a name");
    Path file = directory.resolve("c.gguf");
    writer().write(file);
    byte[] bytes = Files.readAllBytes(file);
    refused(changed(bytes, "i", "s"), "the key 's' is empty or there twice");
    refused(changed(bytes, "u", "t"), "has too long a name, or is there twice");
    int type = place(bytes, "t") + 1 + 4 + 8; // after the name: a count, one extent, the type
    bytes[type] = 4;
    Files.write(file, bytes);
    refused(file, "is of the unknown type 4");
    bytes[type] = 8;
    Files.write(file, bytes);
    refused(file, "has rows of 3 numbers, not of whole blocks of 32");
    bytes[type] = 1;
    bytes[type + 4] = 64;
    Files.write(file, bytes);
    refused(file, "begins at 64, where 0 is expected");
  }

  private static int place(byte[] bytes, String name) {
    return new String(bytes, ISO_8859_1).indexOf("\1\0\0\0\0\0\0\0" + name) + 8;
  }

  private Path changed(byte[] bytes, String name, String to) throws IOException {
    byte[] changed = bytes.clone();
    changed[place(bytes, name)] = (byte) to.charAt(0);
    return Files.write(directory.resolve("d.gguf"), changed);
  }

  private void refused(GgufWriter writer, String fault) throws IOException {
    Path file = directory.resolve("e.gguf");
    writer.write(file);
    refused(file, fault);
  }

  private static void refused(Path file, String fault) {
    String message =
        assertThrows(GgufException.class, () -> GgufFile.read(file), fault).getMessage();
    assertTrue(message.contains(fault), message);
  }

  @Test
  void wrongUseIsRefused() {
    GgufWriter writer = writer();
    assertThrows(IllegalArgumentException.class, () -> writer.put("s", 1));
    assertThrows(IllegalArgumentException.class, () -> writer.put("negative", -1));
    assertThrows(IllegalArgumentException.class, () -> writer.tensor("t", () -> new float[1], 1));
    assertThrows(
        IllegalStateException.class,
        () -> new GgufWriter().tensor("t", () -> new float[1], 2).write(directory.resolve("b")));
  }

  @Test
  void theByteAlphabetIsABijection() {
    byte[] all = new byte[256];
    for (int b = 0; b < 256; b++) {
      all[b] = (byte) b;
    }
    String text = ByteLevel.encode(all);
    assertEquals(256, text.chars().distinct().count());
    assertArrayEquals(all, ByteLevel.decode(text));
    assertEquals(
        "\u0120the", ByteLevel.encode(" the".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    assertThrows(IllegalArgumentException.class, () -> ByteLevel.decode("\u20ac"));
  }

  private static GgufWriter writer() {
    return new GgufWriter()
        .put("s", "naïve")
        .put("i", 7)
        .put("f", 0.5f)
        .put("b", true)
        .putStrings("l", List.of("x", ""))
        .putInts("n", -1, 2)
        .tensor("t", () -> new float[] {1, 2, 3}, 3)
        .tensor("u", () -> new float[] {1, 2, 3, 4}, 2, 2);
  }
}
