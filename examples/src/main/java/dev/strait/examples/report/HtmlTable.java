package dev.strait.examples.report;

import java.util.regex.Pattern;

/** A table in HTML that scrolls sideways where it is too wide; numbers stand to the right. */
public final class HtmlTable {
  private static final Pattern NUMBER =
      Pattern.compile("[-+$]?[0-9][0-9,.]*(?:[%x×]| ?[a-zµ]+)?|-|–");

  private final StringBuilder out = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");

  /** Makes a table with these headings; one that begins with {@code #} heads numbers. */
  public HtmlTable(String... headings) {
    for (String heading : headings) {
      boolean number = heading.startsWith("#");
      out.append(number ? "<th class=\"n\">" : "<th>")
          .append(Page.escape(number ? heading.substring(1) : heading))
          .append("</th>");
    }
    out.append("</tr></thead><tbody>");
  }

  /** Adds a row of plain text. */
  public HtmlTable row(String... cells) {
    out.append("<tr>");
    for (String cell : cells) {
      String type = NUMBER.matcher(cell).matches() ? "n" : cell.length() > 60 ? "wrap" : "";
      out.append(type.isEmpty() ? "<td>" : "<td class=\"" + type + "\">")
          .append(Page.escape(cell))
          .append("</td>");
    }
    out.append("</tr>");
    return this;
  }

  @Override
  public String toString() {
    return out + "</tbody></table></div>";
  }
}
