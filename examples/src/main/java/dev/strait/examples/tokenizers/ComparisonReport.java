package dev.strait.examples.tokenizers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.report.BarChart;
import dev.strait.examples.report.Bootstrap.Interval;
import dev.strait.examples.report.HtmlTable;
import dev.strait.examples.report.Page;
import dev.strait.examples.report.TextTable;
import dev.strait.examples.tokenizers.Comparison.Cost;
import dev.strait.examples.tokenizers.Comparison.Counts;
import dev.strait.examples.tokenizers.Comparison.Winner;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A comparison written out: as a plain table, CSV, JSON, or one HTML page. */
record ComparisonReport(Comparison comparison) {

  /** Returns tables and sentences for a terminal. */
  String text() {
    StringBuilder out = new StringBuilder();
    out.append(heading()).append("\n\n").append(countsTable()).append('\n');
    if (comparison.languages().size() > 1) {
      out.append("Tokens per 100 characters, by language\n").append(languageTable()).append('\n');
    }
    if (!comparison.costs().isEmpty()) {
      out.append("Cost of 1,000 queries in ")
          .append(comparison.prices().currency())
          .append(", at input prices of ")
          .append(comparison.prices().date())
          .append('\n')
          .append(costTable())
          .append(comparison.prices().note())
          .append("\n\n");
    }
    conclusions().forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  private String heading() {
    int[] all = comparison.in(Comparison.ALL);
    return format(
        "%d queries, %,d characters, %d languages; intervals: 95%%, bootstrap over queries",
        all.length, comparison.characters(all), comparison.languages().size());
  }

  private List<Counts> byTokens() {
    return comparison.counts().stream().sorted(Comparator.comparingLong(Counts::total)).toList();
  }

  private TextTable countsTable() {
    TextTable table =
        new TextTable(
            "tokenizer", "ids", "tokens", "per query", "interval", "per 100 characters", "more");
    int[] all = comparison.in(Comparison.ALL);
    long least = byTokens().get(0).total();
    for (Counts counts : byTokens()) {
      Interval mean = comparison.perQuery(counts);
      table.row(
          counts.tokenizer(),
          format("%,d", counts.vocabulary()),
          format("%,d", counts.total()),
          format("%.1f", mean.value()),
          format("%.1f to %.1f", mean.low(), mean.high()),
          format("%.1f", 100 * comparison.perCharacter(counts, all)),
          format("+%.0f%%", 100.0 * counts.total() / least - 100));
    }
    return table;
  }

  private TextTable languageTable() {
    String[] headings = new String[comparison.counts().size() + 2];
    headings[0] = "language";
    headings[1] = "queries";
    List<Counts> order = byTokens();
    IntStream.range(0, order.size()).forEach(i -> headings[i + 2] = order.get(i).tokenizer());
    TextTable table = new TextTable(headings);
    for (String language : comparison.languages()) {
      table.row(languageRow(language, order));
    }
    return table;
  }

  private String[] languageRow(String language, List<Counts> order) {
    int[] in = comparison.in(language);
    String[] row = new String[order.size() + 2];
    row[0] = language;
    row[1] = String.valueOf(in.length);
    for (int i = 0; i < order.size(); i++) {
      row[i + 2] = format("%.1f", 100 * comparison.perCharacter(order.get(i), in));
    }
    return row;
  }

  private TextTable costTable() {
    TextTable table =
        new TextTable("model", "tokenizer", "per million", "1,000 queries", "interval");
    for (Cost cost : comparison.costs()) {
      table.row(costRow(cost));
    }
    return table;
  }

  private static String[] costRow(Cost cost) {
    Interval each = cost.perQuery();
    return new String[] {
      cost.price().model(),
      cost.price().tokenizer(),
      format("%.2f", cost.price().perMillion()),
      format("%.4f", 1000 * each.value()),
      format("%.4f to %.4f", 1000 * each.low(), 1000 * each.high())
    };
  }

  /** The cheapest, in sentences. */
  List<String> conclusions() {
    java.util.ArrayList<String> lines = new java.util.ArrayList<>();
    if (comparison.counts().size() > 1) {
      lines.add(sentence("Fewest tokens: %s; %s needs %s", comparison.fewest()));
    }
    if (comparison.costs().size() > 1) {
      lines.add(sentence("Cheapest by the price table: %s; %s costs %s", comparison.cheapest()));
    }
    return lines;
  }

  private static String sentence(String form, Winner winner) {
    String ratio =
        format(
            "%.2f times as much (%.2f to %.2f)",
            winner.ratio().value(), winner.ratio().low(), winner.ratio().high());
    return String.format(Locale.ROOT, form, winner.name(), winner.next(), ratio)
        + format("; it is the least in %.1f%% of the samples.", 100 * winner.share());
  }

  /** Returns one line for each tokenizer, language and priced model. */
  String csv() {
    StringBuilder out =
        new StringBuilder(
            "tokenizer,model,language,queries,characters,tokens,tokens_per_query,"
                + "tokens_per_character,cost_per_query,currency\n");
    for (Counts counts : comparison.counts()) {
      csv(out, counts, "", 0);
      for (Cost cost : comparison.costs()) {
        if (cost.price().tokenizer().equals(counts.tokenizer())) {
          csv(out, counts, cost.price().model(), cost.price().perMillion());
        }
      }
    }
    return out.toString();
  }

  private void csv(StringBuilder out, Counts counts, String model, double perMillion) {
    List<String> languages = new java.util.ArrayList<>(comparison.languages());
    languages.add(0, Comparison.ALL);
    for (String language : languages) {
      int[] in = comparison.in(language);
      double perQuery = (double) Comparison.tokens(counts, in) / in.length;
      out.append(
              TextTable.csv(
                  counts.tokenizer(),
                  model,
                  language,
                  in.length,
                  comparison.characters(in),
                  Comparison.tokens(counts, in),
                  format("%.4f", perQuery),
                  format("%.5f", comparison.perCharacter(counts, in)),
                  model.isEmpty() ? "" : format("%.9f", perQuery * perMillion / 1e6),
                  model.isEmpty() ? "" : comparison.prices().currency()))
          .append('\n');
    }
  }

  /** Returns everything as one JSON document. */
  String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("queries", comparison.queries().size());
    root.put("characters", comparison.characters(comparison.in(Comparison.ALL)));
    ArrayNode tokenizers = root.putArray("tokenizers");
    comparison.counts().forEach(counts -> add(tokenizers.addObject(), counts));
    ObjectNode prices = root.putObject("prices");
    prices.put("date", comparison.prices().date()).put("currency", comparison.prices().currency());
    prices.put("note", comparison.prices().note());
    ArrayNode costs = root.putArray("costs");
    comparison.costs().forEach(cost -> add(costs.addObject(), cost));
    if (comparison.counts().size() > 1) {
      add(root.putObject("fewestTokens"), comparison.fewest());
    }
    if (comparison.costs().size() > 1) {
      add(root.putObject("cheapest"), comparison.cheapest());
    }
    return root.toPrettyString() + "\n";
  }

