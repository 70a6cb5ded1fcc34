package dev.strait.examples.cite;

import dev.strait.examples.legal.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what every citation of a kind has in it: a volume, a reporter of the registry and a page;
 * the name of a code before a number; the word {@code Id.}. A core is not a citation (its parties,
 * its extent, its fields and sometimes its kind are open), but a citation has a core, so the
 * constraint for a text can say which kinds are possible there, and where.
 */
final class Cores {

  /**
   * A core.
   *
   * @param kind the kind of citation
   * @param entry the registry's abbreviation; empty for {@code id}
   * @param start offset of its first character
   * @param firstEnd offset after its last, if it is of one reporter; else after the first's last
   * @param end offset after its last
   */
  record Core(String kind, String entry, int start, int firstEnd, int end) {}

  /** Abbreviations that may stand between the name of a code and a number. */
  private static final String DIVISION =
      "\\b(?:[Tt]it|[Cc]h|[Aa]rts?|[Pp]ts?|[Ss]ecs?|Crim|Com|Fam|Cts|Jud|Proc|Ins|Prop|Gen|Est|Lab"
          + "|Transp|Pub|Agric|Educ|Envir|Bus|Nat|Res|Occ|Prof|Corp|App|Supp)\\.";

  private final Map<String, Pattern> patterns = new LinkedHashMap<>();

  Cores(Registry registry) {
    String before = "(?<![\\w.])";
    String reporters = oneOf(registry, "reporter");
    patterns.put(
        "case",
        Pattern.compile(before + "\\d{1,4} " + reporters + "(?: \\(\\d+ [A-Z][a-z.]+\\))? \\d"));
    patterns.put(
        "short", Pattern.compile(before + "\\d{1,4} " + reporters + "(?: \\d+,)? at \\*?\\d"));
    patterns.put("id", Pattern.compile(before + "([Ii]d\\.|[Ii]bid\\.)"));
    patterns.put("statute", law(registry, "code"));
    patterns.put("regulation", law(registry, "regulation"));
    patterns.put(
        "register",
        Pattern.compile(before + "\\d{1,4} " + oneOf(registry, "register") + " (?:at )?\\d"));
    patterns.put(
        "constitution",
        Pattern.compile(before + oneOf(registry, "constitution") + "(?=,? (?i:art|amend|pmbl))"));
    patterns.put(
        "rule", Pattern.compile(before + oneOf(registry, "rule") + "(?=,? (?:[Rr]ule )?\\d)"));
  }

  private static Pattern law(Registry registry, String group) {
    return Pattern.compile(
        "(?<![\\w.])" + oneOf(registry, group) + "(?=,? (?:" + DIVISION + "|[^.;]){0,32}\\d)");
  }

  /** The longest name first, so that {@code F. Supp. 2d} is not taken for {@code F.} */
  private static String oneOf(Registry registry, String group) {
    return registry.abbreviations(group).stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .map(Pattern::quote)
        .collect(Collectors.joining("|", "(", ")"));
  }

  /** Returns the cores of a text, by place. Linear in the text for a given registry. */
  List<Core> find(String text) {
    List<Core> cores = new ArrayList<>();
    patterns.forEach(
        (kind, pattern) -> {
          Matcher matcher = pattern.matcher(text);
          while (matcher.find()) {
            String entry = kind.equals("id") ? "" : matcher.group(1);
            cores.add(new Core(kind, entry, matcher.start(), matcher.end(), matcher.end()));
          }
        });
    cores.sort(Comparator.comparingInt(Core::start));
    return cores;
  }
}
