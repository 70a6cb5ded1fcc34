package dev.strait.examples.legal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An endless, seeded stream of invented legal prose with known citations.
 *
 * <p>Sentences come from a context-free grammar ({@code prose.txt}), names from lists and
 * syllables, citations from {@link CitationForms}. A held-out generator uses the sentence styles
 * and names that a training generator never uses, so a model can be judged on what it has not seen.
 * Not thread-safe.
 */
public final class PassageGenerator {

  private static final Pattern SLOT = Pattern.compile("<(\\^?)([a-z0-9]+)>");
  private static final Pattern WORD = Pattern.compile("(?<=[ ])[a-z]{4,}(?=[ .,;])");
  private static final Pattern WEIGHTED = Pattern.compile("(?:(\\d+)\\*)?(.*)");
  private static final String KEPT = "~?=";
  private static final int MAX_DEPTH = 12;

  private final RandomGenerator random;
  private final Names names;
  private final CitationForms forms;
  private final Split split;
  private final Weighted.Lists prose = new Weighted.Lists();
  private final Weighted.Lists unseen = new Weighted.Lists();

  /** Which sentence styles and names are used. */
  public enum Split {
    /** What a model is trained on. */
    TRAINING(' ', "prose.txt", "styles.txt"),
    /** Names and some styles kept from training, for figures to look at while training. */
    DEVELOPMENT('?', "prose.txt", "styles.txt"),
    /** Names and some styles kept from training, for the last figures only. */
    HELD_OUT('~', "prose.txt", "styles.txt", "heldout.txt"),
    /** The same with other styles, written later: the third set. */
    THIRD('=', "prose.txt", "styles.txt", "heldout3.txt");

    private final char mark;
    private final List<String> files;

    Split(char mark, String... files) {
      this.mark = mark;
      this.files = List.of(files);
    }
  }

  private final List<String> words = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final List<Citation> citations = new ArrayList<>();

  /**
   * Returns a generator.
   *
   * @param seed equal seeds give equal streams
   * @param split which styles and names are used
   */
  public PassageGenerator(long seed, Split split) {
    this.random = new SplittableRandom(seed);
    this.split = split;
    this.names = new Names(random, split != Split.TRAINING);
    this.forms = new CitationForms(random, names, Registry.load());
    for (String file : split.files) {
      read(Registry.Resources.lines(file));
    }
  }

  private void read(List<String> lines) {
    String symbol = "";
    for (String line : lines) {
      if (line.startsWith("@")) {
        symbol = line.substring(1);
      } else if (!line.startsWith("#")) {
        addLine(symbol, line);
      }
    }
  }

  private void addLine(String symbol, String line) {
    boolean kept = KEPT.indexOf(line.charAt(0)) >= 0;
    if (!kept) {
      WORD.matcher(line).results().forEach(word -> words.add(word.group()));
    } else if (line.charAt(0) != split.mark) {
      return;
    }
    Matcher weighted = WEIGHTED.matcher(kept ? line.substring(1) : line);
    if (weighted.matches()) {
      int weight = weighted.group(1) == null ? 1 : Integer.parseInt(weighted.group(1));
      (kept ? unseen : prose).of(symbol).add(weighted.group(2), weight);
    }
  }

  /**
   * Returns the next passage.
   *
   * @param maxSentences the largest number of sentences, at least 1
   * @param maxChars passages longer than this are drawn again
   */
  public Passage next(int maxSentences, int maxChars) {
    while (true) {
      text.setLength(0);
      citations.clear();
      int sentences = 1 + random.nextInt(maxSentences);
      double cited = random.nextDouble() < 0.12 ? 0 : 0.62;
      for (int i = 0; i < sentences; i++) {
        text.append(i == 0 ? "" : " ");
        expand(random.nextDouble() < cited ? "cited" : "plain", false, 0);
      }
      if (text.length() <= maxChars && citations.size() <= 4) {
        return new Passage(text.toString(), citations);
      }
    }
  }

  private void expand(String symbol, boolean capital, int depth) {
    int start = text.length();
    if (prose.has(symbol)) {
      fill(choose(symbol, depth), depth + 1);
    } else {
      builtIn(symbol);
    }
    if (capital && start < text.length()) {
      text.setCharAt(start, Character.toUpperCase(text.charAt(start)));
    }
  }

