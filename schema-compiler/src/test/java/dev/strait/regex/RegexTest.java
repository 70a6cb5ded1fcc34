package dev.strait.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.automaton.ByteDfa;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns against the JDK's engine on all short texts, and the places where the dialects part. */
class RegexTest {
  private static final List<String> TEXTS = texts(List.of("a", "b", "-", "\u2192"), 5);

  private static List<String> texts(List<String> alphabet, int longest) {
    List<String> all = new ArrayList<>(List.of(""));
    int begin = 0;
    for (int n = 1; n <= longest; n++) {
      int end = all.size();
      for (int i = begin; i < end; i++) {
        for (String letter : alphabet) {
          all.add(all.get(i) + letter);
        }
      }
      begin = end;
    }
    return all;
  }

  private static void compare(String pattern) {
    Pattern oracle = Pattern.compile(pattern);
    ByteDfa search = Regex.parse(pattern).search();
    ByteDfa whole = Regex.parse(pattern).whole();
    for (String text : TEXTS) {
      assertEquals(oracle.matcher(text).find(), search.accepts(text), pattern + " in " + text);
      assertEquals(oracle.matcher(text).matches(), whole.accepts(text), pattern + " is " + text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "^a",
        "a$",
        "^$",
        "^(a|b)*$",
        "a{2}",
        "^a{2,3}b?",
        "^(ab){1,2}$",
        "(?!a)b",
        "^(?!.*bb)[ab]+$",
        "^((?!ab).)*$",
        "(?<=a)b",
        "(?<!a)b",
        "\\bab\\b",
        "\\b$",
        "\\B^|b\\b",
        "\\Ba",
        "^(?=.*a)(?=.*b).{2,3}$",
        "(?<=a(?=b))b",
        "(?=a(?<=ba))",
        "(?!(?<=a)b)[ab]$",
        "(?<!(?!a)b)-",
        "a(?=b(?!a))",
        "^(?:(?=a)a|(?<=a)b)*$",
        "(a|$)(^|b)",
        "^[^ab]$",
        "\u2192+$",
        "[^\\w]{2}",
        "(?:(?!a))*b"
      })
  void agreesWithTheJdk(String pattern) {
    compare(pattern);
  }

  private static final List<String> LEAVES =
      List.of("a", "b", "-", ".", "[ab]", "[^a]", "\\w", "\\b", "\\B", "^", "$", "");

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.randomValue(random -> pattern(random, 4, true));
  }

