package dev.strait.examples.cite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.constraint.Matcher;
import dev.strait.examples.cite.CitationModel.Step;
import dev.strait.examples.cite.CitationModel.Written;
import dev.strait.examples.cite.FoundCitation.FieldScore;
import dev.strait.examples.legal.Citation;
import dev.strait.examples.legal.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Finds citations: cuts the text into windows of whole sentences, lets the model write the
 * citations of each, and puts their offsets into the original text. Not thread-safe.
 */
final class Analyzer implements AutoCloseable {

  private static final int FILL = 300;
  private static final int LONGEST = 640;
  private static final int BLOCK = 60_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CitationModel model;
  private final CitationSchema schema;
  private final Sentences sentences;
  private final Cores cores;
  private final boolean constrained;
  private final boolean explain;

  /**
   * What the model wrote for one window.
   *
   * @param text the window, as the model read it
   * @param json its answer
   * @param valid whether the answer obeys the schema in every point
   */
  record Answer(String text, String json, boolean valid) {}

  /**
   * The outcome for a text.
   *
   * @param citations in the order of the text
   * @param answers what was written, window by window
   */
  record Result(List<FoundCitation> citations, List<Answer> answers) {}

  /**
   * Returns an analyzer.
   *
   * @param model closed with the analyzer
   * @param constrained whether the schema is enforced
   * @param explain whether probabilities are recorded
   */
  Analyzer(CitationModel model, boolean constrained, boolean explain) {
    Registry registry = Registry.load();
    this.model = model;
    this.schema = new CitationSchema(registry);
    this.sentences = new Sentences(registry);
    this.cores = new Cores(registry);
    this.constrained = constrained;
    this.explain = explain;
  }

