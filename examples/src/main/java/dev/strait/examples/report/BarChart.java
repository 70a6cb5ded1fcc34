package dev.strait.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars as inline SVG. Widths are percentages and text has a fixed size, so that the
 * chart is as sharp and readable on a phone as on a wide screen.
 */
public final class BarChart {
  private static final int LABEL_HEIGHT = 19;
  private static final int BAR_HEIGHT = 14;
  private static final int GAP = 9;

  /** The part of the width that bars may take, in percent; the rest is for the value's text. */
  private static final double ROOM = 78;

  private record Bar(
      String label, double value, double low, double high, String text, int series) {}

  private final List<Bar> bars = new ArrayList<>();
  private final String description;

  /** Makes a chart with a description for those who cannot see it. */
  public BarChart(String description) {
    this.description = description;
  }

  /** Adds a bar; {@code text} is written behind it. */
  public BarChart bar(String label, double value, String text, int series) {
    return bar(label, value, value, value, text, series);
  }

  /** Adds a bar with an interval drawn over its end. */
  public BarChart bar(
      String label, double value, double low, double high, String text, int series) {
    bars.add(new Bar(label, value, low, high, text, series));
    return this;
  }

  @Override
  public String toString() {
    double most = bars.stream().mapToDouble(Bar::high).max().orElse(1);
    StringBuilder out = new StringBuilder();
    int y = 0;
    String group = "";
    for (Bar bar : bars) {
      boolean labelled = !bar.label.equals(group);
      group = bar.label;
      y += labelled ? LABEL_HEIGHT + (y == 0 ? 0 : GAP) : 0;
      draw(out, bar, most == 0 ? 1 : most, y, labelled);
      y += BAR_HEIGHT + 2;
    }
    return String.format(
            Locale.ROOT,
            "<svg role=\"img\" height=\"%d\"><title>%s</title>",
            y + 4,
            Page.escape(description))
        + out
        + "</svg>";
  }

  private static void draw(StringBuilder out, Bar bar, double most, int y, boolean labelled) {
    if (labelled) {
      format(out, "<text x=\"0\" y=\"%d\">%s</text>", y - 5, Page.escape(bar.label));
    }
    double width = ROOM * bar.value / most;
    format(
        out,
        "<rect x=\"0\" y=\"%d\" width=\"%.3f%%\" height=\"%d\" rx=\"2\" style=\"fill:%s\"/>",
        y,
        width,
        BAR_HEIGHT,
        Page.color(bar.series));
    double end = width;
    if (bar.high > bar.low) {
      end = Math.max(width, ROOM * bar.high / most);
      whisker(out, ROOM * bar.low / most, end, y + BAR_HEIGHT / 2);
    }
    format(
        out,
        "<text class=\"soft\" x=\"%.3f%%\" dx=\"7\" y=\"%d\">%s</text>",
        end,
        y + BAR_HEIGHT - 3,
        Page.escape(bar.text));
  }

  private static void whisker(StringBuilder out, double from, double to, int y) {
    String line =
        "<line x1=\"%.3f%%\" x2=\"%.3f%%\" y1=\"%d\" y2=\"%d\" style=\"stroke:var(--ink);stroke-width:1.5\"/>";
    format(out, line, from, to, y, y);
    format(out, line, from, from, y - 4, y + 4);
    format(out, line, to, to, y - 4, y + 4);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static void format(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values));
  }
}
