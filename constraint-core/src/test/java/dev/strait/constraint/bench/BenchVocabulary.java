package dev.strait.constraint.bench;

import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabularies;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * The vocabulary of the benchmarks: the file named by the system property {@code
 * strait.vocabulary}, else a real one of 128,256 tokens beside the repository, else a generated one
 * of 128,000.
 */
final class BenchVocabulary {
  private static final int GENERATED = 128_000;
  private static final List<String> USUAL =
      List.of("../shared/data/llama3.vocab", "../../shared/data/llama3.vocab");

  private BenchVocabulary() {}

  /** Returns the file, or null where there is none. */
  static Path file() {
    String named = System.getProperty("strait.vocabulary", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    return USUAL.stream().map(Path::of).filter(Files::exists).findFirst().orElse(null);
  }

  /** Loads or generates the vocabulary anew. */
  static Vocabulary load() {
    Path file = file();
    if (file == null) {
      return generate(GENERATED);
    }
    try {
      Vocabulary vocabulary = Vocabularies.read(file);
      return vocabulary.withEndOfGeneration(Vocabularies.findEnds(vocabulary));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a vocabulary of all bytes, then made-up words, numbers and punctuation, then an end.
   */
  static Vocabulary generate(int size) {
    Random random = new Random(20261123);
    Set<String> texts = new LinkedHashSet<>();
    while (texts.size() < size - 257) {
      String text = token(random);
      if (text.getBytes(StandardCharsets.UTF_8).length > 1) {
        texts.add(text);
      }
    }
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    texts.forEach(t -> builder.add(TokenKind.NORMAL, t.getBytes(StandardCharsets.UTF_8)));
    builder.add(TokenKind.CONTROL, "<end>".getBytes(StandardCharsets.UTF_8));
    return builder.endOfGeneration(size - 1).build();
  }

  private static String token(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> String.valueOf(random.nextInt(1000));
      case 1 ->
          pick(random, "\": ", "\",\"", "\", \"", "\":\"", "},{", "]}", "}}", "\":", "{\"", "[\"")
              + pick(random, "", word(random), " ", "\n");
      case 2 -> " ".repeat(1 + random.nextInt(20)) + pick(random, "", "\n", "{", "\"");
      case 3 -> Character.toString(0xa0 + random.nextInt(0x2000)) + pick(random, "", "\u00e9");
      case 4, 5 -> word(random).toUpperCase(Locale.ROOT);
      case 6, 7 -> capital(word(random)) + pick(random, "", "_", ".", "\",");
      default -> pick(random, " ", " ", "") + word(random);
    };
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      word.append(
          pick(random, "", "b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "st"));
      word.append(pick(random, "a", "e", "i", "o", "u", "er", "on", "ing", "al"));
    }
    return word.toString();
  }

  private static String pick(Random random, String... from) {
    return from[random.nextInt(from.length)];
  }
}