  /** The JDK's look-behind needs a longest match: no star within. */
  private static String pattern(Random random, int depth, boolean stars) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return LEAVES.get(random.nextInt(LEAVES.size()));
    }
    String one = pattern(random, depth - 1, stars);
    return switch (random.nextInt(stars ? 9 : 7)) {
      case 0, 1 -> one + pattern(random, depth - 1, stars);
      case 2 -> "(" + one + "|" + pattern(random, depth - 1, stars) + ")";
      case 3 -> "(?:" + one + "){1,2}";
      case 4 -> "(?=" + one + ")";
      case 5 -> "(?!" + one + ")";
      case 6 -> (random.nextBoolean() ? "(?<=" : "(?<!") + pattern(random, depth - 1, false) + ")";
      default -> "(?:" + one + ")*";
    };
  }

  @Property(tries = 1000)
  void randomPatternsAgreeWithTheJdk(@ForAll("patterns") String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      return; // the JDK asks every look-behind for an obvious longest match
    }
    compare(pattern);
  }

  @Property(tries = 100)
  void laterTextsDoNotDependOnTheOracle(@ForAll("patterns") String pattern) {
    // A search finds what the whole match of ".*pattern.*" finds, unless anchors see the context.
    if (!pattern.matches(".*([$\\\\<!=]|\\^(?!a)).*")) {
      ByteDfa search = Regex.parse(pattern).search();
      assertEquals(Regex.parse("[^]*(?:" + pattern + ")[^]*").whole(), search, pattern);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\\-\\_\\@\\/\\ \\\"', '-_@/ \"'",
    "'^[\\w-.]+$', 'a-.'",
    "'^\\u{1F600}$', '\uD83D\uDE00'",
    "'^\\uD83D\\uDE00$', '\uD83D\uDE00'",
    "'^.$', '\uD83D\uDE00'",
    "'^\\p{L}+$', 'aÄж漢'",
    "'^\\p{Script=Greek}+$', 'αβγ'",
    "'^\\p{Lu}\\P{Lu}$', 'Éé'",
    "'^(?<year>\\d{4})$', '1999'",
    "'^a+?b*?$', 'aab'",
    "'^{a}$', '{a}'",
    "'^a{,2}$', 'a{,2}'",
    "'^]$', ']'",
    "'^[^]$', 'x'",
    "'^[a-]$', '-'",
    "'(?i)^straße$', 'STRAßE'",
    "'^(?i:k)$', 'K'",
    "'^\\s$', '\u00a0'",
    "'^\\cA?$', ''"
  })
  void reads(String pattern, String text) {
    assertEquals(true, Regex.parse(pattern).search().accepts(text == null ? "" : text));
  }

  @ParameterizedTest
  @CsvSource({"'^\\d$', '٣'", "'^\\w$', 'é'", "'^.$', '\n'", "'[]', 'a'", "'^\\s$', '\u0085'"})
  void doesNotFind(String pattern, String text) {
    assertEquals(false, Regex.parse(pattern).search().accepts(text));
  }

  @ParameterizedTest
  @CsvSource({
    "'(a', 0",
    "'a)', 1",
    "'[a', 0",
    "'*', 0",
    "'a**', 2",
    "'\\Z', 0",
    "'a\\1', 1",
    "'\\k<a>', 0",
    "'[b-a]', 1",
    "'\\p{Nope}', 0",
    "'\\x1', 0",
    "'\\', 0",
    "'a{2,1}', 1",
    "'[[:alpha:]]', 1",
    "'\\012', 0"
  })
  void refusesWithAPosition(String pattern, int position) {
    RegexException e = assertThrows(RegexException.class, () -> Regex.parse(pattern));
    assertEquals(position, e.position(), e.getMessage());
  }

  @Test
  void aScriptIsOneSetHoweverItIsWritten() {
    CodePoints latin = Classes.property("sc=Latin");
    assertSame(latin, Classes.property("Script=LATIN"));
    assertSame(latin, Classes.property("scx=lAtIn"));
    assertSame(latin, Classes.property("sc=Latn"));
    assertNotSame(latin, Classes.property("sc=Greek"));
    assertNull(Classes.property("sc=Nowhere"));
    assertSame(Classes.property("Alpha"), Classes.property("Alpha"));
  }

  @Test
  void kindsTellWrongFromUnsupportedFromLarge() {
    assertEquals(RegexException.Kind.SYNTAX, kind("("));
    assertEquals(RegexException.Kind.UNSUPPORTED, kind("(a)\\1"));
    assertEquals(RegexException.Kind.LIMIT, kind("^(a|b)*a(a|b){30}$"));
    assertEquals(RegexException.Kind.LIMIT, kind(",{222222}$"));
    assertEquals(RegexException.Kind.LIMIT, kind("(a(?=b)?,){30000}\\B"));
    assertEquals(RegexException.Kind.LIMIT, kind("(".repeat(2000) + ")".repeat(2000)));
  }

  private static RegexException.Kind kind(String pattern) {
    return assertThrows(RegexException.class, () -> Regex.parse(pattern).search()).kind();
  }

  @Test
  void equalLanguagesAreEqualObjects() {
    assertEquals(
        Regex.parse("^(a|ab)(c|bcd)?$").search(), Regex.parse("^a(b?c|b?bcd|b)?$").search());
    assertEquals(ByteDfa.anyText(), Regex.parse("a*").search());
    assertEquals(ByteDfa.none(), Regex.parse("(?=a)b").search());
  }
}
