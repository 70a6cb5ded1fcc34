package dev.strait.formats;

import dev.strait.automaton.ByteDfa;
import dev.strait.regex.Regex;

/** Host names (RFC 1123) and mail addresses (RFC 5321, 6531). */
final class Names {
  /** Letters, digits and hyphens. */
  static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?";

  private Names() {}

  static ByteDfa hostname() {
    return names("[.]");
  }

  /** Names of plain labels, none of them an A-label, with any of the given separators. */
  static ByteDfa names(String separator) {
    ByteDfa all = Regex.parse(LABEL + "(?:" + separator + LABEL + ")*").whole();
    ByteDfa encoded = Regex.parse("(?:[^]*" + separator + ")?[xX][nN]--[^]*").whole();
    return all.minus(encoded);
  }

  static String email(boolean international) {
    String other = international ? "\\u{80}-\\u{10ffff}" : "";
    String atoms = "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~" + other + "]+";
    String quoted = "\"(?:[ !#-\\[\\]-~" + other + "]|\\\\[ -~])*\"";
    String local = "(?:" + atoms + "(?:\\." + atoms + ")*|" + quoted + ")";
    String letter = "[A-Za-z0-9" + other + "]";
    String inner = "[A-Za-z0-9\\-" + other + "]";
    String label = letter + "(?:" + inner + "*" + letter + ")?";
    String domain = label + "(?:\\." + label + ")*";
    String literal = "\\[(?:" + Addresses.IPV4 + "|[iI][pP][vV]6:" + Addresses.IPV6 + ")\\]";
    return local + "@(?:" + domain + "|" + literal + ")";
  }
}
