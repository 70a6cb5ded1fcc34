package dev.strait.regex;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The general categories of Unicode by their short and long names (ECMA-262, table 68). */
final class GeneralCategories {
  private static final Map<String, String> NAMES = new HashMap<>();
  private static final Map<String, Long> MASKS = new HashMap<>();

  static {
    one("Lu", "Uppercase_Letter", Character.UPPERCASE_LETTER);
    one("Ll", "Lowercase_Letter", Character.LOWERCASE_LETTER);
    one("Lt", "Titlecase_Letter", Character.TITLECASE_LETTER);
    one("Lm", "Modifier_Letter", Character.MODIFIER_LETTER);
    one("Lo", "Other_Letter", Character.OTHER_LETTER);
    one("Mn", "Nonspacing_Mark", Character.NON_SPACING_MARK);
    one("Mc", "Spacing_Mark", Character.COMBINING_SPACING_MARK);
    one("Me", "Enclosing_Mark", Character.ENCLOSING_MARK);
    one("Nd", "Decimal_Number", Character.DECIMAL_DIGIT_NUMBER);
    one("Nl", "Letter_Number", Character.LETTER_NUMBER);
    one("No", "Other_Number", Character.OTHER_NUMBER);
    one("Pc", "Connector_Punctuation", Character.CONNECTOR_PUNCTUATION);
    one("Pd", "Dash_Punctuation", Character.DASH_PUNCTUATION);
    one("Ps", "Open_Punctuation", Character.START_PUNCTUATION);
    one("Pe", "Close_Punctuation", Character.END_PUNCTUATION);
    one("Pi", "Initial_Punctuation", Character.INITIAL_QUOTE_PUNCTUATION);
    one("Pf", "Final_Punctuation", Character.FINAL_QUOTE_PUNCTUATION);
    one("Po", "Other_Punctuation", Character.OTHER_PUNCTUATION);
    one("Sm", "Math_Symbol", Character.MATH_SYMBOL);
    one("Sc", "Currency_Symbol", Character.CURRENCY_SYMBOL);
    one("Sk", "Modifier_Symbol", Character.MODIFIER_SYMBOL);
    one("So", "Other_Symbol", Character.OTHER_SYMBOL);
    one("Zs", "Space_Separator", Character.SPACE_SEPARATOR);
    one("Zl", "Line_Separator", Character.LINE_SEPARATOR);
    one("Zp", "Paragraph_Separator", Character.PARAGRAPH_SEPARATOR);
    one("Cc", "Control", Character.CONTROL);
    one("Cf", "Format", Character.FORMAT);
    one("Cs", "Surrogate", Character.SURROGATE);
    one("Co", "Private_Use", Character.PRIVATE_USE);
    one("Cn", "Unassigned", Character.UNASSIGNED);
    union("LC", "Cased_Letter", "Lu", "Ll", "Lt");
    union("L", "Letter", "Lu", "Ll", "Lt", "Lm", "Lo");
    union("M", "Mark", "Mn", "Mc", "Me");
    union("N", "Number", "Nd", "Nl", "No");
    union("P", "Punctuation", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po");
    union("S", "Symbol", "Sm", "Sc", "Sk", "So");
    union("Z", "Separator", "Zs", "Zl", "Zp");
    union("C", "Other", "Cc", "Cf", "Cs", "Co", "Cn");
    NAMES.put("digit", "Nd");
    NAMES.put("punct", "P");
    NAMES.put("cntrl", "Cc");
    NAMES.put("Combining_Mark", "M");
    NAMES.put("Any", "Any");
    NAMES.put("ASCII", "ASCII");
  }

  private GeneralCategories() {}

  private static void one(String code, String name, byte type) {
    NAMES.put(code, code);
    NAMES.put(name, code);
    MASKS.put(code, 1L << type);
  }

  private static void union(String code, String name, String... parts) {
    NAMES.put(code, code);
    NAMES.put(name, code);
    long mask = 0;
    for (String part : parts) {
      mask |= mask(part);
    }
    MASKS.put(code, mask);
  }

  /** Returns the short name of a category, or null. */
  static @Nullable String shortName(String name) {
    return NAMES.get(name);
  }

  /** Returns the bit set of {@link Character#getType(int)} values of a category. */
  static long mask(String code) {
    return MASKS.getOrDefault(code, 0L);
  }
}