  private void add(ObjectNode node, Counts counts) {
    node.put("tokenizer", counts.tokenizer()).put("ids", counts.vocabulary());
    node.put("tokens", counts.total());
    add(node.putObject("tokensPerQuery"), comparison.perQuery(counts));
    ObjectNode languages = node.putObject("tokensPerCharacter");
    languages.put(Comparison.ALL, comparison.perCharacter(counts, comparison.in(Comparison.ALL)));
    comparison
        .languages()
        .forEach(l -> languages.put(l, comparison.perCharacter(counts, comparison.in(l))));
    ArrayNode each = node.putArray("tokensOfEachQuery");
    counts.tokens().forEach(each::add);
  }

  private static void add(ObjectNode node, Cost cost) {
    node.put("model", cost.price().model()).put("tokenizer", cost.price().tokenizer());
    node.put("inputPerMillion", cost.price().perMillion());
    add(node.putObject("costPerQuery"), cost.perQuery());
  }

  private static void add(ObjectNode node, Winner winner) {
    node.put("name", winner.name()).put("next", winner.next());
    add(node.putObject("ratio"), winner.ratio());
    node.put("shareOfSamples", winner.share());
  }

  private static void add(ObjectNode node, Interval interval) {
    node.put("value", interval.value()).put("low", interval.low()).put("high", interval.high());
  }

  /** Returns one self-contained page. */
  String html() {
    Page page = new Page("Tokenizers compared");
    page.paragraph(heading() + ".");
    page.html("<div class=\"card\">");
    conclusions().forEach(page::paragraph);
    page.html("</div>");
    page.section("Tokens per query");
    page.note("Mean over all queries; the line over a bar's end is the 95% interval.");
    page.html(tokensChart().toString()).html(countsHtml().toString());
    if (comparison.languages().size() > 1) {
      page.section("Tokens per 100 characters, by language");
      page.note(
          "How densely each tokenizer writes a language. Languages that were rare when its"
              + " vocabulary was made cost more tokens for the same text.");
      page.html(legend()).html(languageChart().toString());
    }
    costSection(page);
    spreadSection(page);
    return page.toString();
  }