  private String choose(String symbol, int depth) {
    Weighted<String> held = unseen.of(symbol);
    if (!held.isEmpty() && random.nextDouble() < 0.6) {
      return held.pick(random);
    }
    String line = prose.of(symbol).pick(random);
    for (int i = 0; depth > MAX_DEPTH && line.contains("<") && i < 200; i++) {
      line = prose.of(symbol).pick(random);
    }
    return line;
  }

  private void fill(String line, int depth) {
    Matcher slots = SLOT.matcher(line);
    int at = 0;
    while (slots.find()) {
      literal(line.substring(at, slots.start()));
      expand(slots.group(2), !slots.group(1).isEmpty(), depth);
      at = slots.end();
    }
    literal(line.substring(at));
  }

  /** Appends fixed text; a full stop after an abbreviation's full stop is not written twice. */
  private void literal(String piece) {
    boolean doubled =
        piece.startsWith(".") && text.length() > 0 && text.charAt(text.length() - 1) == '.';
    text.append(disturbed(doubled ? piece.substring(1) : piece));
  }

  /** Exchanges a few ordinary words for others, so that nothing hangs on the wording of a style. */
  private String disturbed(String piece) {
    if (random.nextDouble() < 0.6) {
      return piece;
    }
    Matcher found = WORD.matcher(piece);
    StringBuilder out = new StringBuilder();
    while (found.find()) {
      boolean change = random.nextDouble() < 0.12;
      found.appendReplacement(out, change ? otherWord() : found.group());
    }
    return found.appendTail(out).toString();
  }

  private String otherWord() {
    return random.nextBoolean()
        ? names.surname().replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT)
        : words.get(random.nextInt(words.size()));
  }

  private void cite(Citation citation) {
    citations.add(citation);
    text.append(citation.text());
  }

  private void builtIn(String slot) {
    switch (slot) {
      case "case" -> cite(forms.caseCitation(random.nextDouble() < 0.985));
      case "caseb" -> cite(forms.caseCitation(false));
      case "law" -> cite(forms.law());
      case "const" -> cite(forms.constitution());
      case "rule" -> cite(forms.rule());
      case "register" -> cite(forms.register());
      case "short" -> cite(forms.shortForm());
      case "idc" -> cite(forms.id(true));
      case "idl" -> cite(forms.id(false));
      default -> text.append(plain(slot));
    }
  }

  private String plain(String slot) {
    return switch (slot) {
      case "sur" -> names.surname();
      case "person" -> names.person();
      case "company" -> names.company();
      case "party" -> names.party();
      case "casename" -> random.nextDouble() < 0.5 ? names.caseName() : names.surname();
      case "n" -> number(1, 99);
      case "nn" -> Integer.toString(10 + random.nextInt(50));
      case "num" -> number(10, random.nextDouble() < 0.5 ? 999 : 29999);
      case "year" -> number(1880, 2025);
      case "pct" -> number(1, 99) + (random.nextDouble() < 0.4 ? "." + number(1, 9) : "");
      case "money" -> money();
      case "date" -> date();
      case "month" -> month();
      case "docket" -> forms.docket();
      case "letter" -> Character.toString('a' + random.nextInt(8));
      case "lower" -> Character.toString('a' + random.nextInt(26));
      case "capital" -> Character.toString('A' + random.nextInt(12));
      case "roman" -> any("I", "II", "III", "IV", "V", "VI", "VII", "IX");
      case "acr" ->
          any("FLSA", "ADEA", "APA", "FOIA", "INA", "RICO", "ERISA", "the Act", "Title VII", "ADA");
      default -> names.of(slot);
    };
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String number(int low, int high) {
    return Integer.toString(low + random.nextInt(high - low + 1));
  }

  private String month() {
    return any(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December");
  }

  private String date() {
    return switch (random.nextInt(5)) {
      case 0 -> forms.date(false);
      case 1 -> number(1, 12) + "/" + number(1, 28) + "/" + number(1980, 2025);
      default -> month() + " " + number(1, 31) + ", " + number(1960, 2025);
    };
  }

  private String money() {
    int amount = 1 + random.nextInt(random.nextDouble() < 0.5 ? 999 : 99999);
    return switch (random.nextInt(4)) {
      case 0 -> "$" + amount + any(" million", " billion", "", ".50");
      case 1 -> String.format("$%,d.%02d", amount, random.nextInt(100));
      default -> String.format("$%,d", amount * (random.nextBoolean() ? 1 : 100));
    };
  }
}
