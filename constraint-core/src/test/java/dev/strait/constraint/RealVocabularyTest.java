package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.bench.JsonRules;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabularies;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Masks over the 128,256-token vocabulary equal stepping every token; skipped without the file. */
@Tag("slow")
class RealVocabularyTest {
  private static final Path FILE = Path.of("../../shared/data/llama3.vocab");
  private static Vocabulary vocabulary = Vocabulary.of(List.of());

  @BeforeAll
  static void load() throws IOException {
    Assumptions.assumeTrue(Files.exists(FILE), "no " + FILE);
    vocabulary = Vocabularies.read(FILE, 128_001, 128_009);
  }

  @Test
  void generalJson() {
    check(JsonRules.VALUE, "{\"na\\u00e4me\": [1, 2.5e3, \"x \\\" y\", {}], \"é\":null}", 40);
  }

  @Test
  void boundedString() {
    check(JsonRules.string(3, 12), "\"caf\u00e9\\n\ud83d\ude00 ab\"", 12);
    check(JsonRules.string(0, 200), "\"some text of a length\"", 6);
  }

  @Test
  void arrayOfChoices() {
    Rule<?> color = JsonRules.choice(List.of("red", "green", "greenish", "blue", "re"));
    check(JsonRules.array(color, 4), "[\"green\", \"re\",\"greenish\" ]", 30);
  }

  private static void check(Rule<?> rule, String text, int samples) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Constraint constraint = Constraint.compile(rule, vocabulary, Limits.defaults());
    Random random = new Random(1);
    for (int i = 0; i < samples; i++) {
      Matcher matcher = constraint.matcher();
      int length = random.nextInt(bytes.length + 1);
      assertTrue(matcher.acceptBytes(java.util.Arrays.copyOf(bytes, length)), text);
      checkMask(matcher, text.substring(0, Math.min(length, text.length())));
    }
  }

  private static void checkMask(Matcher matcher, String where) {
    long[] mask = new long[vocabulary.maskWords()];
    matcher.mask(mask);
    for (int id = 0; id < vocabulary.size(); id++) {
      boolean bit = (mask[id >>> 6] >>> id & 1) != 0;
      assertEquals(matcher.isAllowed(id), bit, where + " token " + id);
    }
  }
}
