package dev.strait.grammar;

import java.util.Map;

/** The terminals of Lark's library {@code common}, each as one regular expression. */
final class CommonTerminals {

  private static final String INT = "[0-9]+";
  private static final String EXP = "[eE][+\\-]?" + INT;
  private static final String DECIMAL = "(?:" + INT + "\\.(?:" + INT + ")?|\\." + INT + ")";
  private static final String FLOAT = "(?:" + INT + EXP + "|" + DECIMAL + "(?:" + EXP + ")?)";
  private static final String NUMBER = "(?:" + FLOAT + "|" + INT + ")";

  /** Regular expressions by name. */
  static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("DIGIT", "[0-9]"),
          Map.entry("HEXDIGIT", "[0-9a-fA-F]"),
          Map.entry("INT", INT),
          Map.entry("SIGNED_INT", "[+\\-]?" + INT),
          Map.entry("DECIMAL", DECIMAL),
          Map.entry("FLOAT", FLOAT),
          Map.entry("SIGNED_FLOAT", "[+\\-]?" + FLOAT),
          Map.entry("NUMBER", NUMBER),
          Map.entry("SIGNED_NUMBER", "[+\\-]?" + NUMBER),
          Map.entry("ESCAPED_STRING", "\"(?:[^\"\\\\\\n]|\\\\[^\\n])*\""),
          Map.entry("LCASE_LETTER", "[a-z]"),
          Map.entry("UCASE_LETTER", "[A-Z]"),
          Map.entry("LETTER", "[a-zA-Z]"),
          Map.entry("WORD", "[a-zA-Z]+"),
          Map.entry("CNAME", "[a-zA-Z_][a-zA-Z_0-9]*"),
          Map.entry("WS_INLINE", "[ \\t]+"),
          Map.entry("WS", "[ \\t\\f\\r\\n]+"),
          Map.entry("CR", "\\r"),
          Map.entry("LF", "\\n"),
          Map.entry("NEWLINE", "(?:\\r?\\n)+"),
          Map.entry("SH_COMMENT", "#[^\\n]*"),
          Map.entry("CPP_COMMENT", "//[^\\n]*"),
          Map.entry("C_COMMENT", "/\\*(?:[^*]|\\*+[^*/])*\\*+/"),
          Map.entry("SQL_COMMENT", "--[^\\n]*"));

  private CommonTerminals() {}
}