  /**
   * Returns the citations of a text.
   *
   * @param progress told how many characters are done
   */
  Result analyze(String text, LongConsumer progress) {
    List<FoundCitation> found = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = blockEnd(text, from);
      analyzeBlock(PlainText.of(text, from, to), text, found, answers, progress);
      from = to;
      progress.accept(to);
    }
    return new Result(found, answers);
  }

  /** A block ends at an empty line if there is one, else at a white space. */
  private static int blockEnd(String text, int from) {
    if (text.length() - from <= BLOCK) {
      return text.length();
    }
    int limit = from + BLOCK;
    int paragraph = text.lastIndexOf("\n\n", limit);
    if (paragraph > from + BLOCK / 2) {
      return paragraph + 2;
    }
    int at = limit;
    while (at > from + BLOCK / 2 && !Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at > from + BLOCK / 2
        ? at
        : limit - (Character.isLowSurrogate(text.charAt(limit)) ? 1 : 0);
  }

  private void analyzeBlock(
      PlainText plain,
      String original,
      List<FoundCitation> found,
      List<Answer> answers,
      LongConsumer progress) {
    String text = plain.text();
    int covered = 0;
    for (Sentences.Span window : Sentences.windows(sentences.split(text), text, FILL, LONGEST)) {
      String part = text.substring(window.start(), window.end());
      if (!cores.find(part).isEmpty()) {
        analyzeWindow(plain, original, window, part, covered, found, answers);
      }
      covered = window.end();
      progress.accept(plain.originalEnd(window.end()));
    }
  }

  private void analyzeWindow(
      PlainText plain,
      String original,
      Sentences.Span window,
      String part,
      int covered,
      List<FoundCitation> found,
      List<Answer> answers) {
    if (model.isLegal() && model.countTokens(part) > model.mostTextTokens()) {
      halves(plain, original, window, covered, found, answers);
      return;
    }
    Matcher matcher =
        constrained
            ? schema.constraint(part, cores.find(part), model.vocabulary()).matcher()
            : null;
    Written written = model.write(part, matcher, explain);
    if (model.isLegal() && !written.fits()) {
      int cut = cut(part);
      if (cut > 0) {
        Sentences.Span first = new Sentences.Span(window.start(), window.start() + cut);
        Sentences.Span second = new Sentences.Span(window.start() + cut, window.end());
        analyzeWindow(plain, original, first, part.substring(0, cut), covered, found, answers);
        int done = Math.max(covered, first.end());
        analyzeWindow(plain, original, second, part.substring(cut), done, found, answers);
        return;
      }
    }
    List<Citation> valid = schema.parseValid(written.json(), part);
    answers.add(new Answer(part, written.json(), valid != null));
    List<Citation> citations = valid != null ? valid : leniently(written.json());
    place(plain, original, window, covered, citations, written, found);
  }

  /**
   * Returns where a window of more citations than the model was trained on is cut in two: at the
   * start of the sentence nearest its middle, or behind the semicolon nearest it; 0 if nowhere.
   */
  private int cut(String part) {
    int best = 0;
    for (Sentences.Span sentence : sentences.split(part)) {
      best = nearer(part, sentence.start(), best);
    }
    for (int at = part.indexOf("; "); best == 0 && at >= 0; at = part.indexOf("; ", at + 1)) {
      best = nearer(part, at + 2, best);
    }
    boolean useful =
        best > 0
            && !cores.find(part.substring(0, best)).isEmpty()
            && !cores.find(part.substring(best)).isEmpty();
    return useful ? best : 0;
  }

  private static int nearer(String part, int at, int best) {
    int middle = part.length() / 2;
    return Math.abs(at - middle) < Math.abs(best - middle) ? at : best;
  }

  /**
   * Text of which every few characters are a token (numbers, other scripts) is halved with overlap.
   */
  private void halves(
      PlainText plain,
      String original,
      Sentences.Span window,
      int covered,
      List<FoundCitation> found,
      List<Answer> answers) {
    String text = plain.text();
    int quarter = window.length() / 4;
    int[][] bounds = {
      {window.start(), window.start() + 2 * quarter + quarter / 2},
      {window.start() + 2 * quarter - quarter / 2, window.end()}
    };
    int done = covered;
    for (int[] bound : bounds) {
      int start = bound[0] + (Character.isLowSurrogate(text.charAt(bound[0])) ? 1 : 0);
      boolean inside = bound[1] < text.length() && Character.isLowSurrogate(text.charAt(bound[1]));
      int end = bound[1] + (inside ? 1 : 0);
      Sentences.Span half = new Sentences.Span(start, end);
      analyzeWindow(plain, original, half, text.substring(start, end), done, found, answers);
      done = end;
    }
  }

  /** Returns what can be read of an answer that is not valid: objects with a kind and a text. */
  private static List<Citation> leniently(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      List<Citation> all = root == null ? List.of() : CitationSchema.citations(root);
      return all.stream().filter(citation -> !citation.text().isEmpty()).toList();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  /** Adds the citations that end in the new part of a window, or reach into it. */
  private void place(
      PlainText plain,
      String original,
      Sentences.Span window,
      int covered,
      List<Citation> citations,
      Written written,
      List<FoundCitation> found) {
    String text = plain.text();
    List<List<FieldScore>> scores = explain ? scores(written) : List.of();
    int from = window.start();
    for (int i = 0; i < citations.size(); i++) {
      Citation citation = citations.get(i);
      int at = find(text, citation.text(), from, window);
      if (at < 0) { // an unconstrained model need not keep the order of the text
        at = find(text, citation.text(), window.start(), window);
      }
      if (at < 0) {
        continue;
      }
      from = at + citation.text().length();
      if (from > covered) {
        int start = plain.originalStart(at);
        int end = plain.originalEnd(from);
        List<FieldScore> fields = i < scores.size() ? scores.get(i) : List.of();
        add(
            found,
            new FoundCitation(
                withText(citation, original.substring(start, end)), start, end, fields));
      }
    }
  }

  /**
   * Keeps the citations in the order of the text; one that overlaps another found before takes its
   * place if it is longer.
   */
  static void add(List<FoundCitation> found, FoundCitation citation) {
    int at = found.size();
    while (at > 0 && found.get(at - 1).start() >= citation.end()) {
      at--;
    }
    if (at > 0 && citation.start() < found.get(at - 1).end()) {
      FoundCitation other = found.get(at - 1);
      if (citation.end() - citation.start() > other.end() - other.start()) {
        found.set(at - 1, citation);
      }
      return;
    }
    found.add(at, citation);
  }

  private static Citation withText(Citation citation, String text) {
    Map<String, String> fields = new LinkedHashMap<>(citation.fields());
    fields.put("text", text);
    return new Citation(citation.kind(), fields);
  }

  /** Returns where the span stands: after {@code from}, not inside a word if that can be. */
  private static int find(String text, String span, int from, Sentences.Span window) {
    int loose = -1;
    for (int at = text.indexOf(span, from); at >= 0; at = text.indexOf(span, at + 1)) {
      if (at + span.length() > window.end()) {
        break;
      }
      boolean inWord =
          at > 0
              && Character.isLetterOrDigit(text.charAt(at - 1))
              && Character.isLetterOrDigit(text.charAt(at));
      if (!inWord) {
        return at;
      }
      loose = loose < 0 ? at : loose;
    }
    return loose;
  }

  // ---- probabilities

  /**
   * Returns for each citation its fields' scores. A field's tokens are those behind the field
   * before, its key among them, to its own closing quote: a token that closes one field and opens
   * the next is of both.
   */
  static List<List<FieldScore>> scores(Written written) {
    List<List<FieldScore>> out = new ArrayList<>();
    int from = 0;
    for (JsonStrings.Member member : JsonStrings.members(written.json())) {
      if (member.name().equals("kind")) {
        out.add(new ArrayList<>());
      }
      if (!out.isEmpty()) {
        out.get(out.size() - 1).add(score(member, from, written.steps()));
      }
      from = member.end();
    }
    return out;
  }

  private static FieldScore score(JsonStrings.Member member, int from, List<Step> steps) {
    double probability = 0;
    double removed = 0;
    String instead = "";
    for (Step step : steps) {
      boolean inside = step.from() < member.end() && step.from() + step.bytes() > from;
      if (inside) {
        probability += step.probability();
        if (step.removed() > removed) {
          removed = step.removed();
          instead = step.instead();
        }
      }
    }
    return new FieldScore(member.name(), member.value(), Math.exp(probability), removed, instead);
  }

  @Override
  public void close() {
    model.close();
  }
}
