package dev.strait.examples.tokenizers;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The patterns by which well-known byte-level tokenizers cut text into words. */
final class Splits {
  private static final String CONTRACTION = "'(?:s|t|re|ve|m|ll|d)";
  private static final String REST = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /** GPT-2: an optional space with letters, digits or signs; white space. */
  static final Pattern GPT2 =
      pattern(CONTRACTION + "| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

  private static final Pattern LLAMA3 = pattern(modern("\\p{N}{1,3}"));
  private static final Pattern QWEN2 = pattern(modern("\\p{N}"));

  private static final Map<String, Pattern> BY_NAME =
      Map.of(
          "gpt-2", GPT2,
          "default", GPT2,
          "llama-bpe", LLAMA3,
          "llama3", LLAMA3,
          "llama-v3", LLAMA3,
          "qwen2", QWEN2,
          "smollm", GPT2);

  private static final Pattern DIGIT = pattern("\\p{N}");

  private Splits() {}

  private static String modern(String digits) {
    return "(?i:"
        + CONTRACTION
        + ")|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
        + digits
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
        + REST;
  }

  /** Compiles a pattern with Unicode's meaning of its classes. */
  static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** Returns a pattern that cuts every digit off. */
  static Pattern digits() {
    return DIGIT;
  }

  /**
   * Returns the patterns of a pre-tokenizer by the name it has in GGUF files.
   *
   * @throws IllegalArgumentException if the name is not known
   */
  static List<Pattern> named(String name) {
    Pattern pattern = BY_NAME.get(name);
    if (pattern == null) {
      throw new IllegalArgumentException(
          "the pre-tokenizer \""
              + name
              + "\" is not known (known: "
              + String.join(", ", BY_NAME.keySet().stream().sorted().toList())
              + ")");
    }
    return name.equals("smollm") ? List.of(DIGIT, pattern) : List.of(pattern);
  }
}
