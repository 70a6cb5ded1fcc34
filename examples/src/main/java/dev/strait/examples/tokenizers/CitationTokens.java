package dev.strait.examples.tokenizers;

import dev.strait.examples.legal.Citation;
import dev.strait.examples.legal.PassageGenerator;
import dev.strait.examples.legal.Registry;
import dev.strait.examples.report.TextTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many tokens a legal citation takes in several tokenizers, and which legal words and
 * abbreviations are one token in the first of them.
 */
public final class CitationTokens {

  private static final int SENTENCES = 3;
  private static final int CHARACTERS = 500;
  private static final int LEAST_LETTERS = 6;
  private static final int LINE = 100;

  private final List<Tokenizer> tokenizers;
  private final Map<String, List<String>> byKind = new TreeMap<>();

  /**
   * Returns the comparison on generated citations.
   *
   * @param tokenizers the first is the one that is described
   * @param passages number of passages the citations are taken from
   * @param seed of the generator
   */
  public CitationTokens(List<Tokenizer> tokenizers, int passages, long seed) {
    this.tokenizers = List.copyOf(tokenizers);
    PassageGenerator generator = new PassageGenerator(seed, PassageGenerator.Split.DEVELOPMENT);
    for (int i = 0; i < passages; i++) {
      for (Citation citation : generator.next(SENTENCES, CHARACTERS).citations()) {
        byKind.computeIfAbsent(citation.kind(), k -> new ArrayList<>()).add(citation.text());
      }
    }
  }

  /** Returns the mean number of tokens of some texts. */
  private static double mean(Tokenizer tokenizer, List<String> texts) {
    return texts.stream().mapToInt(text -> tokenizer.encode(text).length).average().orElse(0);
  }

  /** Returns the report as plain text. */
  public String text() {
    List<String> head = new ArrayList<>(List.of("kind", "citations"));
    tokenizers.forEach(tokenizer -> head.add(tokenizer.name()));
    TextTable table = new TextTable(head.toArray(String[]::new));
    byKind.forEach((kind, texts) -> row(table, kind, texts));
    row(table, "all", byKind.values().stream().flatMap(List::stream).toList());
    return "Tokens per citation\n\n" + table + "\n" + names() + "\n" + words();
  }

  private void row(TextTable table, String kind, List<String> texts) {
    List<String> cells = new ArrayList<>(List.of(kind, Integer.toString(texts.size())));
    for (Tokenizer tokenizer : tokenizers) {
      cells.add(String.format(Locale.ROOT, "%.1f", mean(tokenizer, texts)));
    }
    table.row(cells.toArray(String[]::new));
  }

  private String names() {
    List<String> names =
        Registry.load().entries().stream().map(Registry.Entry::abbreviation).distinct().toList();
    StringBuilder out = new StringBuilder();
    for (Tokenizer tokenizer : tokenizers) {
      List<String> whole =
          names.stream().filter(name -> tokenizer.encode(name).length == 1).toList();
      out.append(
          String.format(
              Locale.ROOT,
              "%d of the registry's %d names are one token in %s: %s\n",
              whole.size(),
              names.size(),
              tokenizer.name(),
              String.join(", ", whole.subList(0, Math.min(LINE, whole.size())))));
    }
    return out.toString();
  }

  private String words() {
    Tokenizer tokenizer = tokenizers.get(0);
    List<String> words = new ArrayList<>();
    for (int id = 0; id < tokenizer.size(); id++) {
      String word = new String(tokenizer.bytes(id), StandardCharsets.UTF_8);
      if (!tokenizer.isSpecial(id) && word.strip().matches("\\p{L}{" + LEAST_LETTERS + ",}")) {
        words.add(word.strip());
      }
    }
    words.sort(Comparator.comparingInt(String::length).reversed());
    List<String> longest = words.stream().distinct().limit(LINE).toList();
    return "Longest learned words in "
        + tokenizer.name()
        + ": "
        + String.join(", ", longest)
        + "\n";
  }
}