  private void costSection(Page page) {
    if (comparison.costs().isEmpty()) {
      return;
    }
    page.section("Cost of 1,000 queries");
    page.note(
        comparison.prices().note()
            + " Input only, in "
            + comparison.prices().currency()
            + ", prices of "
            + comparison.prices().date()
            + ".");
    BarChart chart = new BarChart("Cost of 1,000 queries for each priced model");
    for (Cost cost : comparison.costs()) {
      Interval each = cost.perQuery();
      chart.bar(
          cost.price().model() + " · " + cost.price().tokenizer(),
          1000 * each.value(),
          1000 * each.low(),
          1000 * each.high(),
          format("%.4f", 1000 * each.value()),
          series(cost.price().tokenizer()));
    }
    page.html(chart.toString());
  }

  private void spreadSection(Page page) {
    page.section("The queries that differ most");
    page.note("By the most tokens that any tokenizer needs against the fewest.");
    List<Counts> order = byTokens();
    String[] headings = new String[order.size() + 2];
    headings[0] = "query";
    headings[1] = "language";
    IntStream.range(0, order.size()).forEach(i -> headings[i + 2] = "#" + order.get(i).tokenizer());
    HtmlTable table = new HtmlTable(headings);
    IntStream.range(0, comparison.queries().size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -spread(i)))
        .limit(12)
        .forEach(i -> table.row(queryRow(i, order)));
    page.html(table.toString());
  }

  private double spread(int query) {
    var tokens = comparison.counts().stream().mapToInt(c -> c.tokens().get(query));
    var summary = tokens.summaryStatistics();
    return (double) summary.getMax() / Math.max(1, summary.getMin());
  }

  private String[] queryRow(int query, List<Counts> order) {
    String[] row = new String[order.size() + 2];
    row[0] = comparison.queries().get(query).text();
    row[1] = comparison.queries().get(query).language();
    IntStream.range(0, order.size())
        .forEach(i -> row[i + 2] = String.valueOf(order.get(i).tokens().get(query)));
    return row;
  }

  private int series(String tokenizer) {
    return comparison.counts().stream().map(Counts::tokenizer).toList().indexOf(tokenizer);
  }

  private String legend() {
    StringBuilder out = new StringBuilder("<div class=\"legend\">");
    for (Counts counts : byTokens()) {
      out.append("<span><i style=\"background:")
          .append(Page.color(series(counts.tokenizer())))
          .append("\"></i>")
          .append(Page.escape(counts.tokenizer()))
          .append("</span>");
    }
    return out.append("</div>").toString();
  }

  private BarChart tokensChart() {
    BarChart chart = new BarChart("Mean tokens per query for each tokenizer");
    for (Counts counts : byTokens()) {
      Interval mean = comparison.perQuery(counts);
      String label = counts.tokenizer() + format(" (%,d ids)", counts.vocabulary());
      String text = format("%.1f", mean.value());
      chart.bar(label, mean.value(), mean.low(), mean.high(), text, series(counts.tokenizer()));
    }
    return chart;
  }

  private HtmlTable countsHtml() {
    HtmlTable table =
        new HtmlTable("tokenizer", "#ids", "#tokens", "#per query", "#per 100 characters", "#more");
    int[] all = comparison.in(Comparison.ALL);
    long least = byTokens().get(0).total();
    for (Counts counts : byTokens()) {
      table.row(
          counts.tokenizer(),
          format("%,d", counts.vocabulary()),
          format("%,d", counts.total()),
          format("%.1f", comparison.perQuery(counts).value()),
          format("%.1f", 100 * comparison.perCharacter(counts, all)),
          format("+%.0f%%", 100.0 * counts.total() / least - 100));
    }
    return table;
  }

  private BarChart languageChart() {
    BarChart chart = new BarChart("Tokens per 100 characters by language and tokenizer");
    for (String language : comparison.languages()) {
      int[] in = comparison.in(language);
      for (Counts counts : byTokens()) {
        double value = 100 * comparison.perCharacter(counts, in);
        chart.bar(
            language + format(" (%d)", in.length),
            value,
            format("%.0f", value),
            series(counts.tokenizer()));
      }
    }
    return chart;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
