package dev.strait.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.strait.examples.legal.Passage;
import dev.strait.examples.legal.PassageGenerator;
import dev.strait.examples.tokenizer.BpeTokenizer;
import dev.strait.examples.tokenizer.HuggingFaceJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped {@code tokenizer.json} in the Hugging Face library, and the shipped tokenizer. */
class HuggingFaceTest {

  private static final int STRINGS = 10_000;
  private static final int[][] RANGES = {
    {0x20, 0x7e},
    {0x20, 0x7e},
    {0x30, 0x39},
    {0x00, 0x1f},
    {0xa0, 0x2af},
    {0x370, 0x52f},
    {0x590, 0x6ff},
    {0x900, 0xdff},
    {0x2000, 0x206f},
    {0x3000, 0x30ff},
    {0x4e00, 0x9fff},
    {0xac00, 0xd7a3},
    {0xfb00, 0xfb4f},
    {0x10330, 0x1034a},
    {0x1d400, 0x1d7ff},
    {0x1f300, 0x1f6ff}
  };

  private static BpeTokenizer ours;
  private static String json;

  @BeforeAll
  static void load() throws IOException {
    ours = Train.read(Path.of("tokenizer.txt"));
    try (InputStream in =
        BpeTokenizer.class.getResourceAsStream("/dev/strait/examples/cite/tokenizer.json")) {
      json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theShippedFileIsTheShippedTokenizer() {
    assertEquals(HuggingFaceJson.write(ours), json);
  }

  @Test
  void idsAreEqualOnTenThousandStrings() throws IOException {
    PassageGenerator generator = new PassageGenerator(77, PassageGenerator.Split.TRAINING);
    Random random = new Random(77);
    try (HuggingFaceTokenizer theirs =
        HuggingFaceTokenizer.newInstance(
            new java.io.ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
            new HashMap<>())) {
      for (int i = 0; i < STRINGS; i++) {
        Passage passage = generator.next(2, 400);
        String text =
            switch (i % 5) {
              case 0 -> passage.citationsJson();
              case 1 -> text(random);
              case 2 -> mixed(passage.text(), random);
              default -> passage.text();
            };
        long[] expected = theirs.encode(text, false, false).getIds();
        long[] actual = Arrays.stream(ours.encode(text)).asLongStream().toArray();
        assertArrayEquals(expected, actual, () -> "seed 77: " + text);
        assertEquals(text, ours.decode(ours.encode(text)));
      }
    }
  }

  /** Returns characters of a few scripts, spaces among them. */
  private static String text(Random random) {
    StringBuilder out = new StringBuilder();
    int length = random.nextInt(60);
    int[] range = RANGES[0];
    for (int i = 0; i < length; i++) {
      range = random.nextInt(5) == 0 ? RANGES[random.nextInt(RANGES.length)] : range;
      out.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
      out.append(random.nextInt(6) == 0 ? " ".repeat(1 + random.nextInt(3)) : "");
    }
    return out.toString();
  }

  /** Returns a text with strange pieces put into it. */
  private static String mixed(String text, Random random) {
    int at = random.nextInt(text.length());
    return text.substring(0, at) + text(random) + text.substring(at);
  }
}
