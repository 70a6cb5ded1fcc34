package dev.strait.examples.sampling;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.report.HtmlTable;
import dev.strait.examples.report.Page;
import dev.strait.examples.report.TextTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run of the sampling lab written out.
 *
 * @param title what was run
 * @param tasks the prompts
 * @param settings the settings, in the order of the grid
 * @param outputs all texts
 */
record SamplingReport(
    String title, List<String> tasks, List<Setting> settings, List<Output> outputs) {
  private static final String SCRIPT = "/dev/strait/examples/sampling/ranking.js";
  private static final int SHOWN_TASKS = 20;

  /** Returns the measures of each setting that has texts, in the order of the grid. */
  List<Measures> measures() {
    List<Measures> all = new ArrayList<>();
    for (Setting setting : settings) {
      List<Output> own = outputs.stream().filter(o -> o.setting().equals(setting.name())).toList();
      if (!own.isEmpty()) {
        all.add(Measures.of(setting.name(), own));
      }
    }
    return all;
  }

  List<Recommendation> recommendations() {
    List<Measures> all = measures();
    return List.of(Recommendation.factual(all), Recommendation.creative(all));
  }

  /** Returns the measures as a table for a terminal, and the recommended settings. */
  String text() {
    List<Measures> all = measures();
    List<String> names = List.copyOf(all.get(0).values().keySet());
    List<String> headings = new ArrayList<>(List.of("setting"));
    headings.addAll(names);
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (Measures measures : all) {
      List<String> row = new ArrayList<>(List.of(measures.setting()));
      names.forEach(name -> row.add(format(measures.get(name))));
      table.row(row.toArray(String[]::new));
    }
    StringBuilder out = new StringBuilder(table.toString()).append('\n');
    recommendations().forEach(each -> out.append(each).append('\n'));
    return out.toString();
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
  }

  /** Returns one self-contained page. */
  String html() {
    Page page = new Page("Sampling: " + title);
    page.style(
        """
        .maps{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(24rem,100%),1fr));gap:1rem}
        .maps h3{margin:.2rem 0}.maps td,.maps th{padding:.3rem .4rem;text-align:right;font-size:.8rem}
        .maps td{border:2px solid var(--paper);border-radius:.3rem}
        .side{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:.6rem}
        .side .card{margin:0;max-height:22rem;overflow:auto}
        #pair{display:grid;grid-template-columns:1fr 1fr;gap:.8rem}@media(max-width:40rem){#pair{grid-template-columns:1fr}}
        #pair .card{min-height:8rem;max-height:26rem;overflow:auto;margin:0}
        .buttons{display:flex;flex-wrap:wrap;gap:.5rem;margin:.8rem 0}
        """);
    page.paragraph(
        outputs.size() + " texts: " + settings.size() + " settings, " + tasks.size() + " prompts.");
    page.html("<div class=\"card\">");
    recommendations().forEach(each -> page.paragraph(each.toString()));
    page.html("</div>");
    page.section("Measures");
    page.html("<div class=\"maps\">");
    List<Measures> all = measures();
    all.get(0).values().keySet().forEach(name -> page.html(heatMap(name, all)));
    page.html("</div>");
    page.html("<details><summary>All figures in one table</summary>" + table(all) + "</details>");
    ranking(page);
    sideBySide(page, all);
    return page.toString();
  }

  private static String table(List<Measures> all) {
    List<String> names = List.copyOf(all.get(0).values().keySet());
    List<String> headings = new ArrayList<>(List.of("setting"));
    names.forEach(name -> headings.add("#" + name));
    HtmlTable table = new HtmlTable(headings.toArray(String[]::new));
    for (Measures measures : all) {
      List<String> row = new ArrayList<>(List.of(measures.setting()));
      names.forEach(name -> row.add(format(measures.get(name))));
      table.row(row.toArray(String[]::new));
    }
    return table.toString();
  }

  /** One measure over the grid: temperatures down, the other parameters across; beams below. */
  private String heatMap(String name, List<Measures> all) {
    double low = all.stream().mapToDouble(m -> m.get(name)).min().orElse(0);
    double high = all.stream().mapToDouble(m -> m.get(name)).max().orElse(1);
    List<String> columns =
        settings.stream().filter(s -> s.beams() == 0).map(Setting::column).distinct().toList();
    StringBuilder out = new StringBuilder("<div><h3>" + Page.escape(name) + "</h3>");
    out.append("<p class=\"soft small\">")
        .append(Page.escape(Measures.MEANING.getOrDefault(name, "")))
        .append("</p><div class=\"scroll\"><table><tr><th></th>");
    columns.forEach(column -> out.append("<th>").append(Page.escape(column)).append("</th>"));
    out.append("</tr>");
    rows()
        .forEach(
            (row, cells) -> {
              out.append("<tr><th>").append(Page.escape(row)).append("</th>");
              cells.forEach(setting -> cell(out, setting, name, all, low, high));
              out.append("</tr>");
            });
    return out.append("</table></div></div>").toString();
  }

  private Map<String, List<Setting>> rows() {
    Map<String, List<Setting>> rows = new java.util.LinkedHashMap<>();
    for (Setting setting : settings) {
      String row =
          setting.beams() > 0
              ? setting.name()
              : setting.name().substring(0, setting.name().indexOf(' '));
      rows.computeIfAbsent(row, key -> new ArrayList<>()).add(setting);
    }
    return rows;
  }

  private static void cell(
      StringBuilder out,
      Setting setting,
      String name,
      List<Measures> all,
      double low,
      double high) {
    for (Measures measures : all) {
      if (measures.setting().equals(setting.name())) {
        double value = measures.get(name);
        double share = high > low ? (value - low) / (high - low) : 0;
        out.append(
            String.format(
                Locale.ROOT,
                "<td style=\"background:color-mix(in srgb,var(--c0) %.0f%%,var(--card))\">%s</td>",
                8 + 50 * share,
                format(value)));
        return;
      }
    }
    out.append("<td>-</td>");
  }

  private void ranking(Page page) {
    page.section("Rank the texts yourself, blindly");
    page.note(
        "Two texts for the same prompt, their settings hidden. Your choices stay in this browser;"
            + " export them as JSON and run strait sampling --rank FILE.");
    page.html(
        """
        <div id="rank"><p class="soft small" id="task"></p>
        <div id="pair"><div class="card"><pre id="left"></pre></div><div class="card"><pre id="right"></pre></div></div>
        <div class="buttons"><button data-vote="a">Left is better</button><button data-vote="tie">Neither</button>
        <button data-vote="b">Right is better</button><button id="skip">Skip</button>
        <button id="export">Export <span id="count">0</span> votes</button><button id="clear">Start again</button></div></div>
        """);
    page.html("<script type=\"application/json\" id=\"data\">" + data() + "</script>");
    page.html(
        "<script>" + new String(Inputs.resource(SCRIPT), StandardCharsets.UTF_8) + "</script>");
  }

  /** The texts for the script; {@code <} is escaped so that no text can end the element. */
  private String data() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("run", Integer.toHexString(outputs.hashCode()));
    ArrayNode prompts = root.putArray("tasks");
    tasks.forEach(prompts::add);
    ArrayNode texts = root.putArray("texts");
    for (Output output : outputs) {
      texts
          .addObject()
          .put("setting", output.setting())
          .put("task", output.task())
          .put("sample", output.sample())
          .put("text", output.text());
    }
    return root.toString().replace("<", "\\u003c").replace("\u2028", "\\u2028");
  }

  private void sideBySide(Page page, List<Measures> all) {
    page.section("The texts side by side");
    for (int task = 0; task < Math.min(SHOWN_TASKS, tasks.size()); task++) {
      page.html("<h3>Prompt " + (task + 1) + "</h3><pre class=\"soft\">");
      page.html(Page.escape(tasks.get(task)) + "</pre><div class=\"side\">");
      for (Measures measures : all) {
        page.html(card(measures, task));
      }
      page.html("</div>");
    }
  }

  private static String card(Measures measures, int task) {
    Map<Integer, String> texts = new TreeMap<>();
    for (Output output : measures.outputs()) {
      if (output.task() == task) {
        texts.put(output.sample(), output.text() + (output.complete() ? "" : " \u2026"));
      }
    }
    StringBuilder out = new StringBuilder("<div class=\"card\"><b class=\"small\">");
    out.append(Page.escape(measures.setting())).append("</b>");
    texts.values().forEach(text -> out.append("<pre>").append(Page.escape(text)).append("</pre>"));
    return out.append("</div>").toString();
  }
}
