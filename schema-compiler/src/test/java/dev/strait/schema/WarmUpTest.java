package dev.strait.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Matcher;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Warming up ends without a failure and changes no answer. */
class WarmUpTest {

  private static Vocabulary vocabulary() {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    for (String text : List.of("{\"", "\":", "\",\"", "true", "12", "\"}", "name", "kind")) {
      builder.add(TokenKind.NORMAL, text.getBytes(UTF_8));
    }
    builder.add(TokenKind.CONTROL, "<end>".getBytes(UTF_8));
    return builder.endOfGeneration(264).build();
  }

  @Test
  void masksAreTheSameWithAndWithout() throws InterruptedException {
    Vocabulary warm = vocabulary();
    Vocabulary cold = vocabulary();
    Thread thread = JsonSchema.warmUp(warm, SchemaOptions.defaults());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.join();
    assertTrue(failure.get() == null, () -> "failed: " + failure.get());
    assertFalse(thread.isAlive());
    CompiledSchema schema =
        JsonSchema.compile(
            "{\"properties\":{\"name\":{\"type\":\"string\",\"minLength\":2},\"kind\":{}}}");
    Matcher one = schema.constraint(warm).matcher();
    Matcher other = schema.constraint(cold).matcher();
    for (byte b : "{\"name\":\"ab\",\"kind\":[true,12]}".getBytes(UTF_8)) {
      long[] mask = new long[warm.maskWords()];
      long[] expected = new long[cold.maskWords()];
      one.mask(mask);
      other.mask(expected);
      assertArrayEquals(expected, mask);
      assertTrue(one.accept(b & 0xff));
      assertTrue(other.accept(b & 0xff));
    }
    assertTrue(one.isComplete());
  }
}
