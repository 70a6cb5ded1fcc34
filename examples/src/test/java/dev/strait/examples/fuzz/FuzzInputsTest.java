package dev.strait.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Every seed of the fuzzer, and every input it ever found a fault with, tried again. */
class FuzzInputsTest {

  private static void tryAll(String target, ThrowingConsumer<byte[]> code) throws Exception {
    List<Path> inputs = Fuzz.inputs(target);
    assertTrue(inputs.size() >= 3, "seeds of " + target);
    for (Path input : inputs) {
      byte[] bytes = Files.readAllBytes(input);
      assertTimeout(
          Duration.ofSeconds(30),
          () -> assertDoesNotThrow(() -> code.accept(bytes), input::toString),
          input::toString);
    }
  }

  @Test
  void schemas() throws Exception {
    tryAll("schema", SchemaTarget::fuzzerTestOneInput);
  }

  @Test
  void patterns() throws Exception {
    tryAll("regex", RegexTarget::fuzzerTestOneInput);
  }

  @Test
  void gbnf() throws Exception {
    tryAll("gbnf", GbnfTarget::fuzzerTestOneInput);
  }

  @Test
  void lark() throws Exception {
    tryAll("lark", LarkTarget::fuzzerTestOneInput);
  }

  @Test
  void vocabularies() throws Exception {
    tryAll("vocabulary", VocabularyTarget::fuzzerTestOneInput);
  }

  @Test
  void models() throws Exception {
    tryAll("gguf", GgufTarget::fuzzerTestOneInput);
  }
}
