package dev.strait.examples.report;

import dev.strait.examples.console.Terminal;
import dev.strait.examples.console.Terminal.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A table in plain text: columns as wide as their cells, numbers to the right. */
public final class TextTable {
  private static final Pattern NUMBER = Pattern.compile("[-+$]?[0-9][0-9,.]*(?:[%x]| ?[a-zµ]+)?|-");

  private final List<String[]> rows = new ArrayList<>();

  /** Makes a table with these headings. */
  public TextTable(String... headings) {
    rows.add(headings.clone());
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it does not have a cell for each heading
   */
  public TextTable row(String... cells) {
    if (cells.length != rows.get(0).length) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + rows.get(0).length + " columns");
    }
    rows.add(cells.clone());
    return this;
  }

  @Override
  public String toString() {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    boolean[] right = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths[c] = rows.stream().mapToInt(row -> length(row[column])).max().orElse(0);
      right[c] = rows.stream().skip(1).allMatch(row -> NUMBER.matcher(row[column]).matches());
    }
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      line(out, rows.get(r), widths, right, r == 0);
    }
    return out.toString();
  }

  private static void line(
      StringBuilder out, String[] row, int[] widths, boolean[] right, boolean heading) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < row.length; c++) {
      String padding = " ".repeat(widths[c] - length(row[c]));
      line.append(c == 0 ? "" : "  ").append(right[c] ? padding + row[c] : row[c] + padding);
    }
    String text = line.toString().stripTrailing();
    out.append(heading ? Terminal.styled(Style.BOLD, text) : text).append('\n');
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  /** Returns values as one line of CSV (RFC 4180), without the line's end. */
  public static String csv(Object... values) {
    return String.join(",", Arrays.stream(values).map(TextTable::csvCell).toList());
  }

  private static String csvCell(Object value) {
    String text = String.valueOf(value);
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }
}
