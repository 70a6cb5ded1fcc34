package dev.strait.examples.cite;

import dev.strait.examples.console.Inputs;
import dev.strait.examples.legal.Registry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts plain text into sentences, then into windows of whole sentences. In legal prose most full
 * stops belong to abbreviations, so a stop ends a sentence only if nothing speaks against it: a
 * sentence too long is harmless, a citation cut in two is lost.
 */
final class Sentences {

  private static final Pattern STOP =
      Pattern.compile("[.?!][\"')\\]]*(?= +[\"'(\\[]*[A-Z0-9\u00a7\u00b6])");
  private static final Pattern LAST_WORD = Pattern.compile("([^\\s(\\[\"]+)$");
  private static final List<String> OTHER_ABBREVIATIONS =
      List.of(
          "v.", "vs.", "no.", "nos.", "cf.", "e.g.", "i.e.", "al.", "seq.", "art.", "arts.",
          "amend.", "sec.", "cl.", "ch.", "pt.", "pts.", "tit.", "para.", "dr.", "mr.", "ms.",
          "mrs.", "jr.", "sr.", "st.", "hon.", "cir.", "ct.", "dist.", "rev.", "stat.", "app.",
          "div.", "supp.", "ed.", "rptr.", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.",
          "sep.", "sept.", "oct.", "nov.", "dec.", "inc.", "corp.", "co.", "cos.", "ltd.", "ass'n.",
          "bros.", "dep't.", "rel.", "ex.", "exs.", "compl.", "decl.", "dep.", "dkt.", "tr.", "br.",
          "mem.", "u.s.", "n.", "p.", "pp.", "op.", "slip", "pub.", "l.", "gen.", "gov.", "rep.",
          "sen.", "prof.", "lt.", "sgt.", "capt.", "det.", "am.", "nat.", "int.", "fed.", "r.",
          "bd.", "cnty.", "comm.");

  /** As {@code Ass'n.} and {@code Eng'rs.}, not a name such as {@code O'Brien.} */
  private static final Pattern CONTRACTED = Pattern.compile("[A-Z].*'(?!s)[a-z]{1,2}\\.");

  private static final int LONGEST_INITIALS = 8;
  private static final Pattern INITIAL = Pattern.compile("(?:[A-Z]\\.)+|[A-Z]");

  private static final String ABBREVIATIONS = "/dev/strait/examples/cite/abbreviations.txt";

  /** Those that end no sentence when they have a capital: many are words without one. */
  private final Set<String> inNames = nameAbbreviations();

  private final Set<String> abbreviations = new HashSet<>(OTHER_ABBREVIATIONS);

  /** A stretch of text: from {@code start} (inclusive) to {@code end} (exclusive). */
  record Span(int start, int end) {
    int length() {
      return end - start;
    }
  }

  /** Knows the abbreviations of the registry besides the common ones. */
  Sentences(Registry registry) {
    for (Registry.Entry entry : registry.entries()) {
      for (String word : entry.abbreviation().split(" ", -1)) {
        if (word.endsWith(".")) {
          abbreviations.add(word.toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  /** Returns the abbreviated words of case names, in lower case; the set is the caller's. */
  static Set<String> nameAbbreviations() {
    Set<String> all = new HashSet<>();
    new String(Inputs.resource(ABBREVIATIONS), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(all::add);
    return all;
  }

  /** Returns the sentences, in order, without the spaces between them. */
  List<Span> split(String text) {
    List<Span> sentences = new ArrayList<>();
    int start = 0;
    Matcher stops = STOP.matcher(text);
    while (stops.find()) {
      if (endsSentence(text, stops.start(), stops.end())) {
        add(sentences, text, start, stops.end());
        start = stops.end();
      }
    }
    add(sentences, text, start, text.length());
    return sentences;
  }

  private static void add(List<Span> sentences, String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    if (start < end) {
      sentences.add(new Span(start, end));
    }
  }

  private boolean endsSentence(String text, int stop, int end) {
    if (text.charAt(stop) != '.' || end > stop + 1) {
      return !isParenthesizedAbbreviation(text, stop, end) && !isPossessive(text, stop, end);
    }
    Matcher word = LAST_WORD.matcher(text.substring(Math.max(0, stop - 40), end));
    if (!word.find()) {
      return true;
    }
    String last = word.group(1);
    char next = text.charAt(Math.min(text.length() - 1, end + 1));
    boolean authority = next == '\u00a7' || next == '\u00b6';
    boolean abbreviated =
        INITIAL.matcher(last).matches()
            || INITIAL.matcher(last.substring(0, last.length() - 1)).matches()
            || abbreviations.contains(last.toLowerCase(Locale.ROOT))
            || Character.isUpperCase(last.charAt(0))
                && inNames.contains(last.toLowerCase(Locale.ROOT))
            || CONTRACTED.matcher(last).matches();
    return !abbreviated && !authority;
  }

  /** As in {@code Emps.' Ret. Sys.} */
  private boolean isPossessive(String text, int stop, int end) {
    Matcher word = LAST_WORD.matcher(text.substring(Math.max(0, stop - 40), stop + 1));
    return text.startsWith(".' ", stop)
        && end == stop + 2
        && word.find()
        && inNames.contains(word.group(1).toLowerCase(Locale.ROOT));
  }

  /** As in {@code (U.K.)} or {@code (N.A.)}. */
  private static boolean isParenthesizedAbbreviation(String text, int stop, int end) {
    int open = text.lastIndexOf('(', stop);
    return open >= 0
        && stop - open <= LONGEST_INITIALS
        && text.charAt(end - 1) == ')'
        && text.substring(open, stop).matches("\\([A-Z](?:\\.[A-Z])*");
  }

  /**
   * Returns windows over the sentences: as many as fit in {@code most} characters, the last
   * sentence of one window being the first of the next if there is room; a longer sentence is cut
   * at spaces.
   */
  static List<Span> windows(List<Span> sentences, String text, int fill, int most) {
    List<Span> pieces = new ArrayList<>();
    sentences.forEach(sentence -> cut(sentence, text, most, pieces));
    List<Span> windows = new ArrayList<>();
    int first = 0;
    int covered = -1;
    while (covered < pieces.size() - 1) {
      int last = Math.max(first, covered + 1);
      if (pieces.get(last).end() - pieces.get(first).start() > fill) {
        first = last;
      }
      while (last + 1 < pieces.size()
          && pieces.get(last + 1).end() - pieces.get(first).start() <= fill) {
        last++;
      }
      windows.add(new Span(pieces.get(first).start(), pieces.get(last).end()));
      covered = last;
      first = last;
    }
    return windows;
  }

  /** Halves overlap by a quarter, so that a citation at the cut is whole in one of them. */
  private static void cut(Span sentence, String text, int most, List<Span> out) {
    Span rest = sentence;
    while (rest.length() > most) {
      int end = spaceBefore(text, rest.start() + most, rest.start());
      out.add(new Span(rest.start(), end));
      int overlap = Math.min(most / 4, (end - rest.start()) / 2);
      rest = new Span(spaceBefore(text, end - overlap, rest.start() + 1), rest.end());
    }
    out.add(rest);
  }

  /**
   * Returns the offset of the last space before {@code at}; {@code at} itself if there is none
   * after {@code least}.
   */
  private static int spaceBefore(String text, int at, int least) {
    int space = text.lastIndexOf(' ', at);
    if (space > least) {
      return space;
    }
    boolean splitsPair = Character.isLowSurrogate(text.charAt(at));
    return splitsPair ? at + 1 : at;
  }
}
