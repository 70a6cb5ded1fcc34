package dev.strait.examples.cite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.cite.Analyzer.Answer;
import dev.strait.examples.cite.Analyzer.Result;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.legal.Citation;
import dev.strait.examples.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what was found with what should have been. A citation is right if its kind, its text and
 * every field are equal to an expected one's; a passage is right if its list is.
 */
final class Evaluation {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Counts of one kind. */
  private static final class Counts {
    int expected;
    int found;
    int right;
    int spans;
  }

  private final Map<String, Counts> kinds = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int passages;
  private int exact;
  private int answers;
  private int valid;

  /**
   * A passage with its expected citations.
   *
   * @param text the input
   * @param citations in the order of the text
   */
  record Example(String text, List<Citation> citations) {}

  /**
   * Returns the example of one line of a data set.
   *
   * @throws CommandException if the line is not such JSON
   */
  static Example example(String line, String place) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node == null || !node.path("text").isTextual() || !node.path("citations").isArray()) {
        throw CommandException.badInput(place + " is not {\"text\":…,\"citations\":[…]}");
      }
      return new Example(
          node.path("text").asText(), CitationSchema.citations(node.path("citations")));
    } catch (JsonProcessingException e) {
      throw CommandException.badInput(place + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Counts one passage. */
  void add(Example example, Result result) {
    List<Citation> found = result.citations().stream().map(FoundCitation::citation).toList();
    passages++;
    if (found.equals(example.citations())) {
      exact++;
    } else {
      wrong.add(difference(example, found));
    }
    for (Answer answer : result.answers()) {
      answers++;
      valid += answer.valid() ? 1 : 0;
    }
    count(example.citations(), found);
  }

  private void count(List<Citation> expected, List<Citation> found) {
    found.forEach(citation -> counts(citation).found++);
    List<Citation> left = new ArrayList<>(found);
    List<Citation> leftSpans = new ArrayList<>(found);
    for (Citation citation : expected) {
      Counts counts = counts(citation);
      counts.expected++;
      counts.right += left.remove(citation) ? 1 : 0;
      counts.spans += removeSpan(leftSpans, citation) ? 1 : 0;
    }
  }

  private static boolean removeSpan(List<Citation> left, Citation citation) {
    for (Citation other : left) {
      if (other.kind().equals(citation.kind()) && other.text().equals(citation.text())) {
        return left.remove(other);
      }
    }
    return false;
  }

  private Counts counts(Citation citation) {
    return kinds.computeIfAbsent(citation.kind(), kind -> new Counts());
  }

  private static String difference(Example example, List<Citation> found) {
    StringBuilder out = new StringBuilder("text:     ").append(example.text()).append('\n');
    example.citations().stream()
        .filter(citation -> !found.contains(citation))
        .forEach(citation -> out.append("missing:  ").append(citation.toJson()).append('\n'));
    found.stream()
        .filter(citation -> !example.citations().contains(citation))
        .forEach(citation -> out.append("too much: ").append(citation.toJson()).append('\n'));
    return out.toString();
  }

  /** Returns the passages that were not right, with what was missing and too much. */
  List<String> wrong() {
    return wrong;
  }

  private Counts total() {
    Counts total = new Counts();
    for (Counts counts : kinds.values()) {
      total.expected += counts.expected;
      total.found += counts.found;
      total.right += counts.right;
      total.spans += counts.spans;
    }
    return total;
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 1 : part / (double) whole;
  }

  private static double f1(Counts counts) {
    return ratio(2 * counts.right, counts.expected + counts.found);
  }

  /** Returns the figures as JSON. */
  ObjectNode toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("passages", passages).put("exactPassages", ratio(exact, passages));
    root.put("answers", answers).put("validAnswers", ratio(valid, answers));
    put(root.putObject("all"), total());
    ObjectNode byKind = root.putObject("kinds");
    kinds.forEach((kind, counts) -> put(byKind.putObject(kind), counts));
    return root;
  }

  private static void put(ObjectNode node, Counts counts) {
    node.put("expected", counts.expected).put("found", counts.found).put("right", counts.right);
    node.put("rightSpans", counts.spans);
    node.put("precision", ratio(counts.right, counts.found));
    node.put("recall", ratio(counts.right, counts.expected));
    node.put("f1", f1(counts));
  }

  @Override
  public String toString() {
    TextTable table =
        new TextTable(
            "kind", "expected", "found", "right", "precision", "recall", "F1", "span recall");
    kinds.forEach((kind, counts) -> row(table, kind, counts));
    row(table, "all", total());
    return table
        + String.format(
            Locale.ROOT,
            "%npassages %d, exact %s; answers valid %s%n",
            passages,
            percent(ratio(exact, passages)),
            percent(ratio(valid, answers)));
  }

  private static void row(TextTable table, String name, Counts counts) {
    table.row(
        name,
        Integer.toString(counts.expected),
        Integer.toString(counts.found),
        Integer.toString(counts.right),
        percent(ratio(counts.right, counts.found)),
        percent(ratio(counts.right, counts.expected)),
        percent(f1(counts)),
        percent(ratio(counts.spans, counts.expected)));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }
}
