package dev.strait.examples.cite;

import dev.strait.examples.cite.Cores.Core;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values a field can have where its citation's core fixes them, or nearly: the volume and the
 * page around the reporter, the numbers after the page, the year in parentheses, the number before
 * the code. They are spans of the text.
 */
final class Fields {

  private static final Pattern PAGE = Pattern.compile("\\d+(?:,\\d{3}(?!\\d))*");
  private static final Pattern TO_PINPOINT = Pattern.compile(",? at |, (?=[*\u00b6\u00a7n\\d])");
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:nn?\\. ?)?\\*?(?:[\u00b6\u00a7]{1,2} ?)?\\d+(?:,\\d{3}(?!\\d))*[a-z]?"
              + "(?:[-\u2013\u2011]\\*?(?:n\\. ?)?\\d+(?:,\\d{3}(?!\\d))*)?");
  private static final Pattern BETWEEN = Pattern.compile(",? (?:& |and )?");
  private static final Pattern YEAR_BEFORE = Pattern.compile("\\((\\d{4})\\),? $");
  private static final Pattern YEAR_AFTER = Pattern.compile("[(\\[][^()]*?(\\d{4})[)\\]]");

  /** A court, a date or both, with the year: what stands behind the pages of a case. */
  private static final Pattern DECIDED =
      Pattern.compile(" [(\\[](?:[A-Z0-9][^()\\[\\]]{0,60}[ .,—])?(\\d{4})[)\\]]");

  private static final Pattern DATE =
      Pattern.compile("\\((?:[a-z]+ )?([A-Z][a-z]{2,8}\\.? \\d{1,2}, \\d{4}|\\d{4})\\)");
  private static final Pattern TITLE = Pattern.compile("(?<![\\w.])(\\d{1,3}) $");

  private Fields() {}

  /**
   * Returns the values that a field can have, which are none if the field cannot be there; empty if
   * the core leaves it open.
   *
   * @param core of the citation
   * @param zone where the field may stand
   */
  static Optional<Set<String>> choices(String field, String text, Core core, Sentences.Span zone) {
    return switch (core.kind() + " " + field) {
      case "case volume", "short volume", "register volume" -> Optional.of(volume(text, core));
      case "case page", "register page" -> Optional.of(pages(text, core));
      case "case pinpoint", "register pinpoint" ->
          Optional.of(texts(text, pinpoints(text, core, zone)));
      case "short page" ->
          Optional.of(texts(text, numbers(text, pageOfShort(text, core), zone.end())));
      case "register date" -> Optional.of(groups(DATE, text.substring(core.end(), zone.end())));
      case "case year" -> Optional.of(years(text, core, zone));
      case "statute title", "regulation title" ->
          Optional.of(groups(TITLE, text.substring(zone.start(), core.start())));
      default -> Optional.empty();
    };
  }

  /** Returns what can stand for the reporters after the first: as far as their pages or beyond. */
  static Set<String> parallels(String text, int start, Core last, Sentences.Span zone) {
    Set<String> all = new LinkedHashSet<>();
    for (String page : pages(text, last)) {
      all.add(text.substring(start, last.firstEnd() - 1 + page.length()));
    }
    for (Sentences.Span pinpoint : pinpoints(text, last, zone)) {
      all.add(text.substring(start, pinpoint.end()));
    }
    return all;
  }

  /**
   * Returns the least end of a case: behind the parentheses with its year if they follow its pages,
   * else that of its core.
   *
   * @param core the case's, over all its reporters
   */
  static int leastEnd(String text, Core core, Sentences.Span zone) {
    Matcher decided = DECIDED.matcher(text).region(pagesEnd(text, core, zone), zone.end());
    return decided.lookingAt() ? decided.end() : core.end();
  }

  /** Returns the end of all numbers from the last page of a core on. */
  private static int pagesEnd(String text, Core core, Sentences.Span zone) {
    Core last = new Core(core.kind(), core.entry(), core.start(), core.end(), core.end());
    int end = core.end() - 1 + pages(text, last).stream().mapToInt(String::length).max().orElse(1);
    for (Sentences.Span pinpoint : pinpoints(text, last, zone)) {
      end = Math.max(end, pinpoint.end());
    }
    return end;
  }

  /**
   * Returns whether a field that can be there must be: the year in parentheses behind the pages,
   * the numbers between the page and these or another reporter.
   */
  static boolean isSure(String field, String text, Core core, Sentences.Span zone) {
    if (!core.kind().equals("case")) {
      return false;
    }
    boolean decided = leastEnd(text, core, zone) > core.end();
    return field.equals("year") && decided
        || field.equals("pinpoint") && (decided || core.end() > core.firstEnd());
  }

  private static Set<String> volume(String text, Core core) {
    return Set.of(text.substring(core.start(), text.indexOf(' ', core.start())));
  }

  /** The page's number, with and without what may be its thousands. */
  private static Set<String> pages(String text, Core core) {
    int start = core.firstEnd() - 1;
    Matcher page = PAGE.matcher(text).region(start, text.length());
    if (!page.lookingAt()) {
      return Set.of(text.substring(start, core.firstEnd()));
    }
    boolean register = core.kind().equals("register");
    int comma = page.group().indexOf(',');
    return comma < 0 || register
        ? Set.of(page.group())
        : Set.of(page.group(), page.group().substring(0, comma));
  }

  private static int pageOfShort(String text, Core core) {
    return text.lastIndexOf(' ', core.firstEnd() - 1) + 1;
  }

  private static List<Sentences.Span> pinpoints(String text, Core core, Sentences.Span zone) {
    List<Sentences.Span> all = new ArrayList<>();
    for (String page : pages(text, core)) {
      int end = core.firstEnd() - 1 + page.length();
      Matcher gap = TO_PINPOINT.matcher(text).region(end, text.length());
      if (gap.lookingAt() && gap.end() < zone.end()) {
        all.addAll(numbers(text, gap.end(), zone.end()));
      }
    }
    return all;
  }

  /** Returns the beginnings, number by number, of the list of numbers that stands at a place. */
  private static List<Sentences.Span> numbers(String text, int start, int to) {
    List<Sentences.Span> all = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    Matcher between = BETWEEN.matcher(text);
    int at = start;
    while (number.region(at, to).lookingAt()) {
      all.add(new Sentences.Span(start, number.end()));
      if (!between.region(number.end(), to).lookingAt()) {
        break;
      }
      at = between.end();
    }
    return all;
  }

  private static Set<String> texts(String text, List<Sentences.Span> spans) {
    Set<String> all = new LinkedHashSet<>();
    spans.forEach(span -> all.add(text.substring(span.start(), span.end())));
    return all;
  }

  private static Set<String> years(String text, Core core, Sentences.Span zone) {
    Set<String> all = groups(YEAR_BEFORE, text.substring(zone.start(), core.start()));
    all.addAll(groups(YEAR_AFTER, text.substring(core.end(), zone.end())));
    return all;
  }

  private static Set<String> groups(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    pattern.matcher(text).results().forEach(result -> found.add(result.group(1)));
    return new LinkedHashSet<>(found);
  }
}
