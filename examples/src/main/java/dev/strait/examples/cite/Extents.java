package dev.strait.examples.cite;

import dev.strait.examples.cite.Cores.Core;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a citation may reach from its core: back over the words a case name can be made of, and
 * forward over the numbers, marks and courts that can follow. What the words leave open is left to
 * the model.
 */
final class Extents {

  /** Words without capitals that stand in the names of cases. */
  private static final Set<String> IN_NAMES =
      words(
          "v. vs. v of the for and & in re ex rel. rel parte et al. al ux. vir a an to at "
              + "on by with as from d/b/a f/k/a n/k/a a/k/a dba aka through de la las los le del "
              + "der den van von da di du dos das el al- y e against under near upon between de. "
              + "st. ter ten or no. nos. matter estate rel., sub nom. non t/a s/b/m o/b/o c/o "
              + "next friend guardian ad litem her his their -");

  /** The end of a sentence or of a citation: a stop behind a number or a bracket. */
  private static final Pattern STOP = Pattern.compile("[\\d)\\]][.;]$");

  private static final Pattern NAME =
      Pattern.compile("\\bvs?\\. |\\bIn re |\\bEx parte |\\b(?:In the )?Matter of ");
  private static final Pattern AFTER_PARTIES =
      Pattern.compile(
          ",? \\(\\d{4}\\) |, |, (?:Case |Civ\\. |Crim\\. |Civil |Appeal |Docket |Cause )*Nos?\\."
              + " .*, ");
  private static final Set<String> IN_LAWS =
      words(
          "and to through et seq. § §§ ¶ ¶¶ art. arts. amend. amends. sec. secs. section "
              + "sections cl. cls. ch. tit. pt. pts. part parts note rule rules at & pmbl. or "
              + "para. app. proposed n. nn. p. pp. of subd. subds. subdiv. par.");
  private static final Set<String> IN_CASES =
      words(
          "n. nn. at & and of to note for the ¶ ¶¶ § in n en banc per curiam p. pp. ch. "
              + "div. v. or -");

  private Extents() {}

  private static Set<String> words(String separated) {
    return Set.of(separated.split(" ", -1));
  }

  /** Returns the first place at which a citation of a case or its short form may begin. */
  static int earliestStart(String text, Core core, int from) {
    int start = core.start();
    int at = core.start();
    while (at > from) {
      int word = text.lastIndexOf(' ', at - 2) + 1;
      word = Math.max(word, from);
      String token = text.substring(word, at).strip();
      if (!isOfName(token)) {
        break;
      }
      start = word;
      if (isOpening(token)) {
        break;
      }
      at = word;
    }
    return start;
  }

  private static boolean isOpening(String token) {
    return !token.isEmpty()
        && "([\"".indexOf(token.charAt(0)) >= 0
        && token.indexOf(')') < 0
        && !token.equals("(No.");
  }

  private static boolean isOfName(String token) {
    String bare = token.replaceAll("^[(\\[\"]+|[,)\\]\"]+$", "");
    if (bare.isEmpty()) {
      return false;
    }
    if (token.endsWith(";") || token.endsWith(":")) {
      return false;
    }
    char first = bare.charAt(0);
    return Character.isUpperCase(first)
        || Character.isDigit(first)
        || first == '$'
        || first == '#'
        || first == '*'
        || first == '\''
        || bare.chars().anyMatch(Character::isUpperCase)
        || IN_NAMES.contains(bare);
  }

  /** Returns the last place at which it may begin: before the mark of a name, if there is one. */
  static int latestStart(String text, Core core, int earliest) {
    Matcher marks = NAME.matcher(text.substring(earliest, core.start()));
    boolean named = false;
    int last = core.start();
    while (marks.find()) {
      named = true;
      boolean versus = marks.group().startsWith("v");
      last = earliest + marks.start() - (versus && marks.start() > 0 ? 1 : 0);
    }
    return named ? last : core.start();
  }

  /** Returns whether the parties may end at a place. */
  static boolean partiesMayEnd(String text, int at, Core core) {
    return at < core.start() && AFTER_PARTIES.matcher(text.substring(at, core.start())).matches();
  }

  /** Returns the last place at which a citation may end. */
  static int latestEnd(String text, Core core, int to) {
    boolean isCase = core.kind().equals("case");
    boolean isShort = core.kind().equals("short");
    int at = core.end();
    while (at < to && text.charAt(at) != ' ') {
      at++;
    }
    int end = at;
    boolean numbered = false;
    while (at < to && !STOP.matcher(text.substring(core.start(), at)).find()) {
      int next = text.indexOf(' ', at + 1);
      next = next < 0 ? to : Math.min(next, to);
      String token = text.substring(at, next).strip();
      boolean ok = isCase ? isOfCase(token) : isOfLaw(token, core.kind(), numbered);
      numbered |= token.chars().anyMatch(Character::isDigit);
      if (!ok || isShort && token.startsWith("(")) {
        break;
      }
      end = next;
      at = next;
    }
    return end;
  }

  private static boolean isOfCase(String token) {
    String bare = token.replaceAll("^[(\\[]+|[,.;:)\\]]+$", "");
    return bare.isEmpty()
        || Character.isUpperCase(bare.charAt(0))
        || bare.chars().anyMatch(Character::isDigit)
        || bare.equals("'")
        || IN_CASES.contains(bare)
        || IN_CASES.contains(bare + ".");
  }

  private static boolean isOfLaw(String token, String kind, boolean numbered) {
    String bare = token.replaceAll("[,.;:\\])]+$", "");
    boolean number = bare.chars().anyMatch(Character::isDigit);
    boolean roman = bare.matches("[IVXLC]+");
    boolean month = kind.equals("register") && bare.matches("\\(?[A-Z][a-z]{2,8}");
    boolean chapter =
        (kind.equals("statute") || kind.equals("regulation"))
            && !numbered
            && bare.matches("\\(?[A-Z][A-Za-z.'-]*|&");
    String lower = bare.toLowerCase(Locale.ROOT);
    return number
        || roman
        || month
        || chapter
        || bare.matches("\\([A-Za-z0-9]{1,5}")
        || bare.isEmpty()
        || bare.equals("Fed")
        || bare.equals("Reg")
        || bare.equals("proposed")
        || bare.equals("(proposed")
        || IN_LAWS.contains(lower)
        || IN_LAWS.contains(lower + ".");
  }
}
