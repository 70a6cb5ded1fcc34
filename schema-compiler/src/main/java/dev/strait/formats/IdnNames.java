package dev.strait.formats;

import dev.strait.automaton.ByteDfa;
import dev.strait.regex.Regex;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Internationalised host names: the labels of RFC 5892 and the Bidi rule of RFC 5893, for the
 * scripts listed below and in a form that keeps within the lengths of the encoded name: at most
 * three labels, and at most nine characters in a label that is not ASCII (each takes at most six
 * letters when it is encoded, 63 are allowed). A-labels are left out, as in {@link Names}.
 *
 * <p>Characters that compose with the one before them are left out as well, so that all names are
 * in normal form C.
 */
final class IdnNames {
  private static final String DOT = ".\\u3002\\uff0e\\uff61";
  private static final String SEPARATOR = "[" + DOT + "]";

  /** Latin, Greek, Cyrillic, Devanagari, the Tibetan separator, Hangul. */
  private static final int[][] LEFT_TO_RIGHT = {
    {0xdf, 0x24f},
    {0x370, 0x52f},
    {0x904, 0x939},
    {0x958, 0x961},
    {0x966, 0x96f},
    {0xf0b, 0xf0b},
    {0xac00, 0xd7a3}
  };

  private static final int[][] MARKS = {{0x900, 0x903}, {0x93e, 0x94c}};
  private static final int[][] KANA_AND_HAN = {
    {0x3005, 0x3007}, {0x3041, 0x3096}, {0x30a1, 0x30fa}, {0x30fc, 0x30fc}, {0x4e00, 0x9fff}
  };
  private static final int[][] GREEK = {{0x391, 0x3ff}};
  private static final int[][] HEBREW = {{0x5d0, 0x5ea}};
  private static final int[][] ARABIC = {{0x620, 0x64a}, {0x671, 0x6d3}, {0x6fa, 0x6ff}};

  /** Arabic letters that join to the next one, and those that join to the one before. */
  private static final String JOINS_NEXT =
      "\\u0620\\u0626\\u0628\\u062a-\\u062e\\u0633-\\u063f\\u0641-\\u0647\\u0649\\u064a";

  private static final String JOINS_BACK = "\\u0620\\u0622-\\u063f\\u0641-\\u064a";

  private IdnNames() {}

  static ByteDfa hostname() {
    ByteDfa ascii = Names.names(SEPARATOR);
    ByteDfa labels = whole(joined(leftToRight())).or(bidi());
    return ascii.or(labels.and(shortLabels()).minus(encoded()));
  }

  private static ByteDfa whole(String pattern) {
    return Regex.parse(pattern).whole();
  }

  private static String joined(String label) {
    return label + "(?:" + SEPARATOR + label + "){0,2}";
  }

  private static ByteDfa shortLabels() {
    return whole(joined("(?:[^" + DOT + "]{1,9}|[a-zA-Z0-9\\-]{1,63})"));
  }

  private static ByteDfa encoded() {
    return whole("(?:[^]*" + SEPARATOR + ")?[xX][nN]--[^]*");
  }

  /** Labels without a right-to-left character; what needs a context is written with it. */
  private static String leftToRight() {
    String kana = set(KANA_AND_HAN);
    String letters = "a-z0-9\\u06f0-\\u06f9" + set(LEFT_TO_RIGHT) + kana;
    String head = "(?:[" + letters + "]|l(?:\\u00b7l)+|\\u0375[" + set(GREEK) + "])";
    String rest = "(?:" + head + "|[" + set(MARKS) + "]|\\u094d[\\u200c\\u200d]?)";
    String word = head + rest + "*(?:-" + head + rest + "*)*";
    String withDot = "\\u30fb*[" + kana + "][" + kana + "\\u30fb]*";
    return "(?:" + word + "|" + withDot + "|" + Names.LABEL + ")";
  }

  /** Names of which a label is right to left: no label begins with a digit. */
  private static ByteDfa bidi() {
    String hebrew = set(HEBREW);
    // RFC 5892, A.1: the non-joiner may part letters that would be joined.
    String arabic =
        "(?:[" + set(ARABIC) + "]|(?:[" + JOINS_NEXT + "]\\u200c)+[" + JOINS_BACK + "])";
    String right =
        "(?:["
            + hebrew
            + "](?:["
            + hebrew
            + "][\\u05f3\\u05f4]?|[0-9])*"
            + "|["
            + hebrew
            + "][\\u05f3\\u05f4](?:["
            + hebrew
            + "][\\u05f3\\u05f4]?|[0-9])*"
            + "|"
            + arabic
            + "+(?:[\\u0660-\\u0669]+"
            + arabic
            + "*)*|"
            + arabic
            + "+(?:[0-9\\u06f0-\\u06f9]+"
            + arabic
            + "*)*)";
    String left = "[A-Za-z](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?";
    return whole(joined("(?:" + right + "|" + left + ")"));
  }

  /** The members of ranges that are letters, marks or digits and stable under normalisation. */
  private static String set(int[][] ranges) {
    StringBuilder out = new StringBuilder();
    for (int[] range : ranges) {
      int begin = -1;
      for (int c = range[0]; c <= range[1] + 1; c++) {
        boolean in = c <= range[1] && isValid(c);
        if (in && begin < 0) {
          begin = c;
        } else if (!in && begin >= 0) {
          out.append(String.format("\\u{%x}-\\u{%x}", begin, c - 1));
          begin = -1;
        }
      }
    }
    return out.toString();
  }

  /** The exceptions of RFC 5892, 2.6, then its rule. */
  private static boolean isValid(int c) {
    if (c == 0xdf || c == 0x3c2 || c == 0x6fd || c == 0x6fe || c == 0xf0b || c == 0x3007) {
      return true;
    }
    String text = Character.toString(c);
    boolean stable = Normalizer.normalize(text, Normalizer.Form.NFKC).equals(text);
    int type = Character.getType(c);
    boolean mark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    return c != 0x640
        && (Character.isLetterOrDigit(c) || mark)
        && stable
        && text.toLowerCase(Locale.ROOT).equals(text);
  }
}
