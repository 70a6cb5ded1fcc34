package dev.strait.formats;

/** A pattern of patterns: a regular part of the syntax of ECMA-262 with the u flag. */
final class RegexSyntax {
  private static final String HEX = "[0-9a-fA-F]";
  private static final String ESCAPE =
      "\\\\(?:[dDwWsStnvfr]|c[A-Za-z]|x"
          + HEX
          + "{2}|u(?:"
          + HEX
          + "{4}|\\{0{0,4}(?:10|"
          + HEX
          + ")?"
          + HEX
          + "{1,4}\\})|[pP]\\{(?:[LMNPSZC]|L[ulmot]|N[dlo]|P[cdseifo]|S[mcko]|Z[slp])\\}"
          + "|[\\^$\\\\.*+?()\\[\\]{}|/])";

  private RegexSyntax() {}

  /** Returns the pattern of patterns whose groups are nested to {@code depth}. */
  static String pattern(int depth) {
    String atom = "(?:[^\\^$\\\\.*+?()\\[\\]{}|]|\\.|" + brackets() + "|" + ESCAPE + ")";
    String term = atom + quantifier() + "|[\\^$]|\\\\[bB]";
    if (depth > 0) {
      String inner = pattern(depth - 1);
      term += "|\\((?:\\?:)?" + inner + "\\)" + quantifier();
      term += "|\\(\\?<?[=!]" + inner + "\\)";
    }
    return "(?:" + term + "|\\|)*";
  }

  /** Counts out of order are an error, so that the first is one digit. */
  private static String quantifier() {
    StringBuilder ordered = new StringBuilder();
    for (int n = 0; n < 10; n++) {
      ordered.append("|").append(n).append(",[").append(n).append("-9]");
    }
    return "(?:(?:[*+?]|\\{(?:[0-9]+,?|[0-9],[1-9][0-9]+" + ordered + ")\\})\\??)?";
  }

  private static String brackets() {
    StringBuilder ranges = new StringBuilder();
    for (String alphabet : new String[] {"09", "az", "AZ"}) {
      for (char c = alphabet.charAt(0); c <= alphabet.charAt(1); c++) {
        ranges.append(c).append("-[").append(c).append('-').append(alphabet.charAt(1)).append("]|");
      }
    }
    String member = "(?:" + ranges + "[^\\-\\]\\\\]|\\\\[\\-b]|" + ESCAPE + ")";
    return "\\[\\^?-?" + member + "*-?\\]";
  }
}
