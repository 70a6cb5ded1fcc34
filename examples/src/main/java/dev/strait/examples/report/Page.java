package dev.strait.examples.report;

import java.util.Locale;

/**
 * One self-contained HTML page: its style is inside, it loads nothing, follows the reader's light
 * or dark setting, and fits a phone.
 */
public final class Page {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#d9dfe7;--paper:#fff;--card:#f6f8fa;
      --c0:#2f6fdb;--c1:#d9752b;--c2:#2d9a68;--c3:#9a56c7;--c4:#c23b5a;--c5:#3a9fb5;--c6:#8a7a2d;--c7:#6b7280;
      --good:#1a7f4b;--bad:#b3261e;--mark:#fff3b0}
      @media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa5b4;--line:#343c48;--paper:#12161c;--card:#1a2029;
      --c0:#6ea2ff;--c1:#f0a060;--c2:#5fcf9a;--c3:#c08be6;--c4:#f0809a;--c5:#6fd0e3;--c6:#cfc06a;--c7:#9aa3b0;
      --good:#5fcf9a;--bad:#ff8a80;--mark:#5a4d12}}
      *{box-sizing:border-box}
      body{margin:0 auto;max-width:70rem;padding:1.5rem 1rem 4rem;background:var(--paper);color:var(--ink);
      font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
      h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0 .5rem}h2{font-size:1.2rem;margin:2.2rem 0 .4rem}
      h3{font-size:1rem;margin:1.2rem 0 .3rem}
      p{margin:.4rem 0 .8rem;max-width:46rem}.soft{color:var(--soft)}.small{font-size:.85rem}
      .card{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.8rem 1rem;margin:.8rem 0}
      .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;width:100%}
      th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}
      th{font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.wrap{white-space:normal;min-width:14rem}
      svg{display:block;width:100%;overflow:visible;margin-bottom:.8rem}svg text{fill:var(--ink);font-size:13px}svg .soft{fill:var(--soft)}
      code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.85em}
      pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.3rem 0}
      .legend{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.85rem;margin:.3rem 0}
      .legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:.2rem;margin-right:.35rem;vertical-align:-.05rem}
      button{font:inherit;padding:.45rem .9rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:var(--ink);cursor:pointer}
      details summary{cursor:pointer}
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;
  private String extraStyle = "";

  /** Starts a page with its title. */
  public Page(String title) {
    this.title = title;
    html("<h1>" + escape(title) + "</h1>");
  }

  /** Adds markup as it is. */
  public Page html(String markup) {
    body.append(markup).append('\n');
    return this;
  }

  /** Adds a heading of a section. */
  public Page section(String heading) {
    return html("<h2>" + escape(heading) + "</h2>");
  }

  /** Adds a paragraph of plain text. */
  public Page paragraph(String text) {
    return html("<p>" + escape(text) + "</p>");
  }

  /** Adds a paragraph of plain text in a fainter colour. */
  public Page note(String text) {
    return html("<p class=\"soft small\">" + escape(text) + "</p>");
  }

  /** Adds rules to the page's style. */
  public Page style(String css) {
    extraStyle += css;
    return this;
  }

  /** Returns the colour of the series with this index, as a CSS value. */
  public static String color(int series) {
    return "var(--c" + Math.floorMod(series, 8) + ")";
  }

  /** Returns text with the characters that mean something in HTML escaped. */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return out.toString();
  }

  /** Returns the whole page. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s%s</style>
        </head>
        <body>
        %s</body>
        </html>
        """,
        escape(title),
        STYLE,
        extraStyle,
        body);
  }
}
