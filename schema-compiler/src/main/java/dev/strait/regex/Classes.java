package dev.strait.regex;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The named sets of code points: {@code \d \w \s .} and the Unicode properties. */
final class Classes {
  static final CodePoints DIGIT = CodePoints.of('0', '9');
  static final CodePoints WORD = CodePoints.ofPairs('0', '9', 'A', 'Z', 'a', 'z', '_', '_');
  static final CodePoints SPACE =
      CodePoints.ofPairs(
          0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029,
          0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff);
  static final CodePoints LINE_END = CodePoints.ofPairs('\n', '\n', '\r', '\r', 0x2028, 0x2029);
  static final CodePoints NOT_LINE_END = LINE_END.not();

  private static final ConcurrentMap<String, CodePoints> PROPERTIES = new ConcurrentHashMap<>();

  /** By script, not by name: the JDK takes names in any mixture of cases, so there is no end. */
  private static final ConcurrentMap<Character.UnicodeScript, CodePoints> SCRIPTS =
      new ConcurrentHashMap<>();

  private Classes() {}

  /** Returns the set of {@code \p{expression}}, or null if there is no such property. */
  static @Nullable CodePoints property(String expression) {
    CodePoints known = PROPERTIES.get(expression);
    if (known == null) {
      known = computed(expression);
      if (known != null && !isScript(expression)) {
        PROPERTIES.put(expression, known);
      }
    }
    return known;
  }

  private static boolean isScript(String expression) {
    return expression.matches("(Script|sc|Script_Extensions|scx)=.*");
  }

  private static @Nullable CodePoints computed(String expression) {
    int equals = expression.indexOf('=');
    if (equals < 0) {
      CodePoints category = category(expression);
      return category != null ? category : binary(expression);
    }
    String value = expression.substring(equals + 1);
    return switch (expression.substring(0, equals)) {
      case "General_Category", "gc" -> category(value);
      case "Script", "sc", "Script_Extensions", "scx" -> script(value);
      default -> null;
    };
  }

  private static @Nullable CodePoints category(String name) {
    String code = GeneralCategories.shortName(name);
    if (code == null) {
      return null;
    }
    if (code.equals("Any")) {
      return CodePoints.ALL;
    }
    if (code.equals("ASCII")) {
      return CodePoints.of(0, 0x7f);
    }
    long mask = GeneralCategories.mask(code);
    return CodePoints.where(c -> (mask >> Character.getType(c) & 1) != 0);
  }

  private static @Nullable CodePoints script(String name) {
    try {
      return SCRIPTS.computeIfAbsent(
          Character.UnicodeScript.forName(name),
          script -> CodePoints.where(c -> Character.UnicodeScript.of(c) == script));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Binary properties, as far as the JDK knows them. */
  private static @Nullable CodePoints binary(String name) {
    return switch (name) {
      case "Alphabetic", "Alpha" -> CodePoints.where(Character::isAlphabetic);
      case "Lowercase", "Lower" -> CodePoints.where(Character::isLowerCase);
      case "Uppercase", "Upper" -> CodePoints.where(Character::isUpperCase);
      case "Ideographic", "Ideo" -> CodePoints.where(Character::isIdeographic);
      case "White_Space", "space" -> jdk("IsWhite_Space");
      case "ID_Start", "IDS" -> CodePoints.where(Character::isUnicodeIdentifierStart);
      case "ID_Continue", "IDC" ->
          CodePoints.where(
              c -> Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
      case "ASCII_Hex_Digit", "AHex" -> CodePoints.ofPairs('0', '9', 'A', 'F', 'a', 'f');
      case "Hex_Digit", "Hex" -> jdk("IsHex_Digit");
      case "Noncharacter_Code_Point", "NChar" -> jdk("IsNoncharacter_Code_Point");
      case "Join_Control", "Join_C" -> CodePoints.of(0x200c, 0x200d);
      case "Assigned" -> CodePoints.where(Character::isDefined);
      case "Emoji", "Emoji_Presentation", "EPres", "Emoji_Modifier", "EMod" -> emoji(name);
      case "Emoji_Modifier_Base", "EBase", "Emoji_Component", "EComp" -> emoji(name);
      case "Extended_Pictographic", "ExtPict" -> emoji(name);
      default -> null;
    };
  }

  /** Emoji properties: only JDK 21 and later know them. */
  private static @Nullable CodePoints emoji(String name) {
    return switch (name) {
      case "EPres" -> jdk("IsEmoji_Presentation");
      case "EMod" -> jdk("IsEmoji_Modifier");
      case "EBase" -> jdk("IsEmoji_Modifier_Base");
      case "EComp" -> jdk("IsEmoji_Component");
      case "ExtPict" -> jdk("IsExtended_Pictographic");
      default -> jdk("Is" + name);
    };
  }

  private static @Nullable CodePoints jdk(String name) {
    try {
      Pattern pattern = Pattern.compile("\\p{" + name + "}");
      return CodePoints.where(c -> pattern.matcher(Character.toString(c)).matches());
    } catch (PatternSyntaxException e) {
      return null;
    }
  }

  /** Returns {@code set} and all code points whose simple case folding meets it (flags i, u). */
  static CodePoints foldCase(CodePoints set) {
    Set<Integer> folded = new HashSet<>();
    for (int c : Cased.ALL) {
      if (set.contains(c)) {
        folded.add(fold(c));
      }
    }
    List<Integer> pairs = new ArrayList<>();
    for (int c : Cased.ALL) {
      if (folded.contains(fold(c))) {
        pairs.add(c);
        pairs.add(c);
      }
    }
    return set.or(CodePoints.ofPairs(pairs.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** The code points that have another case. */
  private static final class Cased {
    static final int[] ALL =
        IntStream.rangeClosed(0, CodePoints.MAX)
            .filter(c -> Character.toLowerCase(c) != c || Character.toUpperCase(c) != c)
            .toArray();
  }

  /** Simple folding; the two Turkish i have none. */
  private static int fold(int c) {
    return c == 0x130 || c == 0x131 ? c : Character.toLowerCase(Character.toUpperCase(c));
  }
}
