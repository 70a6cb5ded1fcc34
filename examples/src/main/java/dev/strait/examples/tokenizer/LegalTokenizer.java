package dev.strait.examples.tokenizer;

import dev.strait.examples.legal.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the citation model's tokenizer holds besides the learned merges: its phrases and controls.
 */
public final class LegalTokenizer {

  /** Opens the text to be read. */
  public static final String TEXT = "<|text|>";

  /** Ends the text; the JSON follows. */
  public static final String JSON = "<|json|>";

  /** Ends the JSON. */
  public static final String END = "<|end|>";

  private static final List<String> KINDS =
      List.of("case", "short", "id", "statute", "regulation", "register", "constitution", "rule");
  private static final List<String> FIELDS =
      List.of(
          "parties",
          "volume",
          "reporter",
          "page",
          "pinpoint",
          "parallel",
          "court",
          "year",
          "title",
          "code",
          "chapter",
          "section",
          "subdivision",
          "date",
          "article",
          "amendment",
          "clause",
          "rule");
  private static final int LEAST_WEIGHT = 2;

  private LegalTokenizer() {}

  /** Returns the control tokens. */
  public static List<String> controls() {
    return List.of(TEXT, JSON, END);
  }

  /**
   * Returns the phrases: the fixed parts of the JSON, so that the model's output is short, and the
   * abbreviations of the registry that are used most.
   */
  public static List<String> phrases(Registry registry) {
    List<String> phrases = new ArrayList<>(List.of("[]", "\"}]"));
    for (String kind : KINDS) {
      phrases.add("[{\"kind\":\"" + kind + "\",\"text\":\"");
      phrases.add("\"},{\"kind\":\"" + kind + "\",\"text\":\"");
    }
    for (String field : FIELDS) {
      phrases.add("\",\"" + field + "\":\"");
    }
    List<String> names = new ArrayList<>();
    registry.entries().stream()
        .filter(e -> e.weight() >= LEAST_WEIGHT && e.abbreviation().length() > 2)
        .filter(e -> e.abbreviation().indexOf('.') >= 0)
        .sorted(Comparator.comparingInt(Registry.Entry::weight).reversed())
        .map(Registry.Entry::abbreviation)
        .distinct()
        .filter(name -> names.stream().noneMatch(other -> overlaps(name, other)))
        .forEach(names::add);
    phrases.addAll(names);
    return phrases;
  }

  /**
   * Returns whether an end of one (of three characters or more) could start the other: then two
   * programs could split differently.
   */
  private static boolean overlaps(String a, String b) {
    for (int n = 3; n < Math.min(a.length(), b.length()); n++) {
      if (a.endsWith(b.substring(0, n)) || b.endsWith(a.substring(0, n))) {
        return true;
      }
    }
    return false;
  }
}
